import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { JobView } from '@rochdale/platform';
import { connectionOf } from '../kit/list/connection.js';
import { toGlobalId } from '../kit/node/global-id.js';
import { Payload } from '../kit/error/user-error.type.js';
import { NodeType } from '../kit/node/node.type.js';

export enum JobStatusEnum {
  DEAD = 'dead',
  DONE = 'done',
  QUEUED = 'queued',
  RUNNING = 'running',
}

registerEnumType(JobStatusEnum, {
  name: 'JobStatus',
  description: 'How far a job is.',
  valuesMap: {
    DEAD: { description: 'It failed for the last time: a dead letter.' },
    DONE: { description: 'It was carried out.' },
    QUEUED: { description: 'It waits for its time or for a worker.' },
    RUNNING: { description: 'A worker is at it.' },
  },
});

@ObjectType('Job', {
  implements: () => [NodeType],
  description: 'Work that the service does by itself.',
})
export class JobType extends NodeType {
  @Field(() => String, { description: 'What is done: room and verb.' })
  name!: string;

  @Field(() => JobStatusEnum, { description: 'How far it is.' })
  status!: JobStatusEnum;

  @Field(() => Int, { description: 'How often it was tried.' })
  attempts!: number;

  @Field(() => Int, { description: 'How often it is tried at most.' })
  maxAttempts!: number;

  @Field(() => Date, { description: 'Not before this moment.' })
  runAt!: Date;

  @Field(() => Date, { description: 'When it was asked for.' })
  createdAt!: Date;

  @Field(() => String, { nullable: true, description: 'The code of its last failure.' })
  lastErrorCode!: string | null;

  @Field(() => String, { nullable: true, description: 'Its last failure in words.' })
  lastError!: string | null;
}

export const JobConnection = connectionOf('Job', JobType);

const statuses: Readonly<Record<JobView['status'], JobStatusEnum>> = {
  dead: JobStatusEnum.DEAD,
  done: JobStatusEnum.DONE,
  queued: JobStatusEnum.QUEUED,
  running: JobStatusEnum.RUNNING,
};

export function toJob(view: JobView): JobType {
  const { id, status, ...rest } = view;
  return { ...rest, id: toGlobalId('Job', id), status: statuses[status] };
}

@ObjectType({ description: 'The answer to trying a dead letter again.' })
export class JobRetryPayload extends Payload {
  @Field(() => JobType, { nullable: true, description: 'The job, queued again.' })
  job?: JobType | null;
}
