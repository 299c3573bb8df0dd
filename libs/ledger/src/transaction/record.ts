import { newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ledgerErrors } from '../ledger.errors.js';
import { TransactionPosted } from '../ledger.events.js';
import { periodLockStore } from '../period/period-lock.store.js';
import { checkMemos, checkPostings, checkTexts, fingerprintOf } from './transaction.js';
import type { PostInput, RecordedTransaction } from './transaction.js';
import { transactionStore } from './transaction.store.js';

interface Recording {
  /** Which door it came through: part of the fingerprint. */
  readonly operation: string;
  readonly id?: string;
  readonly reversesId?: string;
  /** The two currencies of an exchange. Anything else stays within one. */
  readonly exchanged?: readonly [string, string];
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
  const { idempotencyKey, ifClosed, ...asked } = input;
  const { operation, exchanged, reversesId = null } = recording;
  const { currencies, ...transaction } = await transactionStore.post(tx, {
    id: recording.id ?? newId(),
    idempotencyKey,
    fingerprint: fingerprintOf(operation, { ...asked, reversesId }),
    effectiveAt: await effectiveTime(tx, input.effectiveAt, ifClosed),
    description: input.description,
    source: input.source,
    outsideFact: input.outsideFact ?? null,
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

async function effectiveTime(
  tx: Tx,
  asked: Date | undefined,
  ifClosed: PostInput['ifClosed'],
): Promise<Date> {
  if (asked === undefined) return tx.now;
  if (ifClosed !== 'record-now') return asked;
  const closedBefore = await periodLockStore.newest(tx);
  return closedBefore !== null && asked < closedBefore ? tx.now : asked;
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
