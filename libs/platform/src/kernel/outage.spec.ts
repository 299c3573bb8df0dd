import { expect, it } from 'vitest';
import { openLog } from '../telemetry/log.js';
import { Outage } from './outage.js';

const words = { begins: 'the queue is away', ends: 'the queue is back' };

function open(quietMs: number) {
  const lines: string[] = [];
  const log = openLog({ level: 'warn', destination: { write: (line) => void lines.push(line) } });
  const said = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { outage: new Outage(log, words, quietMs), said };
}

it('is two lines, however often something failed meanwhile', () => {
  const { outage, said } = open(0);
  outage.worked();
  for (let n = 0; n < 200; n += 1) outage.failed(new Error(`refused ${n}`));
  expect(outage.isOn).toBe(true);
  outage.worked();
  outage.worked();
  expect(outage.isOn).toBe(false);
  expect(said()).toMatchObject([
    { msg: 'the queue is away', err: { message: 'refused 0' } },
    { msg: 'the queue is back', failures: 200 },
  ]);
});

it('is not over while other pieces of the same thing still fail', () => {
  const { outage, said } = open(60_000);
  outage.failed(new Error('the first connection'));
  outage.worked();
  outage.failed(new Error('the second connection'));
  outage.worked();
  expect(said()).toHaveLength(1);
});

it('is told anew the next time', () => {
  const { outage, said } = open(0);
  for (const words of ['once', 'again']) {
    outage.failed(new Error(words));
    outage.worked();
  }
  expect(said()).toMatchObject([
    { err: { message: 'once' } },
    { failures: 1 },
    { err: { message: 'again' } },
    { failures: 1 },
  ]);
});
