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

const shown = [
  'id',
  'sequence',
  'effectiveAt',
  'recordedAt',
  'sourceKind',
  'sourceId',
  'description',
  'reversesId',
] as const;

/**
 * A transaction as a reader sees it, with its place in the order of the books. What a bank or a
 * provider calls it (outside fact) is null unless the reader is a clerk.
 */
export interface TransactionView extends Readonly<Pick<TransactionEntity, (typeof shown)[number]>> {
  readonly reversedById: string | null;
  readonly outsideFact: string | null;
  readonly exchangeRate: string | null;
  readonly exchangeRateSource: string | null;
}

const posted = ['transactionId', 'position', 'accountId', 'currency', 'amountMinor'] as const;

/** `amountMinor` is in minor units; positive is debit. */
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
  /** Whether the reader is a clerk, to whom everything is told. */
  readonly insight: boolean;
}

/**
 * What members read row by row: what the co-operative spends, sets aside and corrects by hand.
 * Whatever else is booked is between it and one person.
 */
const isOpen = (insight: string) =>
  `(${insight} or t.source_kind in ('expense', 'fund', 'journal', 'proposal'))`;

const columnsFor = (insight: string) =>
  `${columnsOf(TransactionEntity, { of: 't', only: shown })}, r.id as "reversedById",
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
  where: `t.cooperative_id = :cooperativeId and ${isOpen(':insight::boolean')}`,
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
  coarse: ['sourceKind'],
});

/** Read along the account's postings; several on it in one transaction are that transaction. */
const ofAccount = keysetList<TransactionView, Listed, Insight & { readonly accountId: string }>({
  name: 'ledger.list-transactions-of-account',
  select: columnsFor(':insight::boolean'),
  from: `ledger.postings p join ledger.transactions t
    on t.cooperative_id = p.cooperative_id and t.id = p.transaction_id ${joins}`,
  where: `p.cooperative_id = :cooperativeId and p.account_id = :accountId::uuid
    and ${isOpen(':insight::boolean')} and not exists (select from ledger.postings q
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
  coarse: ['sourceKind'],
});

/** What only clerks read is cut off by the parameter `$2`. */
const columns = columnsFor('$2');

const byIds = sql(
  'ledger.find-transactions-by-ids',
  `select ${columns} from ledger.transactions t ${joins}
   where t.cooperative_id = $1 and t.id = any ($3) and ${isOpen('$2')}`,
);

const postings = sql(
  'ledger.list-postings-of-transactions',
  `select ${columnsOf(PostingEntity, { of: 'p', only: [...posted, 'memo'] })}
   from ledger.postings p join ledger.transactions t
     on t.cooperative_id = p.cooperative_id and t.id = p.transaction_id
   where p.cooperative_id = $1 and p.transaction_id = any ($3) and ${isOpen('$2')}
   order by p.transaction_id, p.position`,
);

type Posted = Omit<StatementLine, 'balanceAfterMinor'>;

const lines = keysetList<Posted, object, Insight & { readonly accountId: string }>({
  name: 'ledger.list-statement-lines',
  select: `${columnsOf(PostingEntity, { of: 'p', only: [...posted, ...placed] })},
    case when ${isOpen(':insight::boolean')} then p.memo end as memo,
    case when ${isOpen(':insight::boolean')} then t.description end as description`,
  from: `ledger.postings p join ledger.transactions t
    on t.cooperative_id = p.cooperative_id and t.id = p.transaction_id`,
  where: `p.cooperative_id = :cooperativeId and p.account_id = :accountId::uuid
    and (:insight::boolean or exists (select from ledger.accounts a
      where a.cooperative_id = :cooperativeId and a.id = :accountId::uuid
        and (a.code like 'expense:%' or a.code like 'fund:%')))`,
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

/** Clerks read every transaction, members those that are the co-operative's own. */
function hasInsight(actor: Actor): boolean {
  return may(actor, 'ledger.read-all').allowed;
}

/** Transactions and their postings. */
@Injectable()
export class TransactionQueries {
  /** Newest first, by when they took effect. */
  async page(
    tx: Tx,
    filter: TransactionFilter,
    request: PageRequest,
  ): Promise<Page<TransactionView>> {
    permit(tx.actor, 'ledger.read');
    const { accountId, text, ...others } = filter;
    const words = text === undefined ? {} : { text: wordsToFind(text, ['filter', 'text']) };
    const rest = { ...others, ...words };
    const insight = hasInsight(tx.actor);
    return accountId === undefined
      ? transactions.page(tx, request, { params: { insight }, filter: rest })
      : ofAccount.page(tx, request, { params: { insight, accountId }, filter: rest });
  }

  /** The transactions of these ids, in no order: a batch inside the reader's transaction. */
  async byIds(tx: Tx, ids: readonly string[]): Promise<TransactionView[]> {
    permit(tx.actor, 'ledger.read');
    return tx.rows<TransactionView>(byIds, [tx.cooperativeId, hasInsight(tx.actor), ids]);
  }

  /** The postings of these transactions, by transaction and position: a batch like `byIds`. */
  async postingsOf(tx: Tx, transactionIds: readonly string[]): Promise<PostingView[]> {
    permit(tx.actor, 'ledger.read');
    return tx.rows<PostingView>(postings, [tx.cooperativeId, hasInsight(tx.actor), transactionIds]);
  }

  /** An account's postings, newest first unless asked otherwise, with the balance after each. */
  async statement(tx: Tx, accountId: string, request: PageRequest): Promise<Page<StatementLine>> {
    permit(tx.actor, 'ledger.read');
    const params = { accountId, insight: hasInsight(tx.actor) };
    // Nothing narrows them: how many an account has is a figure.
    const { narrowed: _, ...page } = await lines.page(tx, request, { params });
    if (request.order === 'oldest-first') {
      return { ...page, rows: await withBalances(tx, page.rows) };
    }
    return { ...page, rows: (await withBalances(tx, page.rows.toReversed())).toReversed() };
  }
}
