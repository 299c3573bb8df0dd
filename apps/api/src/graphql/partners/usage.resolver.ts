import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  RetryStatementPayout,
  ApproveStatement,
  CloseUsagePeriod,
  PartnerQueries,
} from '@rochdale/partners';
import { may } from '@rochdale/platform';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId, optionalId } from '../kit/node/global-id.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { Computed, Relation } from '../kit/field/row-fields.js';
import { MoneyType, toMoney } from '../kit/value/money.type.js';
import { verdict } from '../kit/verdict.type.js';
import { PaymentLoader } from '../payments/payment.loader.js';
import { PayoutType } from '../payments/payout.type.js';
import { UsageStatementFilterInput } from './usage-statement-filter.inputs.js';
import { PartnerLoader } from './partner.loader.js';
import { PartnerType } from './partner.type.js';
import { UsagePeriodPayload, UsageStatementPayload } from './partners.payloads.js';
import {
  toUsagePeriod,
  toUsageStatement,
  UsagePeriodType,
  UsageStatementConnection,
  UsageStatementType,
  UsageStatementViewerCanType,
} from './usage.type.js';

const statementIdOf = (globalId: string): string =>
  fromGlobalId('UsageStatement', globalId, ['id']);

/** What partners are owed for what members used. */
@Resolver(() => UsageStatementType)
export class UsageResolver {
  constructor(
    private readonly queries: PartnerQueries,
    private readonly close: CloseUsagePeriod,
    private readonly approve: ApproveStatement,
    private readonly retryPayout: RetryStatementPayout,
    private readonly loader: PartnerLoader,
    private readonly payments: PaymentLoader,
  ) {}

  @Query(() => UsageStatementConnection, {
    description: 'Statements of partners, the newest first. For clerks; partners see their own.',
  })
  async usageStatements(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('partnerId', { type: () => ID, nullable: true, description: 'Of this partner only.' })
    partnerId?: string | null,
    @Args('filter', {
      type: () => UsageStatementFilterInput,
      nullable: true,
      description: 'Which ones.',
    })
    filter?: UsageStatementFilterInput | null,
  ): Promise<Connection<UsageStatementType>> {
    const { state, from, before } = filter ?? {};
    const wanted = {
      state: state ?? null,
      from: from ?? null,
      before: before ?? null,
      partnerId: optionalId('Partner', partnerId, ['partnerId']),
    };
    const rows = await graph.read((tx) => this.queries.statements(tx, page, wanted));
    return toConnection(rows, toUsageStatement);
  }

  @Computed(() => MoneyType, {
    nullable: true,
    description:
      'What is owed to the partner and not told to it, with this statement counted. For clerks.',
  })
  untold({ row }: UsageStatementType, graph: GraphContext): MoneyType | null {
    if (!may(graph.actor, 'usage-period.read').allowed) return null;
    return toMoney(row.untoldMinor, row.currency);
  }

  @Mutation(() => UsagePeriodPayload, {
    description:
      'Closes the oldest open month whose grace is over: shares its pool and draws up the ' +
      'statements. The worker does it every night by itself.',
  })
  async usagePeriodClose(@Graph() graph: GraphContext): Promise<UsagePeriodPayload> {
    const row = await this.close.execute(graph.actor);
    return { usagePeriod: row === null ? null : toUsagePeriod(row) };
  }

  @Mutation(() => UsageStatementPayload, {
    description: 'Approves a statement and asks for its payout, once. For treasurers.',
  })
  async usageStatementApprove(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The statement.' }) id: string,
  ): Promise<UsageStatementPayload> {
    const statementId = statementIdOf(id);
    const row = await this.approve.execute(graph.actor, { statementId });
    graph.forgetLoaded();
    return { usageStatement: toUsageStatement(row) };
  }

  @Mutation(() => UsageStatementPayload, {
    description: 'Asks again for a payout that failed or came back. For treasurers.',
  })
  async usageStatementRetryPayout(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The statement.' }) id: string,
  ): Promise<UsageStatementPayload> {
    const row = await this.retryPayout.execute(graph.actor, { statementId: statementIdOf(id) });
    graph.forgetLoaded();
    return { usageStatement: toUsageStatement(row) };
  }

  @Relation(() => PartnerType, { nullable: true, description: 'Whose it is.' })
  partner(statements: readonly UsageStatementType[], graph: GraphContext) {
    return this.loader.partners.ofEach(graph, statements, ({ row }) => row.partnerId);
  }

  @Relation(() => UsagePeriodType, { nullable: true, description: 'Of which month. For clerks.' })
  period(statements: readonly UsageStatementType[], graph: GraphContext) {
    return this.loader.periods.ofEach(graph, statements, ({ row }) => row.periodId);
  }

  @Relation(() => PayoutType, {
    nullable: true,
    description: 'Its payout, once it is owed. For members.',
  })
  payout(statements: readonly UsageStatementType[], graph: GraphContext) {
    return this.payments.payouts(
      graph,
      statements.map(({ row }) => row.payoutId),
    );
  }

  @Computed(() => UsageStatementViewerCanType, { description: 'What the viewer may do.' })
  viewerCan({ row }: UsageStatementType, { actor }: GraphContext): UsageStatementViewerCanType {
    const among = (state: string): string | null =>
      row.state === state ? null : 'STATEMENT_STATE';
    const approval = may(actor, 'usage-statement.approve');
    return {
      approve: verdict(approval, among('draft')),
      retryPayout: verdict(approval, among('payout-failed')),
    };
  }
}
