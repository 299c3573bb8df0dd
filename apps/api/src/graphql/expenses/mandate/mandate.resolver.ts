import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  MandateQueries,
  SubmitBill,
  VoidBill,
  whyNotSubmitBill,
  whyNotVoidBill,
} from '@rochdale/expenses';
import { may } from '@rochdale/platform';
import type { PageRequest } from '@rochdale/platform';
import { NestedConnection, Relation } from '../../kit/field/row-fields.js';
import { Graph, GraphContext } from '../../kit/graph-context.js';
import { byKey } from '../../kit/keyed.js';
import { nestedConnection } from '../../kit/list/nested-connection.js';
import { verdict } from '../../kit/verdict.type.js';
import { fromEitherId } from '../../kit/node/global-id.js';
import { ProposalLoader } from '../../governance/proposal.loader.js';
import { ProposalType } from '../../governance/proposal.type.js';
import { PartnerLoader } from '../../partners/partner.loader.js';
import { PartnerType } from '../../partners/partner.type.js';
import { changedExpense, expenseIdOf } from '../expense-mutations.resolver.js';
import { ExpenseLoader } from '../expense.loader.js';
import { ExpenseType } from '../expense.type.js';
import { ExpensePayload } from '../expenses.payloads.js';
import {
  MandateBillConnection,
  MandateBillInput,
  MandateBillType,
  MandateBillViewerCanType,
  MandateType,
  MandateViewerCanType,
  toMandate,
  toMandateBill,
} from './mandate.type.js';

/** What members allowed to be paid again and again. */
@Resolver(() => MandateType)
export class MandateResolver {
  readonly #bills = nestedConnection(
    (tx, ids, page) => this.queries.billPages(tx, ids, page),
    toMandateBill,
  );

  constructor(
    private readonly queries: MandateQueries,
    private readonly submit: SubmitBill,
    private readonly voiding: VoidBill,
    private readonly expenses: ExpenseLoader,
    private readonly partners: PartnerLoader,
    private readonly proposals: ProposalLoader,
  ) {}

  @Query(() => [MandateType], {
    description:
      'What members allowed to be billed without a vote on each, and what they did, the latest ' +
      'first. For members.',
  })
  async mandates(@Graph() graph: GraphContext): Promise<MandateType[]> {
    return (await graph.read((tx) => this.queries.all(tx))).map(toMandate);
  }

  @Mutation(() => ExpensePayload, {
    description:
      'Hands a bill in. What is within the cap of its mandate is owed at once, and released by ' +
      'somebody else; what is above goes the way of any claim, whole. For treasurers and ' +
      'administrators.',
  })
  async mandateBillSubmit(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The bill.' }) input: MandateBillInput,
  ): Promise<ExpensePayload> {
    const { receiptId, ...bill } = input;
    const receipt = receiptId ? fromEitherId('File', receiptId, ['receiptId']) : null;
    const state = await this.submit.execute(graph.actor, { ...bill, receiptId: receipt });
    return changedExpense(graph, this.expenses, state);
  }

  @Mutation(() => ExpensePayload, {
    description:
      'Voids a bill that was entered wrong, before it is paid: for another officer than who ' +
      'entered it. Its number stays taken until members free it by `payment.take-back`.',
  })
  async mandateBillVoid(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The expense that owes it.' }) id: string,
    @Args('reason', { description: 'Why it is wrong, in a line.' }) reason: string,
  ): Promise<ExpensePayload> {
    const expenseId = expenseIdOf(id);
    const state = await this.voiding.execute(graph.actor, { expenseId, reason });
    return changedExpense(graph, this.expenses, state);
  }

  @Relation(() => PartnerType, { nullable: true, description: 'Who is paid.' })
  partner(mandates: readonly MandateType[], graph: GraphContext) {
    return this.partners.partners.ofEach(graph, mandates, ({ view }) => view.partnerId);
  }

  @Relation(() => ProposalType, {
    nullable: true,
    description: 'The decision that granted it, for who may read it.',
  })
  grantedBy(mandates: readonly MandateType[], graph: GraphContext) {
    return this.proposals.proposals.ofEach(graph, mandates, (one) => one.view.grantedByProposalId);
  }

  @Relation(() => ProposalType, {
    nullable: true,
    description: 'The decision that ended it, for who may read it; null where none did.',
  })
  endedBy(mandates: readonly MandateType[], graph: GraphContext) {
    return this.proposals.proposals.ofEach(graph, mandates, (one) => one.view.endedByProposalId);
  }

  @Relation(() => MandateViewerCanType, { description: 'What the viewer may do.' })
  async viewerCan(mandates: readonly MandateType[], graph: GraphContext) {
    const permission = may(graph.actor, 'mandate.bill');
    const isReleasable =
      permission.allowed && (await graph.read((tx) => this.queries.isReleasable(tx)));
    return mandates.map(({ view }) => ({
      submitBill: verdict(permission, whyNotSubmitBill(view, { isReleasable })),
    }));
  }

  @NestedConnection(() => MandateBillConnection, {
    description: 'What is owed by it, or was, the latest first.',
  })
  bills(mandates: readonly MandateType[], page: PageRequest, graph: GraphContext) {
    return this.#bills.ofEach(graph, page, mandates, ({ view }) => view.id);
  }
}

/** A bill that was paid under a mandate. */
@Resolver(() => MandateBillType)
export class MandateBillResolver {
  constructor(
    private readonly expenses: ExpenseLoader,
    private readonly queries: MandateQueries,
  ) {}

  @Relation(() => MandateBillViewerCanType, { description: 'What the viewer may do.' })
  async viewerCan(bills: readonly MandateBillType[], graph: GraphContext) {
    const { actor } = graph;
    const permission = may(actor, 'mandate.bill');
    const whyNot = ({ view }: MandateBillType, isBeingPaid: boolean) =>
      whyNotVoidBill(actor, view, { isBeingPaid });
    const inHand = bills.filter((bill) => permission.allowed && whyNot(bill, false) === null);
    const ids = inHand.map(({ view }) => view.expenseId);
    const beingPaid =
      ids.length > 0 ? await graph.read((tx) => this.queries.beingPaid(tx, ids)) : new Set();
    return bills.map((bill) => ({
      void: verdict(permission, whyNot(bill, beingPaid.has(bill.view.expenseId))),
    }));
  }

  @Relation(() => ExpenseType, { nullable: true, description: 'What became of it.' })
  expense(bills: readonly MandateBillType[], graph: GraphContext) {
    return this.expenses.expenses.ofEach(graph, bills, ({ view }) => view.expenseId);
  }
}

/** Under what an expense was paid. */
@Resolver(() => ExpenseType)
export class ExpenseMandateResolver {
  readonly #mandates = byKey((tx, ids) => this.queries.ofExpenses(tx, ids), toMandate);

  constructor(private readonly queries: MandateQueries) {}

  @Relation(() => MandateType, {
    nullable: true,
    description: 'The mandate under which it was approved without a vote of its own, if it was.',
  })
  async mandate(expenses: readonly ExpenseType[], graph: GraphContext) {
    if (!may(graph.actor, 'mandate.read').allowed) return expenses.map(() => null);
    return this.#mandates.ofEach(graph, expenses, ({ view }) => view.id);
  }
}

export const mandateResolvers = [MandateResolver, MandateBillResolver, ExpenseMandateResolver];
