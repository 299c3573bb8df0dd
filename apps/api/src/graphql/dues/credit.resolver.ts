import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CancelRefund, CreditQueries, RefundCredit, WaiveCredit } from '@rochdale/dues';
import { SessionQueries } from '@rochdale/identity';
import { may, permit } from '@rochdale/platform';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId, fromMemberId, optionalMemberId } from '../kit/node/global-id.js';
import { Relation } from '../kit/field/row-fields.js';
import { MoneyType, toMoney } from '../kit/value/money.type.js';
import { verdict, VerdictType } from '../kit/verdict.type.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberViewerCanType } from '../membership/member.type.js';
import { PaymentLoader } from '../payments/payment.loader.js';
import { PayoutType } from '../payments/payout.type.js';
import { DuesCreditRefundInput, DuesCreditWaiveInput } from './credit.inputs.js';
import { DuesCreditWaivePayload, DuesRefundPayload } from './credit.payloads.js';
import { CreditEntryConnection, DuesRefundType, toCreditEntry, toRefund } from './credit.type.js';
import type { CreditEntryType } from './credit.type.js';
import { DuesLoader } from './dues.loader.js';

const ofWhom = {
  type: () => ID,
  nullable: true,
  description: 'Whose; the viewer’s own when left out. Clerks see everybody’s.',
} as const;

interface AskedAbout {
  readonly id: string;
  readonly lookedAt: string | null;
}

/** What members paid too much. */
@Resolver(() => DuesRefundType)
export class CreditResolver {
  constructor(
    private readonly queries: CreditQueries,
    private readonly payments: PaymentLoader,
    private readonly members: MemberLoader,
  ) {}

  @Relation(() => ID, { description: 'Whose credit it is.' })
  memberId(refunds: readonly DuesRefundType[], graph: GraphContext) {
    return this.members.toldIds(
      graph,
      refunds,
      ({ row }) => row.memberId,
      ({ row }) => row.id,
    );
  }

  @Relation(() => PayoutType, {
    nullable: true,
    description: 'The payout that pays it: what may be done with the refund is done with that.',
  })
  payout(refunds: readonly DuesRefundType[], graph: GraphContext) {
    const ids = refunds.map(({ payoutId }) => fromGlobalId('Payout', payoutId));
    return this.payments.payouts(graph, ids);
  }

  @Query(() => [MoneyType], {
    description:
      'What a member has with the co-operative, by currency. It pays their invoices by itself.',
  })
  async duesCredits(
    @Graph() graph: GraphContext,
    @Args('memberId', ofWhom) memberId?: string | null,
  ): Promise<MoneyType[]> {
    const { id, lookedAt } = await this.#memberOf(graph, memberId);
    const balances = await graph.read((tx) => this.queries.balances(tx, id));
    graph.looks.at('credit', lookedAt);
    return balances.map(({ balanceMinor, currency }) => toMoney(balanceMinor, currency));
  }

  @Query(() => CreditEntryConnection, {
    description: 'Each movement of a member’s credit, the newest first.',
  })
  async duesCreditEntries(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('memberId', ofWhom) memberId?: string | null,
  ): Promise<Connection<CreditEntryType>> {
    const { id, lookedAt } = await this.#memberOf(graph, memberId);
    const rows = await graph.read((tx) => this.queries.entries(tx, page, id));
    graph.looks.at('credit', lookedAt);
    return toConnection(rows, toCreditEntry);
  }

  @Query(() => [DuesRefundType], {
    description: 'Credit that is or was paid out, the newest first: of one’s own.',
  })
  async duesRefunds(
    @Graph() graph: GraphContext,
    @Args('memberId', ofWhom) memberId?: string | null,
  ): Promise<DuesRefundType[]> {
    const { id, lookedAt } = await this.#memberOf(graph, memberId);
    const rows = await graph.read((tx) => this.queries.refunds(tx, id));
    graph.looks.at('credit', lookedAt);
    return rows.map(toRefund);
  }

  /**
   * Whose credit is asked for. By an id that leads to nobody nobody is looked at.
   *
   * @throws CodedError FORBIDDEN for who is no member and names none, INVALID_ID
   */
  async #memberOf(graph: GraphContext, memberId: string | null | undefined): Promise<AskedAbout> {
    const named = optionalMemberId(memberId, graph.audience, ['memberId']);
    if (named !== null) {
      const id = (await this.members.heard(graph, named)) ?? '';
      return { id, lookedAt: await this.members.lookedAt(graph, named) };
    }
    permit(graph.actor, 'dues-invoice.read-own');
    const own = graph.actor.memberId ?? '';
    return { id: own, lookedAt: own };
  }
}

/** What becomes of it. */
@Resolver()
export class CreditMutationsResolver {
  constructor(
    private readonly refund: RefundCredit,
    private readonly cancel: CancelRefund,
    private readonly waive: WaiveCredit,
    private readonly sessions: SessionQueries,
  ) {}

  @Mutation(() => DuesRefundPayload, {
    description:
      'Asks for a member’s credit to be paid out: a payout that is released like any other. For ' +
      'treasurers.',
  })
  async duesCreditRefund(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'Whose, and how much.' }) input: DuesCreditRefundInput,
  ): Promise<DuesRefundPayload> {
    const { currency, amountMinor = null } = input;
    const memberId = fromMemberId(input.memberId, graph.audience, ['memberId']);
    const part = amountMinor === null ? {} : { amountMinor };
    const refund = await this.refund.execute(graph.actor, { memberId, currency, ...part });
    return { refund: toRefund(refund) };
  }

  @Mutation(() => DuesRefundPayload, {
    description:
      'Takes a refund back that nobody released yet: it is the viewer’s credit again. By the ' +
      'member whom it would be paid to.',
  })
  async duesRefundCancel(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The refund.' }) id: string,
  ): Promise<DuesRefundPayload> {
    const refundId = fromGlobalId('DuesRefund', id, ['id']);
    const refund = await this.cancel.execute(graph.actor, { refundId });
    graph.forgetLoaded();
    return { refund: toRefund(refund) };
  }

  @Mutation(() => DuesCreditWaivePayload, {
    description:
      'Gives a member’s credit to the co-operative, as a donation: their own, or for treasurers, ' +
      'with a reason, anybody’s. What is given keeps nobody from being erased. By a session of ' +
      'at most 15 minutes: `SIGN_IN_AGAIN`.',
  })
  async duesCreditWaive(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'Whose, how much, and why.' }) input: DuesCreditWaiveInput,
  ): Promise<DuesCreditWaivePayload> {
    const { currency, amountMinor = null, reason = null } = input;
    const named = optionalMemberId(input.memberId, graph.audience, ['memberId']);
    if (named === null) permit(graph.actor, 'dues-credit.waive-own');
    const memberId = named ?? graph.actor.memberId ?? '';
    const part = amountMinor === null ? {} : { amountMinor };
    await graph.read((tx) => this.sessions.requireNew(tx, graph.sessionId));
    const entry = await this.waive.execute(graph.actor, { memberId, currency, reason, ...part });
    graph.forgetLoaded();
    return { entry: toCreditEntry(entry) };
  }
}

/** What of a member's credit is for treasurers, beside what membership says of the member. */
@Resolver(() => MemberViewerCanType)
export class MemberCreditResolver {
  constructor(private readonly loader: DuesLoader) {}

  @Relation(() => VerdictType, { description: 'Have credit of theirs paid out to them.' })
  async refundCredit(members: readonly MemberViewerCanType[], graph: GraphContext) {
    const permission = may(graph.actor, 'dues-credit.refund');
    const reasons = await this.loader.whyNotRefund.ofEach(graph, members, ({ memberId }) =>
      permission.allowed ? memberId : null,
    );
    return members.map(({ memberId }, nth) => {
      // Whether there is credit is told by either answer.
      if (permission.allowed) graph.looks.at('credit', memberId);
      return verdict(permission, reasons[nth]);
    });
  }

  @Relation(() => VerdictType, { description: 'Give credit of theirs to the co-operative.' })
  async waiveCredit(members: readonly MemberViewerCanType[], graph: GraphContext) {
    const permissionOf = ({ memberId }: MemberViewerCanType) =>
      may(
        graph.actor,
        memberId === graph.actor.memberId ? 'dues-credit.waive-own' : 'dues-credit.waive',
      );
    const reasons = await this.loader.whyNotWaive.ofEach(graph, members, (member) =>
      permissionOf(member).allowed ? member.memberId : null,
    );
    return members.map((member, nth) => {
      const permission = permissionOf(member);
      if (permission.allowed) graph.looks.at('credit', member.memberId);
      return verdict(permission, reasons[nth]);
    });
  }
}
