import { daysLater, newId, startOfDay } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ledgerErrors } from '../ledger.errors.js';
import { TransactionPosted } from '../ledger.events.js';
import { periodLockStore } from '../period/period-lock.store.js';
import {
  checkMemos,
  checkOutsideAccount,
  checkPostings,
  checkTexts,
  fingerprintOf,
} from './transaction.js';
import type { PostInput, RecordedTransaction } from './transaction.js';
import { transactionStore } from './transaction.store.js';

interface Recording {
  /** Which door it came through: part of the fingerprint. */
  readonly operation: string;
  readonly id?: string;
  readonly reversesId?: string;
  /** What it cannot be earlier than: the effect of what it reverses. */
  readonly notBefore?: Date;
  /** The two currencies of an exchange. Anything else stays within one. */
  readonly exchanged?: readonly [string, string];
}

interface Timing {
  readonly asked: Date | undefined;
  readonly ifClosed: PostInput['ifClosed'];
  readonly notBefore: Date | undefined;
}

/** Records a transaction of any kind: checks, fingerprint, one statement, one fact. */
export async function record(
  tx: Tx,
  input: PostInput,
  recording: Recording,
): Promise<RecordedTransaction> {
  checkTexts(input);
  checkPostings(input.postings);
  checkMemos(input.postings);
  checkOutsideAccount(input);
  const { idempotencyKey, ifClosed, ...asked } = input;
  const { operation, exchanged, reversesId = null, notBefore } = recording;
  const { currencies, ...transaction } = await transactionStore.post(tx, {
    id: recording.id ?? newId(),
    idempotencyKey,
    fingerprint: fingerprintOf(operation, { ...asked, reversesId }),
    effectiveAt: await effectiveTime(tx, { asked: input.effectiveAt, ifClosed, notBefore }),
    description: input.description,
    source: input.source,
    outsideFact: input.outsideFact ?? null,
    outsideAccountId: input.outsideAccountId ?? null,
    reversesId,
    postings: input.postings,
  });
  if (transaction.replayed) return transaction;
  if (reversesId === null) checkCurrencies(currencies ?? [], exchanged);
  tx.announce(
    TransactionPosted.of(transaction.id, {
      transactionId: transaction.id,
      effectiveAt: transaction.effectiveAt.toISOString(),
      source: { kind: input.source.kind, id: input.source.id },
      reversesId,
      postings: input.postings.map(({ accountId, amountMinor }) => ({
        accountId,
        amountMinor: amountMinor.toString(),
      })),
    }),
  );
  return transaction;
}

/**
 * Nobody dates a transaction ahead: books of a month would change by what nobody had done yet. The
 * days are those of accounting periods, in UTC. What is recorded as it is found (a bank may date a
 * line to its next working day) takes effect now as long as its day has not come.
 */
async function effectiveTime(
  tx: Tx,
  { asked, ifClosed, notBefore = tx.now }: Timing,
): Promise<Date> {
  const found = notBefore > tx.now ? notBefore : tx.now;
  if (asked === undefined) return found;
  const isAhead = asked >= daysLater(startOfDay(tx.today), 1);
  if (ifClosed === 'record-now') {
    if (isAhead) return found;
    const closedBefore = await periodLockStore.newest(tx);
    return closedBefore !== null && asked < closedBefore ? found : asked;
  }
  if (!isAhead) return asked;
  const message = `A transaction takes effect on ${tx.today} or before, not on a day to come.`;
  throw ledgerErrors.error('TRANSACTION_AHEAD', message, {
    path: ['effectiveAt'],
    data: { today: tx.today },
  });
}

/** The database asks this too, at commit; here it gets its answer in time. */
function checkCurrencies(
  currencies: readonly string[],
  exchanged: readonly [string, string] | undefined,
): void {
  if (exchanged === undefined && currencies.length > 1) {
    throw ledgerErrors.error(
      'MIXED_CURRENCIES',
      'Two currencies meet only in an exchange with its rate.',
    );
  }
  if (exchanged !== undefined && !exchanged.every((currency) => currencies.includes(currency))) {
    throw ledgerErrors.error('INVALID_EXCHANGE', 'An account is of another currency.');
  }
}
