import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** Stands between a client and a server, and can go away as a machine or a network does. */
export interface TcpProxy {
  /** The given address, by way of the proxy. */
  readonly url: string;
  /** How many connections there are now. */
  readonly connections: number;
  /** Cuts every connection, and refuses new ones until `restore`. */
  cut(): Promise<void>;
  /** Swallows everything in both directions without closing anything, until `restore`. */
  freeze(): void;
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a proxy before the server of that address, on a port of its own. */
export async function openTcpProxy(url: string, standardPort: number): Promise<TcpProxy> {
  const target = new URL(url);
  const port = Number(target.port === '' ? standardPort : target.port);
  const pairs = new Set<readonly [Socket, Socket]>();
  let isFrozen = false;
  const forward = (from: Socket, to: Socket): void => {
    from.on('data', (chunk) => {
      if (!isFrozen) to.write(chunk);
    });
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  };
  const server = createServer((near) => {
    const far = connect(port, target.hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    near.on('close', () => pairs.delete(pair));
    forward(near, far);
    forward(far, near);
  });
  const listen = async (at: number): Promise<number> => {
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const own = await listen(0);
  const cut = async (): Promise<void> => {
    const closed = server.listening ? once(server, 'close') : Promise.resolve();
    server.close();
    for (const pair of pairs) for (const socket of pair) socket.destroy();
    await closed;
  };
  const through = new URL(url);
  [through.hostname, through.port] = ['127.0.0.1', String(own)];
  return {
    url: through.href,
    get connections() {
      return pairs.size;
    },
    cut,
    freeze: () => void (isFrozen = true),
    restore: async () => {
      if (isFrozen) await cut();
      isFrozen = false;
      if (!server.listening) await listen(own);
    },
    close: cut,
  };
}
