import { Injectable } from '@nestjs/common';
import {
  columnsOf,
  findsWords,
  keysetList,
  may,
  permit,
  sql,
  wordsToFind,
} from '@rochdale/platform';
import type { Actor, Page, PageRequest, Tx } from '@rochdale/platform';
import { joinBalanceBefore } from '../account/balance-before.js';
import { PostingEntity } from './posting.entity.js';
import { TransactionEntity } from './transaction.entity.js';

const shown = ['id', 'sequence', 'effectiveAt', 'recordedAt', 'sourceKind', 'reversesId'] as const;

/**
 * A transaction as a reader sees it, with its place in the order of the books. What may name a
 * person or a claim (description, source's id, outside fact) is null unless the reader is a member.
 */
export interface TransactionView extends Readonly<Pick<TransactionEntity, (typeof shown)[number]>> {
  readonly reversedById: string | null;
  readonly description: string | null;
  readonly sourceId: string | null;
  readonly outsideFact: string | null;
  readonly exchangeRate: string | null;
  readonly exchangeRateSource: string | null;
}

const posted = ['transactionId', 'position', 'accountId', 'currency', 'amountMinor'] as const;

/** `amountMinor` is in minor units; positive is debit. The memo is null for strangers. */
export type PostingView = Readonly<Pick<PostingEntity, (typeof posted)[number] | 'memo'>>;

const placed = ['sequence', 'effectiveAt'] as const;

/** A posting on an account's statement, with the balance after it. */
export interface StatementLine
  extends PostingView, Readonly<Pick<PostingEntity, (typeof placed)[number]>> {
  readonly description: string | null;
  /** Debit-positive sum of this and all earlier postings on the account. */
  readonly balanceAfterMinor: bigint;
}

export interface TransactionFilter {
  readonly accountId?: string;
  readonly sourceKind?: string;
  readonly sourceId?: string;
  /** Took effect at or after. */
  readonly from?: Date;
  /** Took effect before. */
  readonly before?: Date;
  /** Words of the description. */
  readonly text?: string;
}

interface Listed extends Omit<TransactionFilter, 'accountId' | 'text'> {
  readonly text?: readonly string[];
}

const describedBy = findsWords('text', { id: 't.id', kind: 'transaction' });

interface Insight {
  /** Whether the reader is told what only members read. */
  readonly insight: boolean;
}

const columnsFor = (insight: string) =>
  `${columnsOf(TransactionEntity, { of: 't', only: shown })}, r.id as "reversedById",
  case when ${insight} then t.description end as description,
  case when ${insight} then t.source_id end as "sourceId",
  case when ${insight} then t.outside_fact end as "outsideFact",
  e.rate::text as "exchangeRate", e.rate_source as "exchangeRateSource"`;

const joins = `left join ledger.transactions r
    on r.cooperative_id = t.cooperative_id and r.reverses_id = t.id
  left join ledger.exchanges e
    on e.cooperative_id = t.cooperative_id and e.transaction_id = t.id`;

const transactions = keysetList<TransactionView, Listed, Insight>({
  name: 'ledger.list-transactions',
  select: columnsFor(':insight::boolean'),
  from: `ledger.transactions t ${joins}`,
  where: 't.cooperative_id = :cooperativeId',
  keys: [
    { column: 't.effective_at', field: 'effectiveAt', type: 'instant' },
    { column: 't.sequence', field: 'sequence', type: 'whole' },
  ],
  filters: {
    sourceKind: 't.source_kind = :sourceKind',
    sourceId: 't.source_id = :sourceId',
    from: 't.effective_at >= :from',
    before: 't.effective_at < :before',
    text: describedBy,
  },
});

/** Read along the account's postings; several on it in one transaction are that transaction. */
const ofAccount = keysetList<TransactionView, Listed, Insight & { readonly accountId: string }>({
  name: 'ledger.list-transactions-of-account',
  select: columnsFor(':insight::boolean'),
  from: `ledger.postings p join ledger.transactions t
    on t.cooperative_id = p.cooperative_id and t.id = p.transaction_id ${joins}`,
  where: `p.cooperative_id = :cooperativeId and p.account_id = :accountId::uuid
    and not exists (select from ledger.postings q
      where q.cooperative_id = p.cooperative_id and q.transaction_id = p.transaction_id
      and q.account_id = p.account_id and q.position < p.position)`,
  keys: [
    { column: 'p.effective_at', field: 'effectiveAt', type: 'instant' },
    { column: 'p.sequence', field: 'sequence', type: 'whole' },
  ],
  filters: {
    sourceKind: 't.source_kind = :sourceKind',
    sourceId: 't.source_id = :sourceId',
    from: 'p.effective_at >= :from',
    before: 'p.effective_at < :before',
    text: describedBy,
  },
});

/** Columns that only members read are cut off by the parameter `$2`. */
const columns = columnsFor('$2');

const byIds = sql(
  'ledger.find-transactions-by-ids',
  `select ${columns} from ledger.transactions t ${joins}
   where t.cooperative_id = $1 and t.id = any ($3)`,
);

const postings = sql(
  'ledger.list-postings-of-transactions',
  `select ${columnsOf(PostingEntity, { only: posted })},
     case when $2 then memo end as memo
   from ledger.postings where cooperative_id = $1 and transaction_id = any ($3)
   order by transaction_id, position`,
);

type Posted = Omit<StatementLine, 'balanceAfterMinor'>;

const lines = keysetList<Posted, object, Insight & { readonly accountId: string }>({
  name: 'ledger.list-statement-lines',
  select: `${columnsOf(PostingEntity, { of: 'p', only: [...posted, ...placed] })},
    case when :insight::boolean then p.memo end as memo,
    case when :insight::boolean then t.description end as description`,
  from: `ledger.postings p join ledger.transactions t
    on t.cooperative_id = p.cooperative_id and t.id = p.transaction_id`,
  where: 'p.cooperative_id = :cooperativeId and p.account_id = :accountId::uuid',
  keys: [
    { column: 'p.effective_at', field: 'effectiveAt', type: 'instant' },
    { column: 'p.sequence', field: 'sequence', type: 'whole' },
    { column: 'p.position', field: 'position', type: 'whole' },
  ],
});

const before = joinBalanceBefore(
  ['$1::uuid', '$2::uuid'],
  ['$3::timestamptz', '$4::bigint', '$5::integer'],
);

const balanceBefore = sql(
  'ledger.read-balance-before-posting',
  `select before.balance_minor::bigint as "balanceMinor" from (select) one ${before}`,
);

/** Each line with the balance after it, counted up from the balance before the oldest. */
async function withBalances(tx: Tx, oldestFirst: readonly Posted[]): Promise<StatementLine[]> {
  const [oldest] = oldestFirst;
  if (oldest === undefined) return [];
  const { accountId, effectiveAt, sequence, position } = oldest;
  const params = [tx.cooperativeId, accountId, effectiveAt, sequence, position];
  let { balanceMinor } = await tx.one<{ balanceMinor: bigint }>(balanceBefore, params);
  return oldestFirst.map((line) => {
    balanceMinor += line.amountMinor;
    return { ...line, balanceAfterMinor: balanceMinor };
  });
}

/** Members read what a transaction was for; others only that it was. */
function hasInsight(actor: Actor): boolean {
  return may(actor, 'ledger.read').allowed;
}

/** Transactions and their postings. Anyone may read the amounts, members what they were for. */
@Injectable()
export class TransactionQueries {
  /** Newest first, by when they took effect. */
  async page(
    tx: Tx,
    filter: TransactionFilter,
    request: PageRequest,
  ): Promise<Page<TransactionView>> {
    permit(tx.actor, 'ledger.read-balances');
    const { accountId, text, ...others } = filter;
    // Whoever may not see source and description must not find them out by asking for them.
    if (filter.sourceId !== undefined || text !== undefined) permit(tx.actor, 'ledger.read');
    const words = text === undefined ? {} : { text: wordsToFind(text, ['filter', 'text']) };
    const rest = { ...others, ...words };
    const insight = hasInsight(tx.actor);
    return accountId === undefined
      ? transactions.page(tx, request, { params: { insight }, filter: rest })
      : ofAccount.page(tx, request, { params: { insight, accountId }, filter: rest });
  }

  /** The transactions of these ids, in no order: a batch inside the reader's transaction. */
  async byIds(tx: Tx, ids: readonly string[]): Promise<TransactionView[]> {
    permit(tx.actor, 'ledger.read-balances');
    return tx.rows<TransactionView>(byIds, [tx.cooperativeId, hasInsight(tx.actor), ids]);
  }

  /** The postings of these transactions, by transaction and position: a batch like `byIds`. */
  async postingsOf(tx: Tx, transactionIds: readonly string[]): Promise<PostingView[]> {
    permit(tx.actor, 'ledger.read-balances');
    return tx.rows<PostingView>(postings, [tx.cooperativeId, hasInsight(tx.actor), transactionIds]);
  }

  /** An account's postings, newest first unless asked otherwise, with the balance after each. */
  async statement(tx: Tx, accountId: string, request: PageRequest): Promise<Page<StatementLine>> {
    permit(tx.actor, 'ledger.read-balances');
    const params = { accountId, insight: hasInsight(tx.actor) };
    const page = await lines.page(tx, request, { params });
    if (request.order === 'oldest-first') {
      return { ...page, rows: await withBalances(tx, page.rows) };
    }
    return { ...page, rows: (await withBalances(tx, page.rows.toReversed())).toReversed() };
  }
}
