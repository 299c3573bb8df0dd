// Stands before a server, so that it can go away and come back elsewhere under one address.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** @returns `{port, leadTo(port), cut(), restore(), close()}`; `cut` refuses until `restore` */
export async function openProxy(targetPort) {
  const pairs = new Set();
  let target = targetPort;
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(target, '127.0.0.1');
    const pair = [near, far];
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    near.pipe(far);
    far.pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    isCut = true;
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  return {
    port: server.address().port,
    leadTo: (port) => void (target = port),
    cut,
    restore: () => void (isCut = false),
    close: async () => {
      cut();
      await new Promise((done) => server.close(done));
    },
  };
}
