import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { auditTrail, isId, OperatorJobs, readGlobalId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId } from '../kit/node/global-id.js';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { AuditEntryConnection, toAuditEntry } from './audit.type.js';
import type { AuditEntryType } from './audit.type.js';
import { JobConnection, JobRetryPayload, JobStatusEnum, JobType, toJob } from './job.type.js';

/** Of whatever type. @throws CodedError INVALID_ID */
const plainId = (id: string): string => (isId(id) ? id : readGlobalId(id, ['subjectId']).id);

@Resolver(() => JobType)
export class OperatorResolver {
  constructor(private readonly operatorJobs: OperatorJobs) {}

  @Query(() => JobConnection, {
    description: 'The co-operative’s jobs, newest first. For administrators.',
  })
  async jobs(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('status', { type: () => JobStatusEnum, nullable: true, description: 'Only these.' })
    status: JobStatusEnum | null,
  ): Promise<Connection<JobType>> {
    const rows = await graph.read((tx) => this.operatorJobs.page(tx, page, status ?? null));
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
    description: 'Everything that happened, newest first. For auditors and administrators.',
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
  ): Promise<Connection<AuditEntryType>> {
    const subject = subjectId ? plainId(subjectId) : null;
    const rows = await graph.read((tx) => auditTrail(tx, page, { type, subjectId: subject }));
    return toConnection(rows, toAuditEntry);
  }
}
