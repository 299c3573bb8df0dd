import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { invitationState } from '@rochdale/membership';
import type { InvitationRow, InvitationState } from '@rochdale/membership';
import { connectionOf } from '../../kit/list/connection.js';
import { toGlobalId } from '../../kit/node/global-id.js';
import { NodeType } from '../../kit/node/node.type.js';
import { VerdictType } from '../../kit/verdict.type.js';

export const InvitationStateEnum = {
  OPEN: 'open',
  EXPIRED: 'expired',
  ACCEPTED: 'accepted',
  REVOKED: 'revoked',
} as const;

registerEnumType(InvitationStateEnum, {
  name: 'InvitationState',
  description: 'What became of an invitation.',
  valuesMap: {
    OPEN: { description: 'Its letter’s link makes a member.' },
    EXPIRED: { description: 'Its time is over; the letter can be sent again.' },
    ACCEPTED: { description: 'The person became a member.' },
    REVOKED: { description: 'It was taken back, and whom it was for is forgotten.' },
  },
});

@ObjectType('InvitationViewerCan', { description: 'What the viewer may do with an invitation.' })
export class InvitationViewerCanType {
  @Field(() => VerdictType, { description: 'Send its letter again.' })
  resend!: VerdictType;

  @Field(() => VerdictType, { description: 'Take it back.' })
  revoke!: VerdictType;
}

@ObjectType('Invitation', {
  implements: () => [NodeType],
  description: 'An invitation to become a member, for the officers.',
})
export class InvitationType extends NodeType {
  /** Ids of members, for resolvers; not part of the schema. */
  invitedById!: string | null;
  memberId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The address it went to; null once it was revoked, or the person erased.',
  })
  email!: string | null;

  @Field(() => String, { nullable: true, description: 'The name, as it was written to.' })
  name!: string | null;

  @Field(() => String, { description: 'The key of the class to join.' })
  classKey!: string;

  @Field(() => InvitationStateEnum, { description: 'What became of it.' })
  state!: InvitationState;

  @Field(() => Date, { description: 'When the newest letter was written.' })
  sentAt!: Date;

  @Field(() => Date, { description: 'Until when its link works.' })
  expiresAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was accepted or revoked.' })
  decidedAt!: Date | null;
}

export const InvitationConnection = connectionOf('Invitation', InvitationType);

export function toInvitation(row: InvitationRow, now: Date): InvitationType {
  const { id, invitedBy, ...rest } = row;
  const state = invitationState(row, now);
  return { ...rest, state, invitedById: invitedBy, id: toGlobalId('Invitation', id) };
}
