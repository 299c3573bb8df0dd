import { Injectable } from '@nestjs/common';
import type { Actor, Page, PageRequest, Tx } from '@rochdale/platform';
import {
  columnsOf,
  findsMarkedWords,
  keysetList,
  mapPage,
  may,
  permit,
  sql,
  wordsToFind,
} from '@rochdale/platform';
import { ApprovalEntity } from './approval.entity.js';
import type { ApprovalRuleView } from '../rule/approval-rule.store.js';
import { approvalRuleStore } from '../rule/approval-rule.store.js';
import { ExpenseEntity } from './expense.entity.js';
import type { ExpenseStatus } from './expense.js';
import { ExpenseItemEntity } from './item.entity.js';
import { lockedText, readsEveryReceipt, shownTo, wordsAreShown } from './shown-expense.js';

export type ExpenseView = Readonly<
  Omit<
    ExpenseEntity,
    | 'cooperativeId'
    | 'approvedHash'
    | 'destinationId'
    | 'textSalt'
    | 'textsHash'
    | 'endedAt'
    | 'billHash'
    | 'billPartnerId'
    | 'billFreedAt'
  >
> & {
  /** Whether the members vote on it, or are about to: its vote has not ended. */
  readonly isVotedOn: boolean;
};

/** `receiptId` is null also for a reader who may not open receipts. */
export type ExpenseItemView = Readonly<Omit<ExpenseItemEntity, 'cooperativeId' | 'ordinal'>> &
  ReceiptView;

/** How a receipt is called to whoever reads it. */
export interface ReceiptView {
  /**
   * Counted from 1, the first item that shows it: what the file is called by to whom its name is
   * not told. Null for those whom it is told, as whoever handed it in typed it.
   */
  readonly receiptPlace: number | null;
}

export type ApprovalView = Readonly<Omit<ApprovalEntity, 'cooperativeId' | 'termsHash'>>;

export interface ExpenseFilter {
  readonly statuses?: readonly ExpenseStatus[] | null;
  readonly submitterMemberId?: string | null;
  /** The member or partner who is paid. */
  readonly payeeId?: string | null;
  /** Made at this moment or later. */
  readonly from?: Date | null;
  /** Made before this moment. */
  readonly before?: Date | null;
  /** Words of the title. */
  readonly text?: string | null;
}

/** By when they were made, or by currency and amount: the greatest first. */
export type ExpenseOrder = 'made' | 'amount';

type Found = Omit<ExpenseFilter, 'text'> & { readonly text: readonly string[] | null };

// Until the vote ends; what was decided waits to be carried out, and is nobody's to judge any more.
const votedOn = `(e.proposal_id is not null and e.locked_at is null and e.status = 'submitted'
  and governance.is_undecided(e.cooperative_id, e.proposal_id))`;

// Once it is paid to, or waived by, who was erased the account is a voucher of the bank's side,
// where no clerk reads it either. It stays where whoever handed it in was erased, and the payee is
// not.
const destination = `case when e.locked_at is not null and e.status in ('paid', 'waived')
     and e.payee_kind = 'member' and membership.is_erased(e.cooperative_id, e.payee_id)
   then null else e.destination_masked end as "destinationMasked"`;
const ownColumns = columnsOf(ExpenseEntity, {
  of: 'e',
  without: [
    'cooperativeId',
    'approvedHash',
    'destinationId',
    'destinationMasked',
    'textSalt',
    'textsHash',
    'endedAt',
    'billHash',
    'billPartnerId',
    'billFreedAt',
  ],
});
const columns = `${ownColumns}, ${destination}, ${votedOn} as "isVotedOn"`;

const itemColumns = columnsOf(ExpenseItemEntity, {
  of: 'i',
  without: ['cooperativeId', 'ordinal', 'description', 'receiptId'],
});

const approvalColumns = columnsOf(ApprovalEntity, {
  of: 'a',
  without: ['cooperativeId', 'termsHash'],
});

// What was never submitted is its author's alone. Who left sees of the rest what they are paid for.
const visibleTo = (reader: string, readsAll: string) =>
  `(e.submitter_member_id = ${reader}::uuid or (e.submitted_at is not null
    and (${readsAll}::boolean or (e.payee_kind = 'member' and e.payee_id = ${reader}::uuid))))`;
// $1: the reader's member id; $2: whether they read others' as well.
const visible = visibleTo('$1', '$2');

interface Reader {
  readonly reader: string | null;
  readonly readsAll: boolean;
  readonly readsReceipts: boolean;
  readonly roles: readonly string[];
}

/** Whether it is the reader's, or their office reads every receipt. */
const concerning = (reader: string, readsReceipts: string) =>
  `(${readsReceipts}::boolean or e.submitter_member_id = ${reader}::uuid
  or (e.payee_kind = 'member' and e.payee_id = ${reader}::uuid))`;

const expenses = keysetList<ExpenseView, Found, Reader>({
  name: 'expenses.list-expenses',
  select: columns,
  from: 'expenses.expenses e',
  where: `e.cooperative_id = :cooperativeId and ${visibleTo(':reader', ':readsAll')}`,
  keys: [
    { column: 'e.created_at', field: 'createdAt', type: 'instant' },
    { column: 'e.id', field: 'id', type: 'id' },
  ],
  filters: {
    statuses: { anyOf: 'e.status', type: 'text' },
    submitterMemberId: 'e.submitter_member_id = :submitterMemberId::uuid',
    payeeId: 'e.payee_id = :payeeId::uuid',
    from: 'e.created_at >= :from',
    before: 'e.created_at < :before',
    text: findsMarkedWords('text', {
      id: 'e.id',
      kind: 'expense',
      ways: [{ mark: '', and: wordsAreShown(concerning(':reader', ':readsReceipts'), ':roles') }],
    }),
  },
  coarse: ['statuses'],
});

const inOrder: Readonly<Record<ExpenseOrder, typeof expenses>> = {
  made: expenses,
  amount: expenses.ordered({
    name: 'by-amount',
    keys: [
      { column: 'e.currency', field: 'currency', type: 'text' },
      { column: 'e.amount_minor', field: 'amountMinor', type: 'whole' },
      { column: 'e.id', field: 'id', type: 'id' },
    ],
    filters: ['statuses'],
  }),
};

const byIds = sql(
  'expenses.find-expenses',
  `select ${columns} from expenses.expenses e where e.cooperative_id = $3 and ${visible}
     and e.id = any ($4::uuid[])`,
);

// $3: whether the reader's office reads every receipt. Otherwise: their own, those of money that
// is theirs, and those of what the members vote on, for as long as they do.
const concerned = concerning('$1', '$3');
const readable = `(${concerned} or ${votedOn})`;

// People name files after themselves, and those who vote may not be shown who claims.
const receiptPlace = `case when ${concerned} is not true then (
       select min(o.ordinal) + 1 from expenses.items o
       where o.cooperative_id = i.cooperative_id and o.expense_id = i.expense_id
         and o.receipt_id = i.receipt_id) end as "receiptPlace"`;

const items = sql(
  'expenses.find-items',
  `select ${itemColumns},
     case when e.locked_at is null or ${readable} then i.description
       else '${lockedText}' end as description,
     case when ${readable} then i.receipt_id end as "receiptId", ${receiptPlace}
   from expenses.items i join expenses.expenses e
     on e.cooperative_id = i.cooperative_id and e.id = i.expense_id
   where e.cooperative_id = $4 and ${visible} and e.id = any ($5::uuid[])
     and ${wordsAreShown(concerned, '$6')}
   order by i.expense_id, i.ordinal`,
);

const approvals = sql(
  'expenses.find-approvals',
  `select ${approvalColumns}
   from expenses.approvals a join expenses.expenses e
     on e.cooperative_id = a.cooperative_id and e.id = a.expense_id
   where e.cooperative_id = $3 and ${visible} and e.id = any ($4::uuid[])
   order by a.expense_id, a.approved_at, a.id`,
);

// What an item shows: a file that was taken out again is no receipt of it.
const readableReceipt = sql(
  'expenses.find-readable-receipt',
  `select ${receiptPlace}
   from expenses.expenses e join expenses.items i
     on i.cooperative_id = e.cooperative_id and i.expense_id = e.id
   where e.cooperative_id = $4 and e.id = $5 and ${visible} and ${readable} and i.receipt_id = $6
   limit 1`,
);

const theirOwnAlone: ReadonlySet<Actor['standing']> = new Set(['left', 'expelled', 'suspended']);

/** Members read what was submitted; who left or is suspended what is theirs. */
const readingOf = ({ standing }: Actor): 'expense.read' | 'expense.read-own' =>
  theirOwnAlone.has(standing) ? 'expense.read-own' : 'expense.read';

const readerOf = ({ actor }: Tx): [string | null, boolean] => [
  actor.memberId,
  may(actor, 'expense.read').allowed,
];

/** Expenses to read: members see what was submitted, and all of their own; so do who left. */
@Injectable()
export class ExpenseQueries {
  /** Newest first, or in another order, where they can be narrowed by status. */
  async page(
    tx: Tx,
    where: ExpenseFilter,
    request: PageRequest,
    orderBy: ExpenseOrder = 'made',
  ): Promise<Page<ExpenseView>> {
    permit(tx.actor, readingOf(tx.actor));
    const [reader, readsAll] = readerOf(tx);
    const roles = [...tx.actor.roles];
    const params = { reader, readsAll, readsReceipts: readsEveryReceipt(tx.actor), roles };
    const { text = null, ...others } = where;
    const words = text === null ? null : wordsToFind(text, ['filter', 'text']);
    const filter = { ...others, text: words };
    const page = await inOrder[orderBy].page(tx, request, { params, filter });
    return mapPage(page, (view) => shownTo(tx.actor, view));
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<ExpenseView[]> {
    permit(tx.actor, readingOf(tx.actor));
    const { actor } = tx;
    const views = await tx.rows<ExpenseView>(byIds, [...readerOf(tx), actor.cooperativeId, ids]);
    return views.map((view) => shownTo(actor, view));
  }

  async itemsOf(tx: Tx, ids: readonly string[]): Promise<ExpenseItemView[]> {
    permit(tx.actor, readingOf(tx.actor));
    return tx.rows<ExpenseItemView>(items, [
      ...readerOf(tx),
      readsEveryReceipt(tx.actor),
      tx.actor.cooperativeId,
      ids,
      [...tx.actor.roles],
    ]);
  }

  /** Every approval that was given, the voided ones too. */
  async approvalsOf(tx: Tx, ids: readonly string[]): Promise<ApprovalView[]> {
    permit(tx.actor, readingOf(tx.actor));
    return tx.rows<ApprovalView>(approvals, [...readerOf(tx), tx.actor.cooperativeId, ids]);
  }

  /** How a receipt that an expense shows is called to the reader; null where it is not theirs. */
  async readableReceipt(tx: Tx, expenseId: string, receiptId: string): Promise<ReceiptView | null> {
    const { actor } = tx;
    permit(actor, readingOf(actor));
    const params = [readsEveryReceipt(actor), actor.cooperativeId, expenseId, receiptId];
    return tx.maybeOne<ReceiptView>(readableReceipt, [...readerOf(tx), ...params]);
  }

  /** The rules of approval in force, one per currency that has its own. */
  async approvalRules(tx: Tx): Promise<ApprovalRuleView[]> {
    permit(tx.actor, 'approval-rule.read');
    return approvalRuleStore.list(tx);
  }
}
