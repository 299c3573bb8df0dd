import { newId, noonOfDay } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ledgerErrors } from '../ledger.errors.js';
import { TransactionPosted } from '../ledger.events.js';
import { effectiveTime } from './effective-time.js';
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
  const { idempotencyKey, ifClosed: _, effectiveOn, ...rest } = input;
  const asked = effectiveOn === undefined ? rest : { ...rest, effectiveAt: noonOfDay(effectiveOn) };
  const { operation, exchanged, reversesId = null, notBefore } = recording;
  const { currencies, ...transaction } = await transactionStore.post(tx, {
    id: recording.id ?? newId(),
    idempotencyKey,
    fingerprint: fingerprintOf(operation, { ...asked, reversesId }),
    effectiveAt: await effectiveTime(tx, { ...input, notBefore }),
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
