import fc from 'fast-check';
import { DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { codedDatabaseError } from '../db/database-errors.js';
import { platformErrors } from '../kernel/errors.js';
import { Turns } from './turns.js';

const numbers = fc.uniqueArray(fc.nat(99), { maxLength: 40 });

/** Goes through all of them, of which some cannot be done. */
async function night(all: readonly number[], bad: ReadonlySet<number>, atOnce: number) {
  const done: number[] = [];
  const act = async (some: readonly number[]) => {
    if (some.some((one) => bad.has(one))) throw new Error(`not ${some.join(' ')}`);
    done.push(...some);
    return some.length;
  };
  const turns = new Turns();
  const count = await turns.some(all, atOnce, act);
  expect(count).toBe(done.length);
  return { done, said: turns.failure };
}

describe('turns', () => {
  it('is done with all but those with which it cannot be, in their order', () =>
    fc.assert(
      fc.asyncProperty(
        numbers,
        numbers,
        fc.integer({ min: 1, max: 50 }),
        async (all, bad, most) => {
          const { done } = await night(all, new Set(bad), most);
          expect(done).toEqual(all.filter((one) => !bad.includes(one)));
        },
      ),
    ));

  it('goes around what cannot be done, where it finds its own rows', () =>
    fc.assert(
      fc.asyncProperty(
        numbers,
        numbers,
        fc.integer({ min: 1, max: 50 }),
        async (all, bad, most) => {
          const left = new Set(all);
          const turns = new Turns();
          const count = await turns.around(most, async ({ atMost, but }) => {
            const some = [...left].slice(but, but + atMost);
            if (some.some((one) => bad.includes(one))) throw new Error('broken');
            for (const one of some) left.delete(one);
            return some.length;
          });
          const stuck = all.filter((one) => bad.includes(one));
          expect([...left]).toEqual(stuck);
          expect(count).toBe(all.length - stuck.length);
          expect(turns.failure === null).toBe(stuck.length === 0);
        },
      ),
    ));

  it('says at the end with which it could not be done', async () => {
    expect((await night([1, 2, 3], new Set(), 2)).said).toBeNull();
    expect((await night([1, 2, 3], new Set([2]), 3)).said).toMatchObject({ message: 'not 2' });
    const { said } = await night([1, 2, 3], new Set([1, 3]), 1);
    expect(said).toMatchObject({
      message: '2 of them could not be done',
      errors: [{ message: 'not 1' }, { message: 'not 3' }],
    });
  });

  it('tries no other where the database is away', async () => {
    const tried: number[] = [];
    const cause = Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
    const away = platformErrors.error('UNAVAILABLE', 'The books are away.', { cause });
    const act = (one: number) => {
      tried.push(one);
      return Promise.reject(away);
    };
    await expect(new Turns().each([1, 2, 3], act)).rejects.toBe(away);
    expect(tried).toEqual([1]);
  });

  it('tries no other where the database is full', async () => {
    const tried: number[] = [];
    const full = new DatabaseError('no space left on device', 1, 'error');
    full.code = '53100';
    const act = (one: number) => {
      tried.push(one);
      return Promise.reject(codedDatabaseError(full) ?? full);
    };
    await expect(new Turns().each([1, 2, 3], act)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(tried).toEqual([1]);
  });

  it.each([
    ['fails', 'XX000', 100],
    ['takes too long', '57014', 3],
  ])('ends where everything %s', async (_, code, most) => {
    const error = new DatabaseError('everywhere', 1, 'error');
    error.code = code;
    const fails = () => Promise.reject(codedDatabaseError(error) ?? error);
    const all = Array.from({ length: 300 }, (__, at) => at);
    let tries = 0;
    const turns = new Turns();
    expect(await turns.each(all, () => ((tries += 1), fails()))).toBe(0);
    expect(tries).toBe(most);
    expect(await turns.around(1, () => ((tries += 1), fails()))).toBe(0);
    expect(tries).toBe(2 * most);
    expect(turns.failure).toMatchObject({ errors: { length: 2 * most } });
  });
});
