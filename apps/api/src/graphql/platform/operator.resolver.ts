import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { auditTrail, isId, OperatorJobs, readGlobalId } from '@rochdale/platform';
import type { Actor, IdAudience } from '@rochdale/platform';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId, optionalMemberId } from '../kit/node/global-id.js';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { MemberLoader } from '../membership/member.loader.js';
import { AuditFilterInput, JobFilterInput } from './operator-filters.inputs.js';
import { AuditEntryConnection, toAuditEntry, whatOfFacts } from './audit.type.js';
import type { AuditEntryType } from './audit.type.js';
import { JobConnection, JobRetryPayload, JobStatusEnum, JobType, toJob } from './job.type.js';

/** Of whatever type. @throws CodedError INVALID_ID */
const plainId = (id: string, audience: IdAudience): string =>
  isId(id) ? id : readGlobalId(id, audience, ['subjectId']).id;

@Resolver(() => JobType)
export class OperatorResolver {
  constructor(
    private readonly operatorJobs: OperatorJobs,
    private readonly members: MemberLoader,
  ) {}

  @Query(() => JobConnection, {
    description: 'The co-operative’s jobs, newest first. For administrators.',
  })
  async jobs(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('status', { type: () => JobStatusEnum, nullable: true, description: 'Only these.' })
    status: JobStatusEnum | null,
    @Args('filter', { type: () => JobFilterInput, nullable: true, description: 'Which ones.' })
    filter?: JobFilterInput | null,
  ): Promise<Connection<JobType>> {
    const { from = null, before = null } = filter ?? {};
    const wanted = { from, before, status: status ?? null };
    const rows = await graph.read((tx) => this.operatorJobs.page(tx, page, wanted));
    return toConnection(rows, toJob);
  }

  @Mutation(() => JobRetryPayload, {
    description: 'Tries a dead letter again. For administrators.',
  })
  async jobRetry(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID, description: 'The job.' }) id: string,
  ): Promise<JobRetryPayload> {
    const job = await this.operatorJobs.retry(actor, fromGlobalId('Job', id, ['id']));
    return { job: toJob(job) };
  }

  @Query(() => AuditEntryConnection, {
    description:
      'Everything that happened and is told whole to the viewer, newest first; by its type, also ' +
      'on which days other things did. For auditors and administrators.',
  })
  async auditTrail(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('type', { type: () => String, nullable: true, description: 'Only facts of this type.' })
    type: string | null,
    @Args('subjectId', {
      type: () => String,
      nullable: true,
      description: 'Only what happened to this thing, whatever it is: its id.',
    })
    subjectId: string | null,
    @Args('filter', { type: () => AuditFilterInput, nullable: true, description: 'Which ones.' })
    filter?: AuditFilterInput | null,
  ): Promise<Connection<AuditEntryType>> {
    const { memberId = null, ...span } = filter ?? {};
    const about = subjectId == null ? null : plainId(subjectId, graph.audience);
    const by = optionalMemberId(memberId, graph.audience, ['filter', 'memberId']);
    const wanted = {
      ...span,
      type,
      subjectId: await this.members.heard(graph, about),
      memberId: await this.members.heard(graph, by),
    };
    const rows = await graph.read((tx) => auditTrail(tx, page, wanted));
    // That there is none of that type tells something where one member was asked about.
    const what = type == null ? null : whatOfFacts(type);
    if (what !== null) {
      for (const one of [about, by]) {
        graph.looks.at(what, await this.members.lookedAt(graph, one));
      }
    }
    return toConnection(rows, toAuditEntry);
  }
}
