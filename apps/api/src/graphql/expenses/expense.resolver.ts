import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import {
  ExpenseQueries,
  whyNotApprove,
  whyNotDecline,
  whyNotRefuse,
  whyNotWaive,
} from '@rochdale/expenses';
import type { ExpenseOrder, ExpenseStatus } from '@rochdale/expenses';
import { may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId, optionalMemberId, payeeIdOf, toIdOfKind } from '../kit/node/global-id.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { Relation } from '../kit/field/row-fields.js';
import { verdict } from '../kit/verdict.type.js';
import { ProposalLoader } from '../governance/proposal.loader.js';
import { ProposalType } from '../governance/proposal.type.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberType } from '../membership/member.type.js';
import { PartnerLoader } from '../partners/partner.loader.js';
import { ExpenseFilterInput, expenseOrder } from './expense-filter.inputs.js';
import { ExpenseViewerCanType } from './expense-viewer-can.type.js';
import { ExpenseLoader } from './expense.loader.js';
import { ExpensePayeeType, memberPaid, partnerPaid, toExpensePayee } from './expense-payee.type.js';
import { ExpenseStatusEnum } from './expense-words.type.js';
import {
  ApprovalRuleType,
  ExpenseApprovalType,
  ExpenseConnection,
  ExpenseItemType,
  ExpenseType,
  ReceiptType,
  toApprovalRule,
  toExpense,
  toItem,
  toReceipt,
} from './expense.type.js';

@Resolver(() => ExpenseType)
export class ExpenseResolver {
  constructor(
    private readonly queries: ExpenseQueries,
    private readonly loader: ExpenseLoader,
    private readonly members: MemberLoader,
    private readonly partners: PartnerLoader,
    private readonly proposals: ProposalLoader,
  ) {}

  @Query(() => ExpenseConnection, { description: 'Expenses, the newest first. For members.' })
  async expenses(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('statuses', {
      type: () => [ExpenseStatusEnum],
      nullable: true,
      description: 'Only these; all when left out.',
    })
    statuses?: ExpenseStatus[] | null,
    @Args('submitterId', { type: () => ID, nullable: true, description: 'Of this member only.' })
    submitterId?: string | null,
    @Args('filter', { type: () => ExpenseFilterInput, nullable: true, description: 'Which ones.' })
    filter?: ExpenseFilterInput | null,
    @Args('orderBy', expenseOrder) orderBy?: ExpenseOrder | null,
  ): Promise<Connection<ExpenseType>> {
    const submitter = optionalMemberId(submitterId, graph.audience, ['submitterId']);
    const submitterMemberId = await this.members.heard(graph, submitter);
    const { payeeId: payee, ...others } = filter ?? {};
    const named = payeeIdOf(payee, graph.audience, ['filter', 'payeeId']);
    const payeeId = await this.members.heard(graph, named);
    const wanted = { ...others, statuses: statuses ?? null, submitterMemberId, payeeId };
    const rows = await graph.read((tx) => this.queries.page(tx, wanted, page, orderBy ?? 'made'));
    return toConnection(rows, toExpense);
  }

  @Query(() => ExpenseType, {
    nullable: true,
    description: 'An expense by its id, or null when it is not there for the viewer. For members.',
  })
  async expense(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The expense.' }) id: string,
  ): Promise<ExpenseType | null> {
    return this.loader.expenses.one(graph, fromGlobalId('Expense', id, ['id']));
  }

  @Query(() => [ApprovalRuleType], {
    description: 'The rules of approval that were adopted, by currency. For members.',
  })
  async approvalRules(@Graph() graph: GraphContext): Promise<ApprovalRuleType[]> {
    return (await graph.read((tx) => this.queries.approvalRules(tx))).map(toApprovalRule);
  }

  @Relation(() => [ExpenseItemType], { description: 'What was bought.' })
  async items(expenses: readonly ExpenseType[], graph: GraphContext) {
    const lists = await this.loader.items.ofEach(graph, expenses, ({ view }) => view.id);
    return lists.map((items, nth) =>
      items?.map((item) => toItem(item, expenses[nth]?.view.currency ?? '')),
    );
  }

  @Relation(() => [ExpenseApprovalType], {
    description: 'Every approval that was given, the void ones too.',
  })
  approvals(expenses: readonly ExpenseType[], graph: GraphContext) {
    return this.loader.approvals.ofEach(graph, expenses, ({ view }) => view.id);
  }

  @Relation(() => MemberType, { nullable: true, description: 'Who submitted it.' })
  submitter(expenses: readonly ExpenseType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, expenses, ({ view }) => view.submitterMemberId);
  }

  @Relation(() => ID, { description: 'The id of the member or partner who is paid.' })
  async payeeId(expenses: readonly ExpenseType[], graph: GraphContext) {
    const members = await this.members.toldIds(
      graph,
      expenses,
      ({ view }) => memberPaid(view),
      ({ view }) => view.id,
    );
    return expenses.map(
      ({ view: { payeeKind, payeeId } }, nth) =>
        members[nth] ?? toIdOfKind(payeeKind, payeeId, graph.audience),
    );
  }

  @Relation(() => ExpensePayeeType, { description: 'Who is paid.' })
  async payee(expenses: readonly ExpenseType[], graph: GraphContext) {
    const [members, partners] = await Promise.all([
      this.members.members.ofEach(graph, expenses, ({ view }) => memberPaid(view)),
      this.partners.partners.ofEach(graph, expenses, ({ view }) => partnerPaid(view)),
    ]);
    return expenses.map(({ view }, nth) =>
      toExpensePayee(view, members[nth] ?? null, partners[nth] ?? null),
    );
  }

  @Relation(() => ProposalType, {
    nullable: true,
    description: 'The vote on it, if the members decide.',
  })
  proposal(expenses: readonly ExpenseType[], graph: GraphContext) {
    return this.proposals.proposals.ofEach(graph, expenses, ({ view }) => view.proposalId);
  }

  @Relation(() => ExpenseViewerCanType, { description: 'What the viewer may do.' })
  async viewerCan(expenses: readonly ExpenseType[], graph: GraphContext) {
    const { actor } = graph;
    const permission = may(actor, 'expense.approve');
    const reasons = expenses.map(({ view }) => whyNotApprove(actor, view));
    const inHand = expenses.map(({ view }, nth) =>
      permission.allowed && reasons[nth] === null ? view.id : null,
    );
    const given = await this.loader.approvals.each(graph, inHand);
    const waive = await this.#waive(expenses, graph);
    return expenses.map(({ view }, nth) => {
      const isGiven = given[nth]?.some((one) => isCurrentOf(actor, one)) ?? false;
      const approve = reasons[nth] ?? (isGiven ? 'APPROVED_ALREADY' : null);
      return {
        ...decided(actor, view),
        approve: verdict(permission, approve),
        waive: verdict(may(actor, 'expense.waive'), waive[nth] ?? null),
      };
    });
  }

  /** Why each is not the viewer's to waive. */
  async #waive(expenses: readonly ExpenseType[], graph: GraphContext) {
    const { actor } = graph;
    const isClerk = may(actor, 'expense.waive-of-erased').allowed;
    const mayWaive = may(actor, 'expense.waive').allowed;
    const toAsk = expenses.map(({ view }) => (isClerk ? view.id : null));
    const ofErased = await this.loader.ofErased.each(graph, toAsk);
    const isOfErased = (nth: number) => (ofErased[nth] ?? null) !== null;
    const whyNot = ({ view }: ExpenseType, nth: number, isBeingPaid: boolean) =>
      whyNotWaive(actor, view, { isOfErased: isOfErased(nth), isBeingPaid });
    const toWaive = expenses.map((expense, nth) =>
      mayWaive && whyNot(expense, nth, false) === null ? expense.view.id : null,
    );
    const beingPaid = await this.loader.beingPaid.each(graph, toWaive);
    return expenses.map((expense, nth) => whyNot(expense, nth, (beingPaid[nth] ?? null) !== null));
  }
}

const isCurrentOf = ({ memberId }: Actor, approval: ExpenseApprovalType): boolean =>
  approval.approverMemberId === memberId && approval.voidedAt === null;

/** What may be done with it beside what its approvals and payouts have a say in. */
function decided(
  actor: Actor,
  view: ExpenseType['view'],
): Omit<ExpenseViewerCanType, 'approve' | 'waive'> {
  const isOwn = actor.memberId !== null && actor.memberId === view.submitterMemberId;
  const among = (...statuses: readonly ExpenseStatus[]): string | null =>
    statuses.includes(view.status) ? null : 'EXPENSE_STATUS_CONFLICT';
  const mine = isOwn ? null : 'EXPENSE_NOT_YOURS';
  const open = among('draft', 'submitted', 'needs-information');
  return {
    reject: verdict(may(actor, 'expense.reject'), whyNotRefuse(actor, view, 'rejected')),
    requestInformation: verdict(
      may(actor, 'expense.reject'),
      whyNotRefuse(actor, view, 'needs-information'),
    ),
    revise: verdict(may(actor, 'expense.submit'), mine ?? open),
    submit: verdict(may(actor, 'expense.submit'), mine ?? among('draft', 'needs-information')),
    withdraw: verdict(may(actor, 'expense.withdraw'), mine ?? open),
    decline: verdict(may(actor, 'expense.decline'), whyNotDecline(actor, view)),
    retryPayout: verdict(may(actor, 'expense.retry-payout'), among('payout-failed')),
  };
}

@Resolver(() => ExpenseItemType)
export class ExpenseItemResolver {
  constructor(private readonly loader: ExpenseLoader) {}

  @Relation(() => ReceiptType, {
    nullable: true,
    description: 'Its receipt, for those whom it concerns.',
  })
  async receipt(items: readonly ExpenseItemType[], graph: GraphContext) {
    const files = await this.loader.receiptFiles.ofEach(graph, items, ({ receiptId }) => receiptId);
    return items.map(({ receiptPlace }, at) => {
      const file = files[at] ?? null;
      return file === null ? null : toReceipt(file, receiptPlace);
    });
  }
}

@Resolver(() => ExpenseApprovalType)
export class ExpenseApprovalResolver {
  constructor(private readonly members: MemberLoader) {}

  @Relation(() => MemberType, { nullable: true, description: 'Who approved.' })
  approver(approvals: readonly ExpenseApprovalType[], graph: GraphContext) {
    return this.members.members.ofEach(
      graph,
      approvals,
      ({ approverMemberId }) => approverMemberId,
    );
  }
}
