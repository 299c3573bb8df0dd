import { Field, ObjectType } from '@nestjs/graphql';
import type { GroupMemberView, GroupRecord } from '@rochdale/membership';
import { Payload } from '../../kit/error/user-error.type.js';
import { nestedConnectionOf } from '../../kit/list/connection.js';

@ObjectType('WorkingGroupMember', { description: 'That a member is in a working group.' })
export class GroupMemberType {
  /** For resolvers, not part of the schema. */
  view!: GroupMemberView;

  @Field(() => Date, { description: 'Since when.' })
  joinedAt!: Date;
}

export const GroupMemberConnection = nestedConnectionOf('WorkingGroupMember', GroupMemberType);

@ObjectType('WorkingGroup', { description: 'What members do together beside the whole.' })
export class GroupType {
  /** For resolvers, not part of the schema. */
  view!: GroupRecord;

  @Field(() => String, { description: 'Its short name, which never changes.' })
  key!: string;

  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Field(() => String, { description: 'What it is for.' })
  purpose!: string;

  @Field(() => Date, { description: 'When members decided to have it.' })
  openedAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'Since when nobody joins it any more; null while it is open.',
  })
  closedAt!: Date | null;
}

@ObjectType({ description: 'A working group after a change, or why it was not changed.' })
export class WorkingGroupPayload extends Payload {
  @Field(() => GroupType, { nullable: true, description: 'The group.' })
  workingGroup?: GroupType | null;
}

export const toGroupMember = (view: GroupMemberView): GroupMemberType => ({
  view,
  joinedAt: view.joinedAt,
});

export function toGroup(view: GroupRecord): GroupType {
  const { key, name, purpose, openedAt, closedAt } = view;
  return { view, key, name, purpose, openedAt, closedAt };
}
