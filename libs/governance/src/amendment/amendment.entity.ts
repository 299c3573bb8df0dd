import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { AmendmentState } from './amendment.js';

@Entity({ schema: 'governance', name: 'amendments' })
@Check('amendments_state_check', `state IN ('proposed', 'accepted', 'declined', 'withdrawn')`)
@Check('amendments_title_check', 'length(title) BETWEEN 1 AND 200')
@Check('amendments_body_check', 'length(body) <= 50000')
@Check('amendments_note_check', 'length(note) <= 2000')
@Check('amendments_ended_check', `(state = 'proposed') = (ended_at IS NULL)`)
@Check('amendments_made_check', `(state = 'accepted') = (made_version IS NOT NULL)`)
@Index('amendments_by_proposal', ['cooperativeId', 'proposalId', 'proposedAt', 'id'])
@Index('amendments_one_a_version', ['proposalId', 'madeVersion'], {
  unique: true,
  where: '(made_version IS NOT NULL)',
})
export class AmendmentEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'amendments_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey('ProposalEntity', { name: 'amendments_proposal_fk' })
  @Column({ name: 'proposal_id', type: 'uuid' })
  proposalId!: string;

  @Column({ name: 'proposed_by_member_id', type: 'uuid' })
  proposedByMemberId!: string;

  /** The version that it would change. */
  @Column({ name: 'on_version', type: 'integer' })
  onVersion!: number;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  body!: string;

  /** Why, in the words of whoever proposed it. */
  @Column({ type: 'text', nullable: true })
  note!: string | null;

  @Column({ type: 'text' })
  state!: AmendmentState;

  @Column({ name: 'proposed_at', type: 'timestamptz' })
  proposedAt!: Date;

  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  @Column({ name: 'ended_by_member_id', type: 'uuid', nullable: true })
  endedByMemberId!: string | null;

  /** The version that it made. */
  @Column({ name: 'made_version', type: 'integer', nullable: true })
  madeVersion!: number | null;
}
