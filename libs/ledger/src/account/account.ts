import { currencyExponent } from '@rochdale/platform';
import { ledgerErrors } from '../ledger.errors.js';
import type { AccountEntity } from './account.entity.js';

export const accountKinds = ['asset', 'liability', 'equity', 'income', 'expense'] as const;
export type AccountKind = (typeof accountKinds)[number];
export type NormalSide = 'debit' | 'credit';

/** What an account is, before it is opened. */
export interface AccountDefinition {
  /** Unique with the currency in a co-operative: `bank`, `expense:hosting`. */
  readonly code: string;
  readonly name: string;
  readonly kind: AccountKind;
  /** ISO 4217 letters. */
  readonly currency: string;
  /**
   * The least that decisions may leave of balance less open holds, on the account's normal side, in
   * minor units. What an outside fact takes from an asset is booked all the same.
   * Left out or null: no floor.
   */
  readonly floorMinor?: bigint | null;
}

/**
 * An account with its cached balance, which the database keeps equal to the sum of postings.
 * `balanceMinor` is that sum in minor units: positive is debit, whatever the kind. `heldMinor` is
 * the sum of open holds, never negative.
 */
export type Account = Readonly<
  Omit<AccountEntity, 'cooperativeId' | 'debitedMinor' | 'checkpointedBefore' | 'belowFloorMinor'>
>;

/** Assets and expenses grow by debit, everything else by credit. */
export function normalSide(kind: AccountKind): NormalSide {
  return kind === 'asset' || kind === 'expense' ? 'debit' : 'credit';
}

/** A debit-positive amount as the account's own kind reads it: positive is "more of it". */
export function onNormalSide(kind: AccountKind, debitMinor: bigint): bigint {
  return normalSide(kind) === 'debit' ? debitMinor : -debitMinor;
}

/** What is there and not reserved: the balance on the normal side less open holds. */
export function availableMinor(
  account: Pick<Account, 'kind' | 'balanceMinor' | 'heldMinor'>,
): bigint {
  return onNormalSide(account.kind, account.balanceMinor) - account.heldMinor;
}

/** The account of a fund: it has a limit and can be closed, and so only allocations move it. */
export function isFundCode(code: string): boolean {
  return code.startsWith('fund:');
}

/** What is set aside, and what is not: what came from outside is income or a debt before. */
export function isAllocationCode(code: string): boolean {
  return code === 'unallocated' || isFundCode(code);
}

/**
 * What members owe, and have paid too much: moved with the invoices and credits that it consists
 * of, and not by hand beside them.
 */
export function isMemberAccountCode(code: string): boolean {
  return code === 'dues-receivable' || code === 'member-credits';
}

/**
 * What members read the balance of: what was spent on something, and what is set aside. Through all
 * others goes what is between the co-operative and one person, and a balance that is read twice
 * tells what came in between.
 */
export function isOpenAccountCode(code: string): boolean {
  return code.startsWith('expense:') || isFundCode(code);
}

const owedCodes: ReadonlySet<string> = new Set(['payables', 'partner-payables', 'partner-pool']);

/**
 * What is owed to members and partners: moved with the expenses, statements and payouts that it
 * consists of, and not by hand beside them. A debt from before the books were opened here is an
 * expense like any other; what it was for is moved to `opening-balance` afterwards.
 */
export function isOwedAccountCode(code: string): boolean {
  return owedCodes.has(code);
}

/** @throws CodedError INVALID_ACCOUNT, INVALID_CURRENCY */
export function checkAccountDefinition(definition: AccountDefinition): void {
  currencyExponent(definition.currency);
  if (!/^[a-z][A-Za-z0-9:._-]{0,99}$/.test(definition.code)) {
    throw ledgerErrors.error(
      'INVALID_ACCOUNT',
      'An account code starts with a small letter and has at most 100 letters, digits and :._-',
      { path: ['code'] },
    );
  }
  if (definition.name.trim() === '' || definition.name.length > 200) {
    throw ledgerErrors.error('INVALID_ACCOUNT', 'An account has a name of up to 200 characters.', {
      path: ['name'],
    });
  }
  if ((definition.floorMinor ?? 0n) > 0n) {
    throw ledgerErrors.error('INVALID_ACCOUNT', 'An account starts empty, so above its floor.', {
      path: ['floorMinor'],
    });
  }
}
