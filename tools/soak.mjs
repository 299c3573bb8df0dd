#!/usr/bin/env node
// npm run soak: five minutes of an API and a worker under load, while connections end, Postgres
// restarts or is killed, and Redis goes away and comes back. Nothing that was promised is lost,
// nobody dies, jobs go on within five seconds without Redis, and memory stays flat.
//   npm run soak -- [--seconds 300]
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build.mjs';
import { faultsOf } from './soak/faults.mjs';
import { openLoad, openReceiver } from './soak/load.mjs';
import { openService } from './soak/service.mjs';

const limits = { withoutRedisMs: 5_000, settleMs: 150_000, growth: 1.15, growthKb: 8_000 };
const betweenFaultsMs = 4_000;
const sampleEveryMs = 10_000;

const say = (line) => process.stdout.write(`${line}\n`);
const problems = [];
const judge = (holds, words) => {
  say(`${holds ? 'ok    ' : 'FAILED'} ${words}`);
  if (!holds) problems.push(words);
};

async function untilAllHeard({ promised }, { heard }) {
  const until = performance.now() + limits.settleMs;
  const missing = () => [...promised.keys()].filter((key) => !heard.has(key));
  while (missing().length > 0 && performance.now() < until) await delay(200);
  return missing();
}

const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

/** Memory of each part, every ten seconds, with when it was measured. */
function watchMemory(parts, signal) {
  const samples = new Map(parts.map(({ part }) => [part, []]));
  const began = performance.now();
  const watch = async () => {
    while (!signal.aborted) {
      for (const { part, memoryKb } of parts) {
        samples.get(part).push({ at: performance.now() - began, kb: await memoryKb() });
      }
      await delay(sampleEveryMs, undefined, { signal }).catch(() => {});
    }
  };
  return { samples, watching: watch() };
}

/** After the first minute, or the first fifth of a short run. */
function judgeMemory(samples, seconds) {
  const from = Math.min(60_000, seconds * 200);
  for (const [part, all] of samples) {
    const later = all.filter(({ at }) => at >= from).map(({ kb }) => kb);
    const third = Math.max(1, Math.floor(later.length / 3));
    const [before, after] = [middle(later.slice(0, third)), middle(later.slice(-third))];
    const isFlat = after <= before * limits.growth || after - before <= limits.growthKb;
    judge(
      isFlat,
      `memory of the ${part}: ${before} kB after the first minute, ${after} at the end`,
    );
  }
}

/** Those that had the time to go on before something else went wrong. */
function judgeWithoutRedis(windows, { promised }, { heard }) {
  if (windows.length === 0) return say('       Redis was not taken away: nothing to say of it');
  const late = [...promised]
    .filter(([, at]) => windows.some(({ from, to }) => at >= from && at <= to - betweenFaultsMs))
    .map(([key, at]) => (heard.get(key) ?? Infinity) - at);
  if (late.length === 0) return judge(false, 'nothing was promised while Redis was away');
  const worst = Math.round(Math.max(...late));
  const words = `without Redis ${late.length} jobs went on, the last one after ${worst} ms`;
  return judge(worst <= limits.withoutRedisMs, words);
}

/** An outage is two lines, whatever failed meanwhile; a fault may show as one of each kind. */
function judgeLog({ part, lines }, faultCount) {
  const said = lines.filter((line) => /cannot be reached|lost its connection/.test(line)).length;
  judge(said <= faultCount * 2, `the ${part} told ${said} outages in ${faultCount} faults`);
}

async function faultsFor(seconds, service) {
  const end = performance.now() + seconds * 1_000;
  const faults = faultsOf(service);
  const windows = [];
  let count = 0;
  while (performance.now() < end) {
    await delay(betweenFaultsMs);
    const { name, run, isWithoutRedis = false } = faults[count % faults.length];
    count += 1;
    const from = performance.now();
    await run();
    if (isWithoutRedis) windows.push({ from, to: performance.now() });
    say(`       ${name} (${Math.round(performance.now() - from)} ms)`);
  }
  return { windows, count };
}

async function soak(seconds, service) {
  const receiver = await openReceiver();
  const load = await openLoad(service, receiver);
  const watchers = new AbortController();
  const { samples, watching } = watchMemory(service.parts, watchers.signal);
  const { windows, count } = await faultsFor(seconds, service);
  await load.stop();
  watchers.abort();
  await watching;
  const missing = await untilAllHeard(load, receiver);
  const { refused, unexpected } = load.count;
  judge(load.promised.size > seconds, `${load.promised.size} writes promised, ${refused} refused`);
  judge(unexpected.length === 0, `${unexpected.length} answers without a code of their own`);
  for (const answer of unexpected.slice(0, 5)) say(`       ${answer}`);
  judge(missing.length === 0, `${missing.length} promised writes that nobody heard of`);
  judgeWithoutRedis(windows, load, receiver);
  judgeMemory(samples, seconds);
  for (const part of service.parts) judgeLog(part, count);
  const alive = service.parts.filter(({ isAlive }) => isAlive()).length;
  judge(alive === service.parts.length, `${alive} of ${service.parts.length} processes alive`);
  judge(/ 0 broken/.test(await service.verb('verify')), 'the laws of the books hold');
  for (const part of service.parts.toReversed())
    judge((await part.stop()) === 0, `the ${part.part} stopped`);
  receiver.close();
}

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '300' } } });
await buildIfStale();
const service = await openService();
try {
  await soak(Number(values.seconds), service);
} catch (error) {
  problems.push(error.message);
  process.stderr.write(`${error.stack}\n`);
} finally {
  await service.close();
}
process.exit(problems.length === 0 ? 0 : 1);
