import { Args, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { may } from '@rochdale/platform';
import { FundQueries, PeriodQueries, ReleaseQueries, TreasuryQueries } from '@rochdale/treasury';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { Computed } from '../kit/field/row-fields.js';
import { verdict } from '../kit/verdict.type.js';
import { FundType, toFund } from './fund.type.js';
import {
  AccountingPeriodType,
  TreasuryMonthType,
  TreasuryReleaseType,
  TreasuryType,
  TreasuryViewerCanType,
  toMonth,
  toPeriod,
  toRelease,
  toTreasury,
} from './treasury.type.js';

@Resolver(() => TreasuryType)
export class TreasuryResolver {
  constructor(
    private readonly treasuryQueries: TreasuryQueries,
    private readonly fundQueries: FundQueries,
    private readonly periodQueries: PeriodQueries,
    private readonly releaseQueries: ReleaseQueries,
  ) {}

  @Query(() => TreasuryType, {
    description:
      'What the co-operative earned, spent and set aside. Public as figures; for treasurers and ' +
      'auditors with the books as they stand.',
  })
  async treasury(
    @Graph() graph: GraphContext,
    @Args('before', {
      type: () => Date,
      nullable: true,
      description: 'Count what took effect before this moment; left out: everything.',
    })
    before: Date | null,
  ): Promise<TreasuryType> {
    const until = before ? { before } : {};
    return toTreasury(await graph.read((tx) => this.treasuryQueries.report(tx, until)));
  }

  @ResolveField(() => [TreasuryMonthType], {
    description:
      'Income and expenses month by month, over at most five years: as released, by the month of ' +
      'the release; for treasurers and auditors as booked, by when it took effect.',
  })
  async months(
    @Graph() graph: GraphContext,
    @Args('from', { type: () => Date, description: 'From this moment.' }) from: Date,
    @Args('to', { type: () => Date, description: 'To just before this moment.' }) to: Date,
  ): Promise<TreasuryMonthType[]> {
    const months = await graph.read((tx) => this.treasuryQueries.months(tx, { from, to }));
    return months.map(toMonth);
  }

  @Computed(() => [TreasuryReleaseType], {
    description: 'The figures of each month that is over, the oldest first. Public.',
  })
  async releases(_treasury: TreasuryType, graph: GraphContext): Promise<TreasuryReleaseType[]> {
    return (await graph.read((tx) => this.releaseQueries.all(tx))).map(toRelease);
  }

  @Computed(() => [FundType], { description: 'Its funds, open ones first.' })
  async funds(_treasury: TreasuryType, graph: GraphContext): Promise<FundType[]> {
    return (await graph.read((tx) => this.fundQueries.all(tx))).map(toFund);
  }

  @Computed(() => [AccountingPeriodType], {
    description: 'Closed accounting periods, the newest first.',
  })
  async accountingPeriods(
    _treasury: TreasuryType,
    graph: GraphContext,
  ): Promise<AccountingPeriodType[]> {
    return (await graph.read((tx) => this.periodQueries.all(tx))).map(toPeriod);
  }

  @Computed(() => TreasuryViewerCanType, { description: 'What the viewer may do.' })
  viewerCan(_treasury: TreasuryType, { actor }: GraphContext): TreasuryViewerCanType {
    return {
      closePeriod: verdict(may(actor, 'period.close')),
      createFund: verdict(may(actor, 'fund.create')),
      recordJournalEntry: verdict(may(actor, 'journal.record')),
    };
  }
}
