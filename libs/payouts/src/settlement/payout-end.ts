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

interface OfPayout {
  payoutId: string;
  obligationKind: string;
}

const givenBack = new Set<string>();

/**
 * Declares, at module level, that what such obligations owe is given back in another way as soon as
 * a payout of them fails: a debit that comes after that pays nothing any more.
 */
export function giveBackOnFailure(obligationKind: string): void {
  givenBack.add(obligationKind);
}

/** Whether what such an obligation owes is given back once its payout fails. */
export function isGivenBack(obligationKind: string): boolean {
  return givenBack.has(obligationKind);
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
