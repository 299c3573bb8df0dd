import { Injectable } from '@nestjs/common';
import {
  keysetPage,
  may,
  permit,
  platformErrors,
  sql,
  toPage,
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor, Page, PageRequest, Statement, Tx } from '@rochdale/platform';

/**
 * A transaction as a reader sees it. What may name a person or a claim (description, source's id,
 * outside fact) is null unless the reader is a member.
 */
export interface TransactionView {
  readonly id: string;
  /** Its place in the order of the books. */
  readonly sequence: bigint;
  readonly effectiveAt: Date;
  readonly recordedAt: Date;
  readonly sourceKind: string;
  readonly reversesId: string | null;
  readonly reversedById: string | null;
  readonly description: string | null;
  readonly sourceId: string | null;
  readonly outsideFact: string | null;
  readonly exchangeRate: string | null;
  readonly exchangeRateSource: string | null;
}

export interface PostingView {
  readonly transactionId: string;
  readonly position: number;
  readonly accountId: string;
  readonly currency: string;
  /** Minor units; positive is debit. */
  readonly amountMinor: bigint;
  readonly memo: string | null;
}

/** A posting on an account's statement, with the balance after it. */
export interface StatementLine extends PostingView {
  readonly sequence: bigint;
  readonly effectiveAt: Date;
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
}

/** Columns that only members read are cut off by the parameter `$2`. */
const columns = `t.id, t.sequence, t.effective_at as "effectiveAt", t.recorded_at as "recordedAt",
  t.source_kind as "sourceKind", t.reverses_id as "reversesId", r.id as "reversedById",
  case when $2 then t.description end as description,
  case when $2 then t.source_id end as "sourceId",
  case when $2 then t.outside_fact end as "outsideFact",
  e.rate::text as "exchangeRate", e.rate_source as "exchangeRateSource"`;

const joins = `ledger.transactions t
  left join ledger.transactions r on r.reverses_id = t.id
  left join ledger.exchanges e on e.transaction_id = t.id`;

function pageStatement(name: string, backwards: boolean): Statement {
  const [past, order] = backwards ? ['>', 'asc'] : ['<', 'desc'];
  return sql(
    name,
    `select ${columns} from ${joins}
     where t.cooperative_id = $1
       and ($3::timestamptz is null or (t.effective_at, t.sequence) ${past} ($3, $4::bigint))
       and ($5::uuid is null or exists (select from ledger.postings p
         where p.transaction_id = t.id and p.account_id = $5))
       and ($6::text is null or t.source_kind = $6)
       and ($7::text is null or t.source_id = $7)
       and ($8::timestamptz is null or t.effective_at >= $8)
       and ($9::timestamptz is null or t.effective_at < $9)
     order by t.effective_at ${order}, t.sequence ${order} limit $10`,
  );
}

const newestFirst = pageStatement('ledger.transactions-newest', false);
const oldestFirst = pageStatement('ledger.transactions-oldest', true);

const byIds = sql(
  'ledger.transactions-by-ids',
  `select ${columns} from ${joins} where t.cooperative_id = $1 and t.id = any ($3)`,
);

const postings = sql(
  'ledger.postings-of-transactions',
  `select transaction_id as "transactionId", position, account_id as "accountId", currency,
     amount_minor as "amountMinor", case when $2 then memo end as memo
   from ledger.postings where cooperative_id = $1 and transaction_id = any ($3)
   order by transaction_id, position`,
);

/**
 * The balance after each line is counted back from the balance now, so that the first page, which
 * is what everybody opens, costs as much as its lines however long the account's history is.
 */
function statementStatement(name: string, backwards: boolean): Statement {
  const [past, order] = backwards ? ['>', 'asc'] : ['<', 'desc'];
  return sql(
    name,
    `with page as (
       select p.transaction_id, p.position, p.account_id, p.currency, p.amount_minor, p.memo,
         p.effective_at, t.sequence, t.description
       from ledger.postings p join ledger.transactions t on t.id = p.transaction_id
       where p.cooperative_id = $1 and p.account_id = $3
         and ($4::timestamptz is null
           or (p.effective_at, t.sequence, p.position) ${past} ($4, $5::bigint, $6::integer))
       order by p.effective_at ${order}, t.sequence ${order}, p.position ${order} limit $7
     ), newest as (
       select effective_at, sequence, position from page
       order by effective_at desc, sequence desc, position desc limit 1
     ), later as (
       select coalesce((select sum(q.amount_minor) from ledger.postings q
           where q.account_id = $3 and q.effective_at > newest.effective_at), 0)
         + coalesce((select sum(q.amount_minor) from ledger.postings q
           join ledger.transactions u on u.id = q.transaction_id
           where q.account_id = $3 and q.effective_at = newest.effective_at
             and (u.sequence, q.position) > (newest.sequence, newest.position)), 0)
         as amount_minor
       from newest
     )
     select page.transaction_id as "transactionId", page.position,
       page.account_id as "accountId", page.currency, page.amount_minor as "amountMinor",
       case when $2 then page.memo end as memo, page.sequence,
       page.effective_at as "effectiveAt",
       case when $2 then page.description end as description,
       (a.balance_minor - later.amount_minor - coalesce(sum(page.amount_minor) over (
         order by page.effective_at desc, page.sequence desc, page.position desc
         rows between unbounded preceding and 1 preceding), 0))::bigint as "balanceAfterMinor"
     from page cross join later join ledger.accounts a on a.id = page.account_id
     order by page.effective_at ${order}, page.sequence ${order}, page.position ${order}`,
  );
}

const statementNewest = statementStatement('ledger.statement-newest', false);
const statementOldest = statementStatement('ledger.statement-oldest', true);

function instant(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw badCursor();
  return date;
}

function whole(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!/^\d{1,18}$/.test(text)) throw badCursor();
  return text;
}

function badCursor() {
  return platformErrors.error('INVALID_CURSOR', 'This is not a cursor of this list.');
}

/** Members read what a transaction was for; others only that it was. */
function hasInsight(actor: Actor): boolean {
  return may(actor, 'ledger.read').allowed;
}

/** Transactions and their postings. Anyone may read the amounts, members what they were for. */
@Injectable()
export class TransactionQueries {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Newest first, by when they took effect. */
  async page(
    actor: Actor,
    filter: TransactionFilter,
    request: PageRequest,
  ): Promise<Page<TransactionView>> {
    permit(actor, 'ledger.read-balances');
    // Whoever may not see the source must not find it out by asking for it.
    if (filter.sourceId !== undefined) permit(actor, 'ledger.read');
    const page = keysetPage(request, { parts: 2 });
    const rows = await this.unitOfWork.read(actor, (tx) =>
      tx.rows<TransactionView>(page.backwards ? oldestFirst : newestFirst, [
        tx.cooperativeId,
        hasInsight(actor),
        instant(page.key?.[0]),
        whole(page.key?.[1]),
        filter.accountId ?? null,
        filter.sourceKind ?? null,
        filter.sourceId ?? null,
        filter.from ?? null,
        filter.before ?? null,
        page.limit,
      ]),
    );
    return toPage(page, rows, (row) => [row.effectiveAt.toISOString(), row.sequence.toString()]);
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

  /** An account's postings, newest first, each with the balance after it. */
  async statement(
    actor: Actor,
    accountId: string,
    request: PageRequest,
  ): Promise<Page<StatementLine>> {
    permit(actor, 'ledger.read-balances');
    const page = keysetPage(request, { parts: 3 });
    const rows = await this.unitOfWork.read(actor, (tx) =>
      tx.rows<StatementLine>(page.backwards ? statementOldest : statementNewest, [
        tx.cooperativeId,
        hasInsight(actor),
        accountId,
        instant(page.key?.[0]),
        whole(page.key?.[1]),
        whole(page.key?.[2]),
        page.limit,
      ]),
    );
    return toPage(page, rows, (row) => [
      row.effectiveAt.toISOString(),
      row.sequence.toString(),
      row.position.toString(),
    ]);
  }
}
