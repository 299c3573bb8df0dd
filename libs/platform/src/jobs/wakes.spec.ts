import { expect, it, vi } from 'vitest';
import { Outage } from '../kernel/outage.js';
import { Wakes } from './wakes.js';

function open(send: () => Promise<void>) {
  const said: string[] = [];
  const log = { warn: (_: object, words: string) => void said.push(words) };
  const wakes = new Wakes(send, new Outage(log, { begins: 'lost', ends: 'back' }, 0));
  return { wakes, said };
}

it('are one when they are asked for while the last one is sent', async () => {
  let sent = 0;
  let arrive: () => void = () => undefined;
  const { wakes } = open(() => {
    sent += 1;
    return new Promise((resolve) => (arrive = resolve));
  });
  for (let n = 0; n < 1_000; n += 1) wakes.ask();
  expect(sent).toBe(1);
  arrive();
  await vi.waitFor(() => expect(sent).toBe(2));
  arrive();
  await wakes.close();
  wakes.ask();
  expect(sent).toBe(2);
});

it('go on until one arrives, and the outage is over with it', async () => {
  let tries = 0;
  const { wakes, said } = open(() => {
    tries += 1;
    return tries < 3 ? Promise.reject(new Error('refused')) : Promise.resolve();
  });
  wakes.ask();
  await vi.waitFor(() => expect(said).toEqual(['lost', 'back']), 5_000);
  expect(tries).toBe(3);
  await wakes.close();
});

it('are sent when a listener lost its connection, which tells when it is back', async () => {
  let sent = 0;
  const { wakes, said } = open(async () => void (sent += 1));
  wakes.failed(new Error('read ECONNRESET'));
  await vi.waitFor(() => expect(said).toEqual(['lost', 'back']));
  expect(sent).toBe(1);
  await wakes.close();
});
