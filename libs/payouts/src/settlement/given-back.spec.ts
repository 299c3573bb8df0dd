import type { Tx } from '@rochdale/platform';
import { expect, it } from 'vitest';
import { payoutsErrors } from '../payouts.errors.js';
import { GivenBack } from './given-back.js';
import type { PayoutOf } from './given-back.js';

const tx = {} as Tx;

it('what is given back on failure is said kind by kind', async () => {
  const givenBack = new GivenBack();
  const taken: string[] = [];
  const reason = payoutsErrors.error('PAYOUT_STATE', 'It is gone.');
  const taking = {
    whyNot: async (_: Tx, of: readonly PayoutOf[]) => new Map(of.map(({ id }) => [id, reason])),
    take: async (_: Tx, { id }: PayoutOf) => void taken.push(id),
  };
  givenBack.register('one-kind', taking);
  expect(() => givenBack.register('one-kind', taking)).toThrow('by one room');
  const payouts = ['one-kind', 'another-kind'].map((obligationKind) => ({
    id: `of ${obligationKind}`,
    obligationKind,
    obligationId: `owed for ${obligationKind}`,
  }));
  expect([...(await givenBack.of(tx, payouts))]).toEqual(['of one-kind']);
  expect([...(await givenBack.whyNotTake(tx, payouts))]).toEqual([['of one-kind', reason]]);
  expect([...(await givenBack.whyNotTake(tx, payouts.slice(1)))]).toEqual([]);
  for (const payout of payouts) await givenBack.take(tx, payout);
  expect(taken).toEqual(['of one-kind']);
});

it('where a room says which are owed no more, a late debit asks of each', async () => {
  const givenBack = new GivenBack();
  givenBack.register('waivable', {
    whyNot: async () => new Map(),
    take: async () => undefined,
    owedNoMore: async (_, ids) => new Set(ids.filter((id) => id === 'waived')),
  });
  const payouts = ['waived', 'owed'].map((obligationId) => ({
    id: `of ${obligationId}`,
    obligationKind: 'waivable',
    obligationId,
  }));
  expect([...(await givenBack.of(tx, payouts))]).toEqual(['of waived']);
});
