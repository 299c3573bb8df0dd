import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A mail server of a test's own, on this machine: it keeps what it is given. */
export interface TestMailServer {
  readonly url: string;
  /** The messages as they came, headers and all. */
  readonly received: string[];
  /** The next message is refused with this answer. */
  refuseNext(answer: string): void;
  close(): Promise<void>;
}

const answers: Readonly<Record<string, string>> = {
  EHLO: '250 test',
  HELO: '250 test',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  RSET: '250 ok',
  QUIT: '221 bye',
};

export async function startMailServer(): Promise<TestMailServer> {
  const received: string[] = [];
  const refusals: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    talk(socket, (message) => {
      const refusal = refusals.shift();
      if (refusal === undefined) received.push(message);
      return refusal ?? '250 taken';
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuseNext: (answer) => void refusals.push(answer),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function talk(socket: Socket, take: (message: string) => string): void {
  let waiting = '';
  let message: string | null = null;
  const say = (line: string) => socket.write(`${line}\r\n`);
  socket.setEncoding('utf8');
  say('220 test');
  socket.on('data', (chunk: string) => {
    waiting += chunk;
    for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
      const line = waiting.slice(0, end);
      waiting = waiting.slice(end + 2);
      if (message === null) {
        const verb = line.slice(0, 4).toUpperCase();
        if (verb === 'DATA') message = '';
        say(answers[verb] ?? '502 what');
      } else if (line === '.') {
        say(take(message));
        message = null;
      } else message += `${line}\n`;
    }
  });
}
