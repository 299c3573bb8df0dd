import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'governance', name: 'actions' })
@Unique('actions_ordinal_unique', ['proposalId', 'ordinal'])
@Check('actions_state_known_check', `state IN ('pending', 'executed', 'failed')`)
@Check('actions_executed_has_time_check', `(state = 'executed') = (executed_at IS NOT NULL)`)
@Check('actions_failure_has_code_check', `(state = 'failed') = (failure_code IS NOT NULL)`)
@Index('actions_by_person', ['cooperativeId', 'aboutMemberId'], {
  where: '(about_member_id IS NOT NULL)',
})
export class ActionEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'actions_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey('ProposalEntity', { name: 'actions_proposal_fk' })
  @Column({ name: 'proposal_id', type: 'uuid' })
  proposalId!: string;

  @Column({ type: 'integer' })
  ordinal!: number;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'jsonb' })
  payload!: Readonly<Record<string, unknown>>;

  @Column({ type: 'text' })
  state!: 'pending' | 'executed' | 'failed';

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  @Column({ name: 'executed_at', type: 'timestamptz', nullable: true })
  executedAt!: Date | null;

  @Column({ name: 'failure_code', type: 'text', nullable: true })
  failureCode!: string | null;

  @Column({ name: 'failure_message', type: 'text', nullable: true })
  failureMessage!: string | null;

  /** The member whom it is about, so that what is said of them goes with them. */
  @Column({ name: 'about_member_id', type: 'uuid', nullable: true })
  aboutMemberId!: string | null;
}
