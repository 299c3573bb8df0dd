import type { Fact, FactDefinition } from '@rochdale/platform';
import { PayoutRefusalExplained, PayoutRejected } from '../payouts.events.js';
import type { PayoutRow } from './payout.store.js';

type PayoutData = {
  payoutId: string;
  obligationKind: string;
  obligationId: string;
  amountMinor: string;
  currency: string;
};

/**
 * A fact about a payout, with what every such fact says. Members may read it, strangers not; of a
 * private payout those alone who read that one.
 */
export function factOf<Data extends PayoutData>(
  definition: FactDefinition<Data>,
  payout: PayoutRow,
  ...more: keyof Omit<Data, keyof PayoutData> extends never ? [] : [Omit<Data, keyof PayoutData>]
): Fact {
  const data = {
    payoutId: payout.id,
    obligationKind: payout.obligationKind,
    obligationId: payout.obligationId,
    amountMinor: payout.amountMinor.toString(),
    currency: payout.currency,
    ...more[0],
  } as unknown as Data;
  return payout.isPrivate ? definition.privately(payout.id, data) : definition.of(payout.id, data);
}

/** That a payout was refused, as members read it, and why, which clerks alone do. */
export const factsOfRefusal = (payout: PayoutRow, failureCode: string): readonly Fact[] => [
  factOf(PayoutRejected, payout),
  PayoutRefusalExplained.of(payout.id, { payoutId: payout.id, failureCode }),
];
