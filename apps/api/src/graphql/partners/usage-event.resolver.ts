import { Args, Query, Resolver } from '@nestjs/graphql';
import { UsageEventQueries } from '@rochdale/partners';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { optionalId, optionalMemberId } from '../kit/node/global-id.js';
import { toUsageEvent, UsageEventConnection, UsageEventFilterInput } from './usage-event.type.js';
import type { UsageEventType } from './usage-event.type.js';

/** What partners reported, for each its own. */
@Resolver()
export class UsageEventResolver {
  constructor(private readonly queries: UsageEventQueries) {}

  @Query(() => UsageEventConnection, {
    description: 'What was reported, by when it was, the latest first. For partners, their own.',
  })
  async usageEvents(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('filter', {
      type: () => UsageEventFilterInput,
      nullable: true,
      description: 'Which ones.',
    })
    filter?: UsageEventFilterInput | null,
  ): Promise<Connection<UsageEventType>> {
    const { kind = null, meterKey = null, from = null, before = null } = filter ?? {};
    const { memberId, periodId, event } = filter ?? {};
    const wanted = {
      kind,
      meterKey,
      from,
      before,
      periodId: optionalId('UsagePeriod', periodId, ['filter', 'periodId']),
      memberId: optionalMemberId(memberId, graph.ownAudience, ['filter', 'memberId']),
      event: event == null ? null : { source: event.source, id: event.eventId },
    };
    const rows = await graph.read((tx) => this.queries.page(tx, page, wanted));
    return toConnection(rows, (row) => toUsageEvent(row, graph.ownAudience));
  }
}
