import {
  PayoutCancelled,
  PayoutRejected,
  PayoutReleased,
  PayoutReturned,
  PayoutSettled,
} from '@rochdale/payouts';
import { newId } from '@rochdale/platform';
import type { RecordedFact } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { duesReactions, RecordRefundJob } from './dues.jobs.js';

const cooperativeId = newId();
const payoutId = newId();

/** The jobs of this room that follow a fact of a payout: their names and what they are told. */
function followed(type: string, obligationKind: string) {
  const fact = { type, data: { payoutId, obligationKind }, cooperativeId };
  const recorded = fact as unknown as RecordedFact<typeof fact.data>;
  return duesReactions
    .filter(({ on }) => on === type)
    .filter(({ when }) => when(recorded))
    .map(({ job, payload }) => [job.name, job.payload.parse(payload(recorded))]);
}

describe('the payout of a refund', () => {
  const told = (outcome: string) => [[RecordRefundJob.name, { cooperativeId, payoutId, outcome }]];

  it('that was settled is paid', () => {
    expect(followed(PayoutSettled.type, 'dues-refund')).toEqual(told('settled'));
  });

  it.each([PayoutRejected, PayoutReturned, PayoutCancelled])(
    'that came to nothing ($type) is credit again',
    ({ type }) => {
      expect(followed(type, 'dues-refund')).toEqual(told('failed'));
    },
  );

  it('that is on its way is no news', () => {
    expect(followed(PayoutReleased.type, 'dues-refund')).toEqual([]);
  });

  it.each(['expense', 'usage-statement'])('is not that of an obligation of %s', (kind) => {
    for (const { type } of [PayoutSettled, PayoutRejected, PayoutReturned, PayoutCancelled]) {
      expect(followed(type, kind)).toEqual([]);
    }
  });
});
