// The API or the worker that was built, in a process of its own, which tells its memory when asked.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../build.mjs';

const starters = { api: 'startApi', worker: 'startWorker' };
const [part] = process.argv.slice(2);
const bundle = await import(pathToFileURL(join(root, `dist/apps/${part}/main.js`)).href);
const running = await bundle[starters[part]]({ env: process.env });

function tellMemory() {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send({ memoryKb: Math.round((heapUsed + external) / 1024) });
}

async function stop() {
  await running.close();
  process.disconnect();
}

process.on('message', (word) => {
  if (word === 'memory') tellMemory();
  else if (word === 'stop') void stop();
});
process.send({ url: running.url ?? null });
