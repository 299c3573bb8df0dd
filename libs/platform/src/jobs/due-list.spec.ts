import { expect, it } from 'vitest';
import { DueList } from './due-list.js';
import { Places } from './places.js';

const job = (id: string, name: string) => ({ id, name, cooperativeId: null });
const places = () => new Places(3, (name) => (name === 'a.slow' ? 1 : 9));
const ids = (jobs: readonly { id: string }[]) => jobs.map(({ id }) => id).join('');

it('gives places in the order of turns, and keeps what has none', () => {
  const list = new DueList();
  const own = places();
  const [a, b, c] = [job('a', 'a.slow'), job('b', 'a.slow'), job('c', 'a.fast')];
  list.found([a, b, c, job('d', 'a.fast'), job('e', 'a.fast')], 0);
  expect(ids(list.take(own, 1))).toBe('acd');
  expect(ids(list.take(own, 2))).toBe('');
  own.give(a);
  own.give(c);
  expect(ids(list.take(own, 3))).toBe('be');
  expect(ids(list.take(places(), 4))).toBe('');
});

it('is nothing any more when it is old: others may have come', () => {
  const list = new DueList();
  list.found([job('a', 'a.fast')], 0);
  expect(ids(list.take(places(), 251))).toBe('');
  list.found([job('a', 'a.fast')], 300);
  expect(ids(list.take(places(), 550))).toBe('a');
});
