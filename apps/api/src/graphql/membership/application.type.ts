import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { ApplicationRow, ApplicationState } from '@rochdale/membership';
import { connectionOf } from '../kit/list/connection.js';
import { toGlobalId } from '../kit/node/global-id.js';
import { NodeType } from '../kit/node/node.type.js';
import { VerdictType } from '../kit/verdict.type.js';

export const ApplicationStateEnum = {
  OPEN: 'open',
  ADMITTED: 'admitted',
  DECLINED: 'declined',
  WITHDRAWN: 'withdrawn',
} as const;

registerEnumType(ApplicationStateEnum, {
  name: 'ApplicationState',
  description: 'What became of an application.',
  valuesMap: {
    OPEN: { description: 'It waits for an answer.' },
    ADMITTED: { description: 'The applicant became a member.' },
    DECLINED: { description: 'The answer was no.' },
    WITHDRAWN: { description: 'The applicant thought again.' },
  },
});

@ObjectType('ApplicationViewerCan', { description: 'What the viewer may do with an application.' })
export class ApplicationViewerCanType {
  @Field(() => VerdictType, { description: 'Admit the applicant.' })
  admit!: VerdictType;

  @Field(() => VerdictType, { description: 'Decline the application.' })
  decline!: VerdictType;

  @Field(() => VerdictType, { description: 'Withdraw it.' })
  withdraw!: VerdictType;
}

@ObjectType('Application', {
  implements: () => [NodeType],
  description: 'An application for membership, for the applicant and the officers.',
})
export class ApplicationType extends NodeType {
  /** The applicant's own id, for resolvers; not part of the schema. */
  memberId!: string;

  /** What the resolvers show of both is on record. */
  note!: string | null;

  decisionNote!: string | null;

  @Field(() => String, { description: 'The key of the class applied for.' })
  classKey!: string;

  @Field(() => ApplicationStateEnum, { description: 'What became of it.' })
  state!: ApplicationState;

  @Field(() => Date, { description: 'When it was made.' })
  appliedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was decided.' })
  decidedAt!: Date | null;
}

export const ApplicationConnection = connectionOf('Application', ApplicationType);

export function toApplication(row: ApplicationRow): ApplicationType {
  return { ...row, id: toGlobalId('Application', row.id) };
}
