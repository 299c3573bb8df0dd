import { Injectable } from '@nestjs/common';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { checkAccountDefinition } from './account/account.js';
import type { Account, AccountDefinition } from './account/account.js';
import { readTrialBalance } from './account/account.queries.js';
import type { TrialBalanceRow } from './account/account.queries.js';
import { accountStore } from './account/account.store.js';
import type { Hold, HoldInput, PostHoldInput, PostHoldsInput } from './hold/hold.js';
import { expireHolds, placeHold, postHolds, voidHold } from './hold/holding.js';
import { ledgerErrors } from './ledger.errors.js';
import { periodLockStore } from './period/period-lock.store.js';
import { checkExchange, exchangePostings } from './transaction/exchange.js';
import type { ExchangeInput } from './transaction/exchange.js';
import { record } from './transaction/record.js';
import { mirrorOf } from './transaction/transaction.js';
import type {
  PostInput,
  RecordedTransaction,
  ReverseInput,
  Source,
} from './transaction/transaction.js';
import type { OriginalTransaction } from './transaction/transaction.store.js';
import { transactionStore } from './transaction/transaction.store.js';

/**
 * The books, inside the caller's transaction: either everything of that unit of work happened, or
 * nothing. Asks no permission; the use case that calls it did. All amounts are minor units, and
 * positive is debit. The laws L1 to L11 are kept by Postgres; what it refuses comes back as a coded
 * error of `ledgerErrors`, here or at the commit.
 */
@Injectable()
export class Ledger {
  /**
   * Opens an account, or gives back the one of that code and currency, exactly once however many
   * ask at the same time. An existing account keeps its name and its floor.
   *
   * @throws CodedError INVALID_ACCOUNT, INVALID_CURRENCY, and ACCOUNT_CODE_TAKEN when it is of
   * another kind
   */
  async openAccount(tx: Tx, definition: AccountDefinition): Promise<Account> {
    checkAccountDefinition(definition);
    const { code, currency, kind } = definition;
    let account = await accountStore.findByCode(tx, code, currency);
    if (account === null) {
      await accountStore.insert(tx, definition);
      account = await accountStore.findByCode(tx, code, currency);
    }
    assert(account !== null, 'an opened account is there');
    if (account.kind !== kind) {
      throw ledgerErrors.error('ACCOUNT_CODE_TAKEN', `${code} is an account of another kind.`);
    }
    return account;
  }

  /** The accounts of these ids, in no order; unknown ones are left out. */
  async accounts(tx: Tx, ids: readonly string[]): Promise<Account[]> {
    return accountStore.findByIds(tx, ids);
  }

  /** The accounts of these codes in one currency, in no order; unknown ones are left out. */
  async accountsByCode(tx: Tx, codes: readonly string[], currency: string): Promise<Account[]> {
    return accountStore.findByCodes(tx, codes, currency);
  }

  /**
   * Sets the least that may be left on an account, or lifts it with null.
   *
   * @throws CodedError LEDGER_ACCOUNT_NOT_FOUND, FLOOR_BREACHED when it is below that already
   */
  async setFloor(tx: Tx, accountId: string, floorMinor: bigint | null): Promise<Account> {
    return found(await accountStore.changeFloor(tx, accountId, floorMinor));
  }

  /** @throws CodedError LEDGER_ACCOUNT_NOT_FOUND, INVALID_ACCOUNT */
  async renameAccount(tx: Tx, accountId: string, name: string): Promise<Account> {
    if (name.trim() === '' || name.length > 200) {
      throw ledgerErrors.error('INVALID_ACCOUNT', 'A name has 1 to 200 characters.', {
        path: ['name'],
      });
    }
    return found(await accountStore.rename(tx, accountId, name));
  }

  /**
   * Records a transaction in one round trip. The same key with the same input gives back the first
   * answer, `replayed`, and changes nothing.
   *
   * @throws CodedError INVALID_TRANSACTION, TRANSACTION_AHEAD for a day to come, TOO_FEW_POSTINGS,
   * ZERO_POSTING, UNBALANCED_POSTINGS, AMOUNT_OUT_OF_RANGE, MIXED_CURRENCIES,
   * LEDGER_ACCOUNT_NOT_FOUND, FLOOR_BREACHED, BOOKS_CLOSED, OUTSIDE_FACT_POSTED,
   * IDEMPOTENCY_KEY_REUSED
   */
  async post(tx: Tx, input: PostInput): Promise<RecordedTransaction> {
    return record(tx, input, { operation: 'post' });
  }

  /**
   * Records the counter-entry of a transaction of an earlier unit of work; without a day of its
   * own, now, or with what it reverses when that takes effect later today.
   *
   * @throws CodedError as `post`, and TRANSACTION_NOT_FOUND, ALREADY_REVERSED, REVERSAL_OF_REVERSAL
   */
  async reverse(tx: Tx, input: ReverseInput): Promise<RecordedTransaction> {
    const original = await originalOf(tx, input.transactionId);
    if (original.reversesId !== null) {
      throw ledgerErrors.error('REVERSAL_OF_REVERSAL', 'A reversal is not reversed.', {
        path: ['transactionId'],
      });
    }
    const postings = original.accountIds.map((accountId, index) => ({
      accountId,
      amountMinor: original.amountsMinor[index] ?? 0n,
    }));
    const { transactionId, reason, source, ...rest } = input;
    return record(
      tx,
      {
        ...rest,
        description: reason,
        source: source ?? { kind: original.sourceKind, id: original.sourceId },
        postings: mirrorOf(postings),
      },
      { operation: 'reverse', reversesId: transactionId, notBefore: original.effectiveAt },
    );
  }

  /** What these transactions moved on an account together; positive is debit. */
  async moved(tx: Tx, accountId: string, transactionIds: readonly string[]): Promise<bigint> {
    return transactionStore.moved(tx, accountId, transactionIds);
  }

  /** The accounts that it moved, by their ids. @throws CodedError TRANSACTION_NOT_FOUND */
  async accountsOf(tx: Tx, transactionId: string): Promise<readonly string[]> {
    return (await originalOf(tx, transactionId)).accountIds;
  }

  /** @throws CodedError TRANSACTION_NOT_FOUND */
  async sourceOf(tx: Tx, transactionId: string): Promise<Source> {
    const { sourceKind, sourceId } = await originalOf(tx, transactionId);
    return { kind: sourceKind, id: sourceId };
  }

  /** The outside fact that led to each of these transactions; null where none did. */
  async outsideFacts(
    tx: Tx,
    transactionIds: readonly string[],
  ): Promise<ReadonlyMap<string, string | null>> {
    return transactionStore.outsideFacts(tx, transactionIds);
  }

  /**
   * Gives money of one currency for money of another through their clearing accounts, and records
   * the rate.
   *
   * @throws CodedError as `post`, and INVALID_EXCHANGE
   */
  async exchange(tx: Tx, input: ExchangeInput): Promise<RecordedTransaction> {
    checkExchange(input);
    const { sold, bought, rate, rateSource, ...rest } = input;
    const transaction = await record(
      tx,
      { ...rest, postings: exchangePostings(input) },
      { operation: `exchange ${rate} ${rateSource}`, exchanged: [sold.currency, bought.currency] },
    );
    if (!transaction.replayed) await transactionStore.insertExchange(tx, transaction.id, input);
    return transaction;
  }

  /**
   * Reserves money on an account against its normal side, so that its floor (where it has one)
   * counts the amount as gone. Only what was sent off before may take an account of assets below
   * its floor. The same key with the same input gives back the same hold, in
   * whatever state it is by now.
   *
   * @throws CodedError INVALID_HOLD, LEDGER_ACCOUNT_NOT_FOUND, FLOOR_BREACHED,
   * IDEMPOTENCY_KEY_REUSED
   */
  async hold(tx: Tx, input: HoldInput): Promise<Hold> {
    return placeHold(tx, input);
  }

  /**
   * Records the transaction a hold was for and ends the hold: what the postings take from the held
   * account is posted, the rest returns. A repeated call with the same key and input gives back the
   * first answer.
   *
   * @throws CodedError as `post`, and HOLD_NOT_FOUND, HOLD_RESOLVED, HOLD_EXPIRED, HOLD_EXCEEDED,
   * INVALID_HOLD
   */
  async postHold(tx: Tx, { holdId, ...input }: PostHoldInput): Promise<RecordedTransaction> {
    return postHolds(tx, { ...input, holdIds: [holdId] });
  }

  /**
   * Records the one transaction that several holds were for, and ends them all with it.
   *
   * @throws CodedError as `postHold`, and INVALID_HOLD when it takes less than the whole of several
   * holds on one account
   */
  async postHolds(tx: Tx, input: PostHoldsInput): Promise<RecordedTransaction> {
    return postHolds(tx, input);
  }

  /**
   * Gives the whole reservation back. Voiding a voided hold changes nothing.
   *
   * @throws CodedError HOLD_NOT_FOUND, HOLD_RESOLVED when it was posted or has expired
   */
  async voidHold(tx: Tx, { holdId }: { holdId: string }): Promise<void> {
    await voidHold(tx, holdId);
  }

  /** Expires those of these holds whose time is over, and says which. Asked for by a job. */
  async expireHolds(tx: Tx, ids: readonly string[]): Promise<string[]> {
    return expireHolds(tx, ids);
  }

  /**
   * Closes the books before that moment for ever: nothing that took effect earlier is recorded any
   * more. Waits for postings that are under way, so that balances read after it are final.
   *
   * @throws CodedError BOOKS_CLOSED when they are closed up to there already
   */
  async closeBooks(tx: Tx, { before }: { before: Date }): Promise<void> {
    await periodLockStore.insert(tx, before);
  }

  /** Debits and credits of every account by what took effect before a moment, or all with null. */
  async trialBalance(tx: Tx, before: Date | null): Promise<TrialBalanceRow[]> {
    return readTrialBalance(tx, before);
  }

  /** The moment up to which the books are closed, or null. */
  async closedBefore(tx: Tx): Promise<Date | null> {
    return periodLockStore.newest(tx);
  }
}

function found(account: Account | null): Account {
  if (account !== null) return account;
  throw ledgerErrors.error('LEDGER_ACCOUNT_NOT_FOUND', 'There is no such account.', {
    path: ['accountId'],
  });
}

async function originalOf(tx: Tx, transactionId: string): Promise<OriginalTransaction> {
  const original = await transactionStore.findOriginal(tx, transactionId);
  if (original !== null) return original;
  throw ledgerErrors.error('TRANSACTION_NOT_FOUND', 'There is no such transaction.', {
    path: ['transactionId'],
  });
}
