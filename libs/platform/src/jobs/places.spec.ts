import { expect, it } from 'vitest';
import { Places } from './places.js';

const atOnce: Readonly<Record<string, number>> = { 'a.slow': 2, 'a.wide': 99 };
const open = (total = 8) => new Places(total, (name) => atOnce[name] ?? 1);
const job = (name: string, cooperativeId: string | null = null) => ({ name, cooperativeId });

it('no kind takes more than its share', () => {
  const places = open();
  const taken = [1, 2, 3].map(() => places.take(job('a.slow')));
  expect(taken).toEqual([true, true, false]);
  expect(places.take(job('a.other'))).toBe(true);
  places.give(job('a.slow'));
  expect(places.take(job('a.slow'))).toBe(true);
});

it('no co-operative takes all, though all are free', () => {
  const places = open();
  const taken = Array.from({ length: 8 }, () => places.take(job('a.wide', 'the mill')));
  expect(taken.filter(Boolean)).toHaveLength(6);
  expect(places.take(job('a.wide', 'the dairy'))).toBe(true);
  expect(places.take(job('a.wide'))).toBe(true);
  expect(places.free).toBe(0);
});

it('what is refused takes nothing', () => {
  const places = open(2);
  expect(places.take(job('a.other', 'the mill'))).toBe(true);
  expect(places.take(job('a.other', 'the mill'))).toBe(false);
  expect(places.free).toBe(1);
  expect(places.take(job('a.slow', 'the mill'))).toBe(true);
  expect(places.take(job('a.wide', 'the dairy'))).toBe(false);
});
