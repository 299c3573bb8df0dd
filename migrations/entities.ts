import { AttachmentEntity } from '../libs/platform/src/files/attachment.entity.js';
import { FactEntity, FactOutboxEntity } from '../libs/platform/src/events/fact.entity.js';
import { JobEntity } from '../libs/platform/src/jobs/job.entity.js';

/** Every mapping, for the drift check alone: the service itself never loads them. */
export const entities: readonly (new () => object)[] = [
  AttachmentEntity,
  FactEntity,
  FactOutboxEntity,
  JobEntity,
];
