import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { refusing } from '../refusal.js';
import type { ExchangeInput } from './exchange.js';
import { TransactionEntity } from './transaction.entity.js';
import type { PostingInput, Source } from './transaction.js';

/** A transaction ready to be recorded. */
export interface TransactionRecord {
  readonly id: string;
  readonly idempotencyKey: string;
  readonly fingerprint: string;
  readonly effectiveAt: Date;
  readonly description: string;
  readonly source: Source;
  readonly outsideFact: string | null;
  readonly outsideAccountId: string | null;
  readonly reversesId: string | null;
  readonly postings: readonly PostingInput[];
}

/** What the database answers: the transaction of that key, new or known. */
export interface RecordAnswer {
  readonly id: string;
  readonly effectiveAt: Date;
  readonly recordedAt: Date;
  readonly replayed: boolean;
  /** The currencies of its postings; null when replayed. */
  readonly currencies: string[] | null;
}

type Undone = 'id' | 'effectiveAt' | 'reversesId' | 'sourceKind' | 'sourceId';

/** What a reversal needs to know of the transaction it undoes. */
export interface OriginalTransaction extends Readonly<Pick<TransactionEntity, Undone>> {
  readonly accountIds: string[];
  readonly amountsMinor: bigint[];
}

const known = ['id', 'fingerprint', 'effectiveAt', 'recordedAt'] as const;

/** The transaction that a key led to before. */
export type KnownTransaction = Readonly<Pick<TransactionEntity, (typeof known)[number]>>;

const post = sql(
  'ledger.insert-transaction',
  `select transaction_id as "id", effective as "effectiveAt", recorded as "recordedAt",
     replayed, currencies
   from ledger.post_transaction($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
     $15)`,
);

const undone = columnsOf(TransactionEntity, {
  of: 't',
  only: ['id', 'effectiveAt', 'reversesId', 'sourceKind', 'sourceId'],
});

const findOriginal = sql(
  'ledger.find-original-transaction',
  `select ${undone}, p.account_ids as "accountIds", p.amounts_minor as "amountsMinor"
   from ledger.transactions t,
     lateral (select array_agg(account_id::text order by position) as account_ids,
       array_agg(amount_minor order by position) as amounts_minor
       from ledger.postings p
       where p.cooperative_id = t.cooperative_id and p.transaction_id = t.id) p
   where t.cooperative_id = $1 and t.id = $2`,
);

const outsideFacts = sql(
  'ledger.find-outside-facts',
  `select ${columnsOf(TransactionEntity, { only: ['id', 'outsideFact'] })}
   from ledger.transactions where cooperative_id = $1 and id = any ($2)`,
);

const moved = sql(
  'ledger.sum-moved-on-account',
  `select coalesce(sum(amount_minor), 0)::bigint as "amountMinor" from ledger.postings
   where cooperative_id = $1 and account_id = $2 and transaction_id = any ($3::uuid[])`,
);

const insertExchange = sql(
  'ledger.exchange-insert',
  `insert into ledger.exchanges (transaction_id, cooperative_id, sold_minor, sold_currency,
     bought_minor, bought_currency, rate, rate_source)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

const fingerprintByKey = sql(
  'ledger.find-transaction-by-key',
  `select ${columnsOf(TransactionEntity, { only: known })}
   from ledger.transactions where cooperative_id = $1 and idempotency_key = $2`,
);

/** Transactions in SQL: recording is one round trip. */
export const transactionStore = {
  async post(tx: Tx, record: TransactionRecord): Promise<RecordAnswer> {
    const { source, postings } = record;
    return refusing(
      tx.one<RecordAnswer>(post, [
        record.id,
        tx.cooperativeId,
        record.idempotencyKey,
        record.fingerprint,
        record.effectiveAt,
        tx.now,
        record.description,
        source.kind,
        source.id,
        record.outsideFact,
        record.reversesId,
        postings.map((posting) => posting.accountId),
        postings.map((posting) => posting.amountMinor),
        postings.map((posting) => posting.memo ?? null),
        record.outsideAccountId,
      ]),
    );
  },

  async findOriginal(tx: Tx, id: string): Promise<OriginalTransaction | null> {
    return tx.maybeOne<OriginalTransaction>(findOriginal, [tx.cooperativeId, id]);
  },

  async findByKey(tx: Tx, idempotencyKey: string): Promise<KnownTransaction | null> {
    return tx.maybeOne<KnownTransaction>(fingerprintByKey, [tx.cooperativeId, idempotencyKey]);
  },

  async outsideFacts(tx: Tx, ids: readonly string[]): Promise<Map<string, string | null>> {
    const rows = await tx.rows<Pick<TransactionEntity, 'id' | 'outsideFact'>>(outsideFacts, [
      tx.cooperativeId,
      ids,
    ]);
    return new Map(rows.map(({ id, outsideFact }) => [id, outsideFact]));
  },

  async moved(tx: Tx, accountId: string, transactionIds: readonly string[]): Promise<bigint> {
    const values = [tx.cooperativeId, accountId, transactionIds];
    return (await tx.one<{ amountMinor: bigint }>(moved, values)).amountMinor;
  },

  async insertExchange(tx: Tx, transactionId: string, exchange: ExchangeInput): Promise<void> {
    const { sold, bought, rate, rateSource } = exchange;
    await tx.run(insertExchange, [
      transactionId,
      tx.cooperativeId,
      sold.amountMinor,
      sold.currency,
      bought.amountMinor,
      bought.currency,
      rate,
      rateSource,
    ]);
  },
};
