import { assert, formatDecimal } from '@rochdale/platform';
import type { LateDebit, PayoutState } from '../payout/payout.js';
import type { TransferState } from '../rail/rail.js';

/** One step of a payout towards what its provider says. */
export type Step = 'submit' | 'reject' | 'settle' | 'bring-back';

/** Told, and not heard of since. */
const unheard: ReadonlySet<PayoutState> = new Set(['submitting', 'unknown']);

/**
 * What a provider's answer means for a payout in this state, in the order of booking. Nothing when
 * the books know it already, or when the answer says nothing. A payout of which nothing was heard
 * is the provider's first: any answer but a no means that it has it.
 */
export function stepsTowards(answer: TransferState, state: PayoutState): readonly Step[] {
  if (unheard.has(state)) {
    if (answer === 'unknown') return [];
    if (answer === 'rejected') return ['reject'];
    return ['submit', ...stepsTowards(answer, 'submitted')];
  }
  if (state === 'submitted') {
    if (answer === 'rejected') return ['reject'];
    if (answer === 'executed') return ['settle'];
    if (answer === 'returned') return ['settle', 'bring-back'];
  }
  return state === 'settled' && answer === 'returned' ? ['bring-back'] : [];
}

/**
 * What a bank line with a payout's id says: it went out, or came back, or the books know either,
 * because a provider said it before.
 */
export type LineMeaning = 'settles' | 'explains' | 'returns' | 'explains-return';

/** The provider may be silent about them; the bank's word settles them all the same. */
const onItsWay: ReadonlySet<PayoutState> = new Set(['submitting', 'submitted', 'unknown']);

const wasBooked: ReadonlySet<PayoutState> = new Set(['settled', 'returned']);

/**
 * What the line means, of the account that paid and to the unit of the amount; null when a person
 * has to look at it.
 */
export function meaningOf(
  line: { readonly bankAccountId: string; readonly amountMinor: bigint },
  payout: {
    readonly bankAccountId: string | null;
    readonly amountMinor: bigint;
    readonly state: PayoutState;
    readonly lateDebit?: LateDebit | null;
  },
): LineMeaning | null {
  if (line.bankAccountId !== payout.bankAccountId) return null;
  if (line.amountMinor === -payout.amountMinor) {
    if (onItsWay.has(payout.state)) return 'settles';
    return wasBooked.has(payout.state) ? 'explains' : null;
  }
  if (line.amountMinor !== payout.amountMinor) return null;
  if (payout.state === 'returned') return 'explains-return';
  return isOut(payout) ? 'returns' : null;
}

/** Whether money of it is out, so that it may come back: settled, or claimed back. */
export function isOut(payout: {
  readonly state: PayoutState;
  readonly lateDebit?: LateDebit | null;
}): boolean {
  return payout.state === 'settled' || (payout.state === 'rejected' && isClaim(payout));
}

/** Whether its debit was booked as a claim. */
export function isClaim({ lateDebit }: { readonly lateDebit?: LateDebit | null }): boolean {
  return lateDebit === 'claims';
}

/**
 * Whether a bank may debit it though it ended: it, or who takes it there, was told of it by its
 * key, and it was not debited since.
 */
export function mayBeDebitedLate(payout: {
  readonly state: PayoutState;
  readonly providerKey: string | null;
  readonly lateDebit: LateDebit | null;
}): boolean {
  const { state, providerKey, lateDebit } = payout;
  return state === 'rejected' && providerKey !== null && lateDebit === null;
}

interface Moved {
  readonly amountMinor: bigint;
}

/** Why no payouts are found for such a line; null when they may be. */
export function whyNotDebit({ amountMinor }: Moved): 'DEBIT_DIFFERS' | null {
  return amountMinor < 0n ? null : 'DEBIT_DIFFERS';
}

/** Why such a line brings no payout back; null when it may. */
export function whyNotBack({ amountMinor }: Moved): 'PAYOUT_RETURN_NOT_FITTING' | null {
  return amountMinor > 0n ? null : 'PAYOUT_RETURN_NOT_FITTING';
}

interface FiledPayout {
  readonly amountMinor: bigint;
  readonly state: PayoutState;
}

export const sumOf = (payouts: readonly Pick<FiledPayout, 'amountMinor'>[]): bigint =>
  payouts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);

/** What payouts are debited for together: their file, or the first of them. Asserts that one is. */
export function jointSubject(
  payouts: readonly { readonly id: string; readonly paymentFileId: string | null }[],
): { readonly kind: 'payment-file' | 'payout'; readonly id: string } {
  const [first] = payouts;
  assert(first !== undefined, 'a debit is of payouts');
  const { id, paymentFileId } = first;
  const isOfFile = payouts.every((one) => one.paymentFileId === paymentFileId);
  return payouts.length > 1 && isOfFile && paymentFileId !== null
    ? { kind: 'payment-file', id: paymentFileId }
    : { kind: 'payout', id };
}

/** A payout of a file, as far as a debit of the file may be of it. */
export interface DebitedPayout extends FiledPayout {
  readonly providerKey: string | null;
  readonly lateDebit: LateDebit | null;
}

/**
 * Which payouts of a file a debit is of, to the cent: what is open of it; or that with all which
 * the bank had refused, or two persons had withdrawn, and which it debits all the same. Null when
 * it is another sum.
 */
export function debitedOf<Payout extends DebitedPayout>(
  line: { readonly amountMinor: bigint },
  payouts: readonly Payout[],
): readonly Payout[] | null {
  const open = payouts.filter(({ state }) => state === 'submitted');
  if (isDebitOf(line, open)) return open;
  const whole = payouts.filter((one) => one.state === 'submitted' || mayBeDebitedLate(one));
  return whole.length > 0 && line.amountMinor === -sumOf(whole) ? whole : null;
}

/** Whether a debit is just these payouts, all of them still with the bank. */
export function isDebitOf(
  line: { readonly amountMinor: bigint },
  payouts: readonly FiledPayout[],
): boolean {
  const isSubmitted = payouts.every(({ state }) => state === 'submitted');
  return isSubmitted && payouts.length > 0 && line.amountMinor === -sumOf(payouts);
}

/** Why a debit that names a payment file is not what is open of it, in words for a treasurer. */
export function debitDiffers(
  line: { readonly amountMinor: bigint; readonly currency: string },
  payouts: readonly FiledPayout[],
): string {
  const open = payouts.filter(({ state }) => state === 'submitted');
  const amount = (minor: bigint) => `${formatDecimal(minor, line.currency)} ${line.currency}`;
  return (
    `it debits ${amount(-line.amountMinor)} for a payment file of which ${amount(sumOf(open))} ` +
    `is open, ${open.length} of ${payouts.length} payouts.`
  );
}

/** Why such a debit waits: some of what it paid may be paid twice, in words for a treasurer. */
export function debitedTwice(payouts: number): string {
  const what = payouts === 1 ? 'one payout' : `${payouts} payouts`;
  return (
    `it debits ${what} that had been refused or withdrawn, and whose money is asked for again, ` +
    'or was given back or waived since: it may be paid twice. Assigned to its payouts, what left ' +
    'is claimed back.'
  );
}

interface Ended {
  readonly state: PayoutState;
  readonly lateDebit: LateDebit | null;
}

/** Why a debit is not undone; null when it may be: what came back is taken back first. */
export function whyNotUndoDebit(payouts: readonly Ended[]): 'PAYOUT_STATE' | null {
  return payouts.every(isOut) ? null : 'PAYOUT_STATE';
}

/**
 * Why it is not undone that a payout came back; null when it may be. What is asked for again is not
 * paid by the first as well.
 */
export function whyNotUndoReturn(
  payout: Ended,
  isAskedAgain: boolean,
): 'PAYOUT_STATE' | 'PAYOUT_ASKED_AGAIN' | null {
  if (payout.state !== 'returned') return 'PAYOUT_STATE';
  return isAskedAgain && !isClaim(payout) ? 'PAYOUT_ASKED_AGAIN' : null;
}
