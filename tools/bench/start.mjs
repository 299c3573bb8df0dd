// How long the whole embedded stack takes from nothing running to ready, and what it holds in
// memory when nobody asks anything. A database without a demo: the demo's rows are no fixed cost.
import { randomBytes } from 'node:crypto';
import { startEmbeddedPostgres } from '../postgres.mjs';
import { openFolder, residentKb, serviceEnvironment, startPart } from './stack.mjs';

const settleMs = 15_000;
/** What is promised for later starts and for the idle stack. */
const promised = { startMs: 8_000, idleMb: 350 };

const figure = (name, value, unit, baseline) => ({
  name,
  value: Math.round(value),
  unit,
  baseline,
  ratio: Math.round((value / baseline) * 100) / 100,
});

async function startAll(folder, secret) {
  const began = performance.now();
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  try {
    const service = await startPart('all', serviceEnvironment(folder, postgres.url, secret));
    const { status } = await fetch(`${service.url}/health/ready`);
    if (status !== 200) throw new Error(`/health/ready answered ${status}`);
    const startMs = performance.now() - began;
    const stop = async () => {
      await service.stop();
      await postgres.stop();
    };
    return { startMs, stop, pids: [service.pid, postgres.pid] };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

export async function run() {
  const { folder, close } = await openFolder();
  const secret = randomBytes(32).toString('hex');
  try {
    await (await startAll(folder, secret)).stop();
    const { startMs, stop, pids } = await startAll(folder, secret);
    const figures = [figure('cold start (8 s promised)', startMs, 'ms', promised.startMs)];
    try {
      if (process.platform === 'linux') {
        await new Promise((done) => setTimeout(done, settleMs));
        const kilobytes = pids.reduce((sum, pid) => sum + residentKb(pid), 0);
        const name = 'idle memory of the whole stack (350 MB promised)';
        figures.push(figure(name, (kilobytes * 1024) / 1e6, 'MB', promised.idleMb));
      }
    } finally {
      await stop();
    }
    return figures;
  } finally {
    await close();
  }
}
