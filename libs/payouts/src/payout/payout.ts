import { canonicalJson, sha256Hex } from '@rochdale/platform';
import type { Payee } from '../payee/payee.js';
import { payoutsErrors } from '../payouts.errors.js';

export const payoutStates = [
  'approved',
  'reserved',
  'submitting',
  'submitted',
  'unknown',
  'settled',
  'returned',
  'rejected',
  'cancelled',
] as const;
export type PayoutState = (typeof payoutStates)[number];

/**
 * Where a payout may go from where it is. `unknown` means that the provider was told and did not
 * answer: it is asked again under the same key, and never told twice under another. What is
 * reserved was told to nobody: when nobody tries any more to tell it, it ends as rejected.
 */
const transitions: Readonly<Record<PayoutState, readonly PayoutState[]>> = {
  approved: ['reserved', 'cancelled'],
  reserved: ['submitting', 'submitted', 'rejected'],
  submitting: ['submitting', 'submitted', 'unknown', 'rejected', 'settled'],
  unknown: ['submitting', 'submitted', 'rejected', 'settled'],
  submitted: ['settled', 'rejected'],
  settled: ['returned'],
  returned: [],
  rejected: [],
  cancelled: [],
};

/**
 * What a debit of a payout does that had ended as rejected, when the bank carried it out all the
 * same: it settles it after all, or, where its obligation was asked for again, what left the
 * account is claimed back. A claimed one stays rejected until the money comes back.
 */
export type LateDebit = 'settles' | 'claims';

/** The one door between states. @throws CodedError PAYOUT_STATE */
export function transition(
  from: PayoutState,
  to: PayoutState,
  path: readonly string[] | null = null,
): PayoutState {
  if (transitions[from].includes(to)) return to;
  const message =
    from === to
      ? `The payout is ${from} already.`
      : `A payout that is ${from} cannot become ${to}.`;
  throw payoutsErrors.error('PAYOUT_STATE', message, {
    ...(path === null ? {} : { path }),
    data: { state: from },
  });
}

const ended: ReadonlySet<PayoutState> = new Set(['returned', 'rejected', 'cancelled']);

/**
 * Whether it ended, and nothing of it is out: neither on its way, nor with the payee, nor to come
 * back. A bank may still debit one that it had refused: `LateDebit`.
 */
export function isOver(payout: {
  readonly state: PayoutState;
  readonly lateDebit: LateDebit | null;
}): boolean {
  const isClaimed = payout.state === 'rejected' && payout.lateDebit === 'claims';
  return ended.has(payout.state) && !isClaimed;
}

export interface Obligation {
  readonly kind: string;
  readonly id: string;
}

/** What was approved: who gets how much for what, and where. Frozen by its hash. */
export interface PayoutTerms {
  readonly obligation: Obligation;
  readonly payee: Payee;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly debitAccountId: string;
  /**
   * The version of the bank details that the payee had given by then; null when they had not said
   * where to pay.
   */
  readonly destinationId: string | null;
}

/** SHA-256 over the canonical JSON of the terms. */
export function frozenHash(terms: PayoutTerms): string {
  const { obligation, payee, amountMinor, currency, debitAccountId, destinationId } = terms;
  const destination = destinationId === null ? {} : { destination: destinationId };
  const frozen = { obligation, payee, amountMinor, currency, debitAccountId, ...destination };
  return sha256Hex(canonicalJson(frozen));
}

/**
 * A name that banks were told of a payout or of a payment file, as it was written; null when it can
 * be none of ours. Banks change its case.
 */
export function nameFromBank(told: string): string | null {
  const name = told.trim().toLowerCase();
  return /^[0-9a-f]{32}$/.test(name) ? name : null;
}
