import { assert, defineReaction } from '@rochdale/platform';
import type { JobDefinition, Reaction, RecordedFact } from '@rochdale/platform';
import { z } from 'zod';
import type { PayoutState } from '../payout/payout.js';
import {
  PayoutCancelled,
  PayoutRejected,
  PayoutReopened,
  PayoutReturned,
  PayoutSettled,
} from '../payouts.events.js';

/**
 * How a payout ended: the money is with the payee, or with the co-operative as before. One whose
 * settlement was undone is reopened: on its way again.
 */
export const payoutEnd = z.object({
  cooperativeId: z.uuid(),
  payoutId: z.uuid(),
  outcome: z.enum(['settled', 'failed', 'reopened']),
});

export type PayoutEnd = z.infer<typeof payoutEnd>;

const followed: Readonly<Record<PayoutEnd['outcome'], ReadonlySet<PayoutState>>> = {
  settled: new Set(['submitted', 'returned', 'rejected', 'cancelled']),
  failed: new Set(['submitted', 'settled']),
  reopened: new Set(['settled', 'returned', 'rejected']),
};

/**
 * Whether something else became of a payout since such an end, of which there is news of its own.
 * Jobs are not carried out in the order of what they follow: who hears this locks what they change
 * first, and then looks at the payout.
 */
export function isOldNews(
  outcome: PayoutEnd['outcome'],
  payout: { readonly state: PayoutState } | null,
): boolean {
  return payout !== null && followed[outcome].has(payout.state);
}

/** What a payout is for, as whoever follows it keeps it. */
export interface FollowedDebt {
  /** The payout that was asked for last. */
  readonly payoutId: string | null;
  /** Whether that one failed, and nobody has asked again. */
  readonly hasFailed: boolean;
}

/**
 * Whether what such an end says is to be taken of the debt, which the caller holds. Old news is
 * not, nor is news of a payout that was replaced; but one payout alone is settled: it is the one
 * that paid, whichever was asked for since, also after it had failed.
 */
export function isNewsOf(
  debt: FollowedDebt,
  { payoutId, outcome }: Pick<PayoutEnd, 'payoutId' | 'outcome'>,
  payout: { readonly state: PayoutState } | null,
): boolean {
  if (isOldNews(outcome, payout)) return false;
  const isLate = outcome === 'settled' && debt.hasFailed;
  const hasPaid = outcome === 'settled' && payout?.state === 'settled';
  return hasPaid || (!isLate && debt.payoutId === payoutId);
}

interface OfPayout {
  payoutId: string;
  obligationKind: string;
}

/**
 * A room's job follows however a payout for its obligations ends, of which there are four ways. A
 * payout that had settled and is returned ends again, and one whose settlement was undone is heard
 * of as well.
 */
export function hearPayoutEnds<Payload extends object>(
  obligationKind: string,
  job: JobDefinition<Payload>,
  payload: (end: PayoutEnd) => Payload,
): readonly Reaction[] {
  const when = ({ data }: RecordedFact<OfPayout>): boolean =>
    data.obligationKind === obligationKind;
  const ended =
    (outcome: PayoutEnd['outcome']) =>
    ({ cooperativeId, data }: RecordedFact<OfPayout>): Payload => {
      assert(cooperativeId !== null, 'a payout is of a co-operative');
      return payload({ cooperativeId, payoutId: data.payoutId, outcome });
    };
  return [
    defineReaction({ on: PayoutSettled, job, when, payload: ended('settled') }),
    defineReaction({ on: PayoutReopened, job, when, payload: ended('reopened') }),
    ...[PayoutRejected, PayoutReturned, PayoutCancelled].map((on) =>
      defineReaction<Payload, OfPayout>({ on, job, when, payload: ended('failed') }),
    ),
  ];
}
