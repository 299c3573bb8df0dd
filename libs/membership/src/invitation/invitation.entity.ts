import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { MemberClassEntity } from '../member-class/member-class.entity.js';
import { MemberEntity } from '../member/member.entity.js';

@Entity({ schema: 'membership', name: 'invitations' })
@Unique('invitations_token_unique', ['tokenHash'])
@Check('invitations_state_check', `state in ('open', 'accepted', 'revoked')`)
@Check('invitations_email_check', `length(email) between 3 and 320 and email = lower(email)`)
@Check('invitations_name_check', `length(name) between 1 and 200`)
@Check('invitations_expires_check', `expires_at > sent_at`)
@Check('invitations_open_check', `state <> 'open' or (email is not null and decided_at is null)`)
@Check('invitations_token_check', `(state = 'open') = (token_hash is not null)`)
@Check('invitations_member_check', `(state = 'accepted') = (member_id is not null)`)
@ForeignKey(() => MemberClassEntity, ['cooperativeId', 'classKey'], ['cooperativeId', 'key'], {
  name: 'invitations_class_fk',
})
@ForeignKey(() => MemberEntity, ['cooperativeId', 'memberId'], ['cooperativeId', 'id'], {
  name: 'invitations_member_fk',
})
@Index('invitations_open_unique', ['cooperativeId', 'email'], {
  unique: true,
  where: `(state = 'open'::text)`,
})
@Index('invitations_by_state', ['cooperativeId', 'state', 'id'])
@Index('invitations_by_email', ['email'], { where: `(email is not null)` })
@Index('invitations_by_id', ['cooperativeId', 'id'])
@Index('invitations_by_member', ['cooperativeId', 'memberId'])
export class InvitationEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'invitations_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** In lower case. Null once it was revoked, long accepted, or its person erased. */
  @Column({ type: 'text', nullable: true })
  email!: string | null;

  @Column({ type: 'text', nullable: true })
  name!: string | null;

  @Column({ name: 'class_key', type: 'text' })
  classKey!: string;

  @Column({ type: 'text' })
  state!: 'open' | 'accepted' | 'revoked';

  /** Of what the link in the newest letter carries. */
  @Column({ name: 'token_hash', type: 'text', nullable: true })
  tokenHash!: string | null;

  /** When the newest letter was written. */
  @Column({ name: 'sent_at', type: 'timestamptz' })
  sentAt!: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  /** Null where the service invited, not a member. */
  @Column({ name: 'invited_by', type: 'uuid', nullable: true })
  invitedBy!: string | null;

  /** Who they became. */
  @Column({ name: 'member_id', type: 'uuid', nullable: true })
  memberId!: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  /** Whose address it was asked to be erased: it ends in the night. Nobody reads it before. */
  @Column({ name: 'is_unwanted', type: 'boolean', default: false })
  isUnwanted!: boolean;
}
