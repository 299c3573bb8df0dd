import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Somebody's program on this machine, that answers what it is told to. */
export interface TestReceiver {
  readonly url: string;
  status: number;
  received: Received[];
  readonly close: () => Promise<unknown>;
}

export async function openReceiver(): Promise<TestReceiver> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      receiver.received.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(receiver.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: TestReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    status: 204,
    received: [],
    close: () => new Promise((resolve) => server.close(resolve)),
  };
  return receiver;
}
