import { canonicalJson, platformErrors, sha256Hex } from '@rochdale/platform';
import type { Day } from '@rochdale/platform';
import { ledgerErrors } from '../ledger.errors.js';

/** What the transaction is about, in the words of the room that asked for it. Opaque here. */
export interface Source {
  readonly kind: string;
  readonly id: string;
}

export interface PostingInput {
  readonly accountId: string;
  /** Minor units of the account's currency. Positive is debit, negative is credit, never zero. */
  readonly amountMinor: bigint;
  readonly memo?: string;
}

export interface PostInput {
  /** Unique per co-operative. The same key with the same input gives the same answer for ever. */
  readonly idempotencyKey: string;
  /**
   * When it took effect; the day is that of the co-operative's clocks. Left out: now, and then it
   * is not part of what a repeated key is compared with, so that a job can simply try again.
   */
  readonly effectiveAt?: Date;
  /** In place of `effectiveAt`: its day, where that is all there is, as in what a bank says. */
  readonly effectiveOn?: Day;
  /**
   * What to do when the books are closed for its day, or that is still to come: refuse (as when
   * left out), or record it now, which is right for what is found and not decided, such as a bank
   * line that came in late.
   */
  readonly ifClosed?: 'refuse' | 'record-now';
  /** Members read it; the public treasury leaves it out. */
  readonly description: string;
  readonly source: Source;
  /**
   * The bank line or provider transaction behind it, such as `bank-line:<id>`. Leads to at most one
   * transaction, for ever: reversing that one does not set the fact free. What the bank said stays
   * true; whoever books it again after a reversal names it as the next telling of the same fact.
   */
  readonly outsideFact?: string;
  /**
   * The account that the fact is of, such as the bank's: one of the postings. What was taken from
   * it is gone, and booked whatever its floor says; every other account keeps its own.
   */
  readonly outsideAccountId?: string;
  readonly postings: readonly PostingInput[];
}

export interface ReverseInput {
  readonly transactionId: string;
  readonly idempotencyKey: string;
  readonly reason: string;
  /** Left out: now, or with the original when that takes effect later. Never on a day before it. */
  readonly effectiveAt?: Date;
  readonly effectiveOn?: Day;
  readonly ifClosed?: 'refuse' | 'record-now';
  readonly source?: Source;
  /** Of what an outside fact led to before its account was kept: which that is. */
  readonly outsideAccountId?: string;
}

/** A recorded transaction. `replayed` when this key had recorded it before. */
export interface RecordedTransaction {
  readonly id: string;
  readonly effectiveAt: Date;
  readonly recordedAt: Date;
  readonly replayed: boolean;
}

const maxPostings = 1000;
const maxMinor = 2n ** 63n - 1n;

/**
 * The laws of a transaction as far as they can be known without the books: the database asks them
 * again, with the accounts' currencies, at commit.
 *
 * @param field what the caller's own input calls them, where it has them one by one
 * @throws CodedError TOO_FEW_POSTINGS, ZERO_POSTING, AMOUNT_OUT_OF_RANGE, UNBALANCED_POSTINGS,
 * TOO_LARGE
 */
export function checkPostings(
  postings: readonly Pick<PostingInput, 'amountMinor'>[],
  field: string | null = null,
): void {
  const path = field === null ? [] : [field];
  if (postings.length < 2) {
    const message = 'A transaction has at least two postings.';
    throw ledgerErrors.error('TOO_FEW_POSTINGS', message, { path });
  }
  if (postings.length > maxPostings) {
    const message = `A transaction has at most ${maxPostings} postings.`;
    throw platformErrors.error('TOO_LARGE', message, { path });
  }
  let totalMinor = 0n;
  for (const [nth, { amountMinor }] of postings.entries()) {
    const at = { path: field === null ? [] : [field, String(nth), 'amountMinor'] };
    if (amountMinor === 0n) throw ledgerErrors.error('ZERO_POSTING', 'No posting is zero.', at);
    if (amountMinor > maxMinor || amountMinor < -maxMinor) {
      const message = 'An amount is larger than the books hold.';
      throw ledgerErrors.error('AMOUNT_OUT_OF_RANGE', message, at);
    }
    totalMinor += amountMinor;
  }
  if (totalMinor !== 0n) {
    throw ledgerErrors.error(
      'UNBALANCED_POSTINGS',
      'The postings of a transaction sum to zero in each currency.',
      { path, data: { differenceMinor: totalMinor.toString() } },
    );
  }
}

function checkText(name: string, text: string, maxLength: number): void {
  if (text.trim() === '' || text.length > maxLength) {
    throw ledgerErrors.error('INVALID_TRANSACTION', `${name} has 1 to ${maxLength} characters.`, {
      path: [name],
    });
  }
}

/** @throws CodedError INVALID_TRANSACTION */
export function checkDescription(description: string): void {
  checkText('description', description, 500);
}

/** @throws CodedError INVALID_TRANSACTION */
export function checkTexts(input: Omit<PostInput, 'postings' | 'effectiveAt'>): void {
  checkText('idempotencyKey', input.idempotencyKey, 200);
  checkDescription(input.description);
  checkText('source', input.source.kind, 100);
  checkText('source', input.source.id, 200);
  if (input.outsideFact !== undefined) checkText('outsideFact', input.outsideFact, 300);
}

/** @throws CodedError INVALID_TRANSACTION when the fact is of an account that does not move */
export function checkOutsideAccount({ outsideAccountId, postings }: PostInput): void {
  if (outsideAccountId === undefined) return;
  if (postings.some(({ accountId }) => accountId === outsideAccountId)) return;
  const message = 'What happened outside moved the account that it is of.';
  throw ledgerErrors.error('INVALID_TRANSACTION', message, { path: ['outsideAccountId'] });
}

/** @throws CodedError INVALID_TRANSACTION */
export function checkMemos(postings: readonly PostingInput[]): void {
  for (const { memo } of postings) {
    if (memo !== undefined) checkText('memo', memo, 500);
  }
}

/** SHA-256 over what was asked: tells a repeated request from another one under the same key. */
export function fingerprintOf(operation: string, input: object): string {
  return sha256Hex(canonicalJson({ operation, input }));
}

/** The counter-entry: the same postings with the opposite sign, in the same order. */
export function mirrorOf(postings: readonly PostingInput[]): PostingInput[] {
  return postings.map((posting) => ({ ...posting, amountMinor: -posting.amountMinor }));
}
