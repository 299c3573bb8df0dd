import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ExpenseQueries } from '@rochdale/expenses';
import type { ExpenseStatus } from '@rochdale/expenses';
import { may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { PageArgs, toConnection } from '../kit/connection.js';
import type { Connection } from '../kit/connection.js';
import { fromGlobalId } from '../kit/global-id.js';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { verdict } from '../kit/verdict.type.js';
import { ProposalLoader } from '../governance/proposal.loader.js';
import { ProposalType, toProposal } from '../governance/proposal.type.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberType } from '../membership/member.type.js';
import { ExpenseLoader } from './expense.loader.js';
import { ExpenseStatusEnum } from './expense-words.type.js';
import {
  ApprovalRuleType,
  ExpenseApprovalType,
  ExpenseConnection,
  ExpenseItemType,
  ExpenseType,
  ExpenseViewerCanType,
  ReceiptType,
  toApproval,
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
  ): Promise<Connection<ExpenseType>> {
    const submitterMemberId = submitterId
      ? fromGlobalId('Member', submitterId, ['submitterId'])
      : null;
    const filter = { statuses: statuses ?? null, submitterMemberId };
    return toConnection(await this.queries.page(graph.actor, filter, page), toExpense);
  }

  @Query(() => ExpenseType, {
    nullable: true,
    description: 'An expense by its id, or null when it is not there for the viewer. For members.',
  })
  async expense(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The expense.' }) id: string,
  ): Promise<ExpenseType | null> {
    const view = await this.loader.expense(graph, fromGlobalId('Expense', id, ['id']));
    return view === null ? null : toExpense(view);
  }

  @Query(() => [ApprovalRuleType], {
    description: 'The rules of approval that were adopted, by currency. For members.',
  })
  async approvalRules(@CurrentActor() actor: Actor): Promise<ApprovalRuleType[]> {
    return (await this.queries.approvalRules(actor)).map(toApprovalRule);
  }

  @ResolveField(() => [ExpenseItemType], { description: 'What was bought.' })
  async items(
    @Graph() graph: GraphContext,
    @Parent() { view }: ExpenseType,
  ): Promise<ExpenseItemType[]> {
    const items = await this.loader.items(graph, view.id);
    return items.map((item) => toItem(item, view.currency));
  }

  @ResolveField(() => [ExpenseApprovalType], {
    description: 'Every approval that was given, the void ones too.',
  })
  async approvals(
    @Graph() graph: GraphContext,
    @Parent() { view }: ExpenseType,
  ): Promise<ExpenseApprovalType[]> {
    return (await this.loader.approvals(graph, view.id)).map(toApproval);
  }

  @ResolveField(() => MemberType, { nullable: true, description: 'Who submitted it.' })
  submitter(
    @Graph() graph: GraphContext,
    @Parent() { view }: ExpenseType,
  ): Promise<MemberType | null> {
    return this.members.member(graph, view.submitterMemberId);
  }

  @ResolveField(() => ProposalType, {
    nullable: true,
    description: 'The vote on it, if the members decide.',
  })
  async proposal(
    @Graph() graph: GraphContext,
    @Parent() { view }: ExpenseType,
  ): Promise<ProposalType | null> {
    if (view.proposalId === null) return null;
    const proposal = await this.proposals.proposal(graph, view.proposalId);
    return proposal === null ? null : toProposal(proposal);
  }

  @ResolveField(() => ExpenseViewerCanType, { description: 'What the viewer may do.' })
  viewerCan(@CurrentActor() actor: Actor, @Parent() { view }: ExpenseType): ExpenseViewerCanType {
    const isOwn = actor.memberId !== null && actor.memberId === view.submitterMemberId;
    const among = (...statuses: readonly ExpenseStatus[]): string | null =>
      statuses.includes(view.status) ? null : 'EXPENSE_STATUS_CONFLICT';
    const mine = isOwn ? null : 'EXPENSE_NOT_YOURS';
    const office = whyNotOffice(actor, view);
    const open = among('draft', 'submitted', 'needs-information');
    return {
      approve: verdict(
        may(actor, 'expense.approve'),
        among('submitted') ?? office ?? whyNotStranger(actor, view),
      ),
      reject: verdict(
        may(actor, 'expense.reject'),
        among('submitted', 'needs-information') ?? office,
      ),
      requestInformation: verdict(may(actor, 'expense.reject'), among('submitted') ?? office),
      revise: verdict(may(actor, 'expense.submit'), mine ?? open),
      submit: verdict(may(actor, 'expense.submit'), mine ?? among('draft', 'needs-information')),
      withdraw: verdict(may(actor, 'expense.submit'), mine ?? open),
      retryPayout: verdict(may(actor, 'expense.retry-payout'), among('payout-failed')),
    };
  }
}

function whyNotOffice(actor: Actor, { band, submitterMemberId }: ExpenseType['view']) {
  if (band?.kind === 'vote') return 'EXPENSE_NEEDS_VOTE';
  const holds = band !== null && actor.roles.has(band.role);
  return holds && actor.memberId !== submitterMemberId ? null : 'APPROVER_ROLE_REQUIRED';
}

function whyNotStranger(actor: Actor, { payeeKind, payeeId }: ExpenseType['view']): string | null {
  return payeeKind === 'member' && payeeId === actor.memberId ? 'PAYEE_MAY_NOT_APPROVE' : null;
}

@Resolver(() => ExpenseItemType)
export class ExpenseItemResolver {
  constructor(private readonly loader: ExpenseLoader) {}

  @ResolveField(() => ReceiptType, {
    nullable: true,
    description: 'Its receipt, for those whom it concerns.',
  })
  async receipt(
    @Graph() graph: GraphContext,
    @Parent() { receiptId }: ExpenseItemType,
  ): Promise<ReceiptType | null> {
    if (receiptId === null) return null;
    const file = await this.loader.receipt(graph, receiptId);
    return file === null ? null : toReceipt(file);
  }
}

@Resolver(() => ExpenseApprovalType)
export class ExpenseApprovalResolver {
  constructor(private readonly members: MemberLoader) {}

  @ResolveField(() => MemberType, { nullable: true, description: 'Who approved.' })
  approver(
    @Graph() graph: GraphContext,
    @Parent() { approverMemberId }: ExpenseApprovalType,
  ): Promise<MemberType | null> {
    return this.members.member(graph, approverMemberId);
  }
}
