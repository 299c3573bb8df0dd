import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Standing permission to vote for somebody: all there is, a topic, a group's, or one proposal. */
@Entity({ schema: 'governance', name: 'delegations' })
@Check('delegations_two_check', 'member_id <> delegate_id')
@Check(
  'delegations_scope_check',
  `scope_kind IN ('proxy', 'proposal') OR scope_id = cooperative_id`,
)
@Check('delegations_recorded_check', `scope_kind = 'proxy' OR NOT is_recorded`)
@Check('delegations_topic_check', `(scope_kind = 'topic') = (topic_key <> '')`)
@Check('delegations_group_check', `(scope_kind = 'group') = (group_key <> '')`)
@Check('delegations_span_check', 'expires_at > given_at AND ended_at >= given_at')
@Index(
  'delegations_one_in_force',
  ['cooperativeId', 'memberId', 'scopeKind', 'scopeId', 'topicKey', 'groupKey'],
  {
    unique: true,
    where: '(ended_at IS NULL)',
  },
)
@Index('delegations_by_member', ['cooperativeId', 'memberId'])
@Index('delegations_by_delegate', ['cooperativeId', 'delegateId'])
@Index('delegations_by_scope', ['cooperativeId', 'scopeId'])
export class DelegationEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'delegations_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** Who gave it. */
  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  /** Who votes. */
  @Column({ name: 'delegate_id', type: 'uuid' })
  delegateId!: string;

  @Column({ name: 'scope_kind', type: 'text' })
  scopeKind!: 'proxy' | 'proposal' | 'group' | 'topic' | 'all';

  /** The proposal; where it is not one alone, the co-operative. */
  @Column({ name: 'scope_id', type: 'uuid' })
  scopeId!: string;

  /** Empty where it is not for a topic. */
  @Column({ name: 'topic_key', type: 'text', default: '' })
  topicKey!: string;

  /** Empty where it is not for what a working group brings. */
  @Column({ name: 'group_key', type: 'text', default: '' })
  groupKey!: string;

  /** Whether a secretary put it on record for whoever gave it. */
  @Column({ name: 'is_recorded', type: 'boolean', default: false })
  isRecorded!: boolean;

  @Column({ name: 'given_at', type: 'timestamptz' })
  givenAt!: Date;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt!: Date | null;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt!: Date | null;
}
