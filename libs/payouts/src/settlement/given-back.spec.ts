import type { Tx } from '@rochdale/platform';
import { expect, it } from 'vitest';
import { payoutsErrors } from '../payouts.errors.js';
import { GivenBack } from './given-back.js';

const tx = {} as Tx;

it('what is given back on failure is said kind by kind', async () => {
  const givenBack = new GivenBack();
  const taken: string[] = [];
  expect(givenBack.has('one-kind')).toBe(false);
  const reason = payoutsErrors.error('PAYOUT_STATE', 'It is gone.');
  const taking = {
    whyNot: async (_: Tx, ids: readonly string[]) => new Map(ids.map((id) => [id, reason])),
    take: async (_: Tx, id: string) => void taken.push(id),
  };
  givenBack.register('one-kind', taking);
  expect(() => givenBack.register('one-kind', taking)).toThrow('by one room');
  expect(givenBack.has('one-kind')).toBe(true);
  expect(givenBack.has('another-kind')).toBe(false);
  const payouts = ['one-kind', 'another-kind'].map((obligationKind) => ({
    id: `of ${obligationKind}`,
    obligationKind,
  }));
  expect([...(await givenBack.whyNotTake(tx, payouts))]).toEqual([['of one-kind', reason]]);
  expect([...(await givenBack.whyNotTake(tx, payouts.slice(1)))]).toEqual([]);
  for (const payout of payouts) await givenBack.take(tx, payout);
  expect(taken).toEqual(['of one-kind']);
});
