import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'platform', name: 'facts' })
@Unique('facts_id_unique', ['id'])
@Check('facts_visibility_known', `visibility in ('public', 'members', 'private')`)
@Index('facts_by_cooperative', ['cooperativeId', 'position'])
@Index('facts_by_subject', ['subjectId', 'position'])
@Index('facts_by_type', ['cooperativeId', 'type', 'position'])
@Index('facts_by_time', ['cooperativeId', 'occurredAt', 'position'])
@Index('facts_by_member', ['cooperativeId', 'memberId', 'position'], {
  where: '(member_id IS NOT NULL)',
})
export class FactEntity {
  @PrimaryColumn({
    type: 'bigint',
    generated: 'identity',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'facts_pk',
  })
  position!: bigint;

  @Column({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  type!: string;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ name: 'subject_kind', type: 'text' })
  subjectKind!: string;

  @Column({ name: 'subject_id', type: 'uuid' })
  subjectId!: string;

  @Column({ type: 'text' })
  visibility!: string;

  @Column({ type: 'jsonb' })
  data!: object;

  @Column({ name: 'cooperative_id', type: 'uuid', nullable: true })
  cooperativeId!: string | null;

  @Column({ name: 'actor_kind', type: 'text' })
  actorKind!: string;

  @Column({ name: 'account_id', type: 'uuid', nullable: true })
  accountId!: string | null;

  @Column({ name: 'member_id', type: 'uuid', nullable: true })
  memberId!: string | null;

  @Column({ name: 'partner_id', type: 'uuid', nullable: true })
  partnerId!: string | null;

  @Column({ type: 'text' })
  via!: string;

  @Column({ name: 'request_id', type: 'text' })
  requestId!: string;

  @Column({ name: 'occurred_at', type: 'timestamptz' })
  occurredAt!: Date;

  @Column({ name: 'recorded_at', type: 'timestamptz', default: () => 'now()' })
  recordedAt!: Date;
}

@Entity({ schema: 'platform', name: 'fact_outbox' })
export class FactOutboxEntity {
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'fact_outbox_pk' })
  position!: bigint;
}
