import { onNormalSide } from '../account/account.js';
import type { AccountKind } from '../account/account.js';
import { ledgerErrors } from '../ledger.errors.js';
import type { HoldEntity } from './hold.entity.js';
import type { PostInput, PostingInput, Source } from '../transaction/transaction.js';

export const holdStates = ['open', 'posted', 'voided', 'expired'] as const;
export type HoldState = (typeof holdStates)[number];

type Facts =
  | 'id'
  | 'accountId'
  | 'currency'
  | 'amountMinor'
  | 'placedAt'
  | 'expiresAt'
  | 'state'
  | 'postedMinor'
  | 'transactionId'
  | 'resolvedAt';

/**
 * Money reserved on an account. Ends once: posted, voided or expired. `postedMinor` is what was
 * taken of it in the end; null unless posted.
 */
export interface Hold extends Readonly<Pick<HoldEntity, Facts>> {
  readonly source: Source;
}

export interface HoldInput {
  readonly accountId: string;
  /** Minor units of the account's currency, positive. */
  readonly amountMinor: bigint;
  readonly idempotencyKey: string;
  readonly source: Source;
  /** After this moment it can only expire. Left out: it stays until it is posted or voided. */
  readonly expiresAt?: Date;
  /**
   * Set where nothing is decided by it: the money was sent off before, and the record of that is
   * put right. An account of assets may then go below its floor by it.
   */
  readonly isBeyondFloor?: true;
}

/**
 * The transaction that a hold was for. What its postings take from the held account (a credit on an
 * asset) is what is posted of the hold, at most the whole; the rest returns.
 */
export interface PostHoldInput extends PostInput {
  readonly holdId: string;
}

/**
 * The one transaction that several holds were for. Of holds on one account its postings take the
 * whole of each.
 */
export interface PostHoldsInput extends PostInput {
  readonly holdIds: readonly string[];
}

const maxMinor = 2n ** 63n - 1n;

/** @throws CodedError INVALID_HOLD */
export function checkHoldInput(input: HoldInput, now: Date): void {
  const { amountMinor, expiresAt, idempotencyKey, source } = input;
  if (amountMinor <= 0n || amountMinor > maxMinor) {
    throw ledgerErrors.error('INVALID_HOLD', 'A hold reserves a positive amount.', {
      path: ['amountMinor'],
    });
  }
  if (expiresAt !== undefined && expiresAt <= now) {
    throw ledgerErrors.error('INVALID_HOLD', 'A hold expires in the future.', {
      path: ['expiresAt'],
    });
  }
  for (const [text, maxLength] of [
    [idempotencyKey, 200],
    [source.kind, 100],
    [source.id, 200],
  ] as const) {
    if (text.trim() === '' || text.length > maxLength) {
      throw ledgerErrors.error('INVALID_HOLD', 'A hold has a key and a source.');
    }
  }
}

/**
 * How much the postings take from the held account.
 *
 * @throws CodedError INVALID_HOLD when nothing, HOLD_EXCEEDED when more than was reserved
 */
export function drawnMinor(
  hold: Pick<Hold, 'accountId' | 'amountMinor'>,
  kind: AccountKind,
  postings: readonly PostingInput[],
): bigint {
  let drawn = 0n;
  for (const { accountId, amountMinor } of postings) {
    if (accountId === hold.accountId) drawn -= onNormalSide(kind, amountMinor);
  }
  if (drawn <= 0n) {
    throw ledgerErrors.error('INVALID_HOLD', 'The transaction takes nothing from the hold.');
  }
  if (drawn > hold.amountMinor) {
    throw ledgerErrors.error('HOLD_EXCEEDED', 'The transaction takes more than was reserved.');
  }
  return drawn;
}

/**
 * How much the postings take from each hold: from the only one of its account at most the whole,
 * from several of one account the whole of each.
 *
 * @throws CodedError INVALID_HOLD when nothing, or not all of several; HOLD_EXCEEDED when more
 */
export function drawnOfEach<Held extends Pick<Hold, 'accountId' | 'amountMinor'>>(
  holds: readonly (Held & { readonly accountKind: AccountKind })[],
  postings: readonly PostingInput[],
): { readonly hold: Held; readonly amountMinor: bigint }[] {
  const accountIds = new Set(holds.map(({ accountId }) => accountId));
  return [...accountIds].flatMap((accountId) => {
    const group = holds.filter((hold) => hold.accountId === accountId);
    const [first] = group;
    if (first === undefined) return [];
    const amountMinor = group.reduce((sum, hold) => sum + hold.amountMinor, 0n);
    const drawn = drawnMinor({ accountId, amountMinor }, first.accountKind, postings);
    if (group.length === 1) return [{ hold: first, amountMinor: drawn }];
    if (drawn < amountMinor) {
      throw ledgerErrors.error('INVALID_HOLD', 'Of several holds a transaction takes the whole.');
    }
    return group.map((hold) => ({ hold, amountMinor: hold.amountMinor }));
  });
}

/** A hold whose time is over can only expire. */
export function isOver(hold: Pick<Hold, 'expiresAt'>, now: Date): boolean {
  return hold.expiresAt !== null && hold.expiresAt <= now;
}
