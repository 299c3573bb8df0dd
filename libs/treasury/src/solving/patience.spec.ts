import { expect, it } from 'vitest';
import { partsOfUnit } from './shares.js';
import type { Shares } from './shares.js';
import { ToldTogether } from './told-together.js';

/** Numbers that have nothing to do with each other, the same each time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

it('asks twenty times what three hundred amounts tell of a thousand members, in seconds', () => {
  const next = chance(3);
  const members = Array.from({ length: 1_000 }, (_, nth) => `member:${nth}`);
  const figure = (): Shares =>
    new Map(
      members.flatMap((member) =>
        next() < 1 / 2 ? [[member, BigInt(Math.ceil(next() * 2_000)) * partsOfUnit] as const] : [],
      ),
    );
  const work = { cells: 0 };
  const whole = new Map(members.map((member) => [member, 2_000n * partsOfUnit]));
  const told = new ToldTogether(whole, work);
  for (let nth = 0; nth < 300; nth += 1) told.add(figure());
  expect(work.cells).toBeLessThan(100_000_000);
  for (let nth = 0; nth < 20; nth += 1) {
    const one = figure();
    expect(told.explains(one)).toBe(false);
    told.add(one);
  }
  // Each a second or two at most: what was found out of all members once is not sought again.
  expect(work.cells).toBeLessThan(600_000_000);
});

it('does not tell what it cannot find out in time', () => {
  const next = chance(9);
  const members = Array.from({ length: 120 }, (_, nth) => `member:${nth}`);
  const figure = (): Shares =>
    new Map(members.map((member) => [member, BigInt(Math.ceil(next() * 2_000)) * partsOfUnit]));
  const whole = new Map(members.map((member) => [member, 2_000n * partsOfUnit]));
  const work = { cells: 0 };
  const told = new ToldTogether(whole, work);
  let most = 0;
  for (let nth = 0; nth < 60; nth += 1) {
    const one = figure();
    const before = work.cells;
    if (!told.explains(one)) told.add(one);
    most = Math.max(most, work.cells - before);
  }
  expect(most).toBeLessThan(1_100_000_000);
});
