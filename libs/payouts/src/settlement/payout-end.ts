import { assert, defineReaction } from '@rochdale/platform';
import type { JobDefinition, Reaction, RecordedFact } from '@rochdale/platform';
import { z } from 'zod';
import {
  PayoutCancelled,
  PayoutRejected,
  PayoutReturned,
  PayoutSettled,
} from '../payouts.events.js';

/** How a payout ended: the money is with the payee, or with the co-operative as before. */
export const payoutEnd = z.object({
  cooperativeId: z.uuid(),
  payoutId: z.uuid(),
  outcome: z.enum(['settled', 'failed']),
});

export type PayoutEnd = z.infer<typeof payoutEnd>;

interface OfPayout {
  payoutId: string;
  obligationKind: string;
}

/**
 * A room's job follows however a payout for its obligations ends, of which there are four ways. A
 * payout that had settled and is returned ends again.
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
    ...[PayoutRejected, PayoutReturned, PayoutCancelled].map((on) =>
      defineReaction<Payload, OfPayout>({ on, job, when, payload: ended('failed') }),
    ),
  ];
}
