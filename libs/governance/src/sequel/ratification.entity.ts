import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { ProposalEntity } from '../proposal/proposal.entity.js';

export const ratificationStates = ['pending', 'ratified', 'refused'] as const;
export type RatificationState = (typeof ratificationStates)[number];

/** What was decided in an emergency, and what the members said of it afterwards. */
@Entity({ schema: 'governance', name: 'ratifications' })
@Check('ratifications_state_check', `state in ('pending', 'ratified', 'refused')`)
@Check('ratifications_undone_check', `jsonb_typeof(undone) = 'array'`)
@Check('ratifications_stands_check', `jsonb_typeof(stands) = 'array'`)
@Check('ratifications_decided_check', `(state = 'pending') = (decided_at is null)`)
@Unique('ratifications_vote_unique', ['voteId'])
@Index('ratifications_pending', ['cooperativeId', 'ratifyBy'], {
  where: `(state = 'pending'::text)`,
})
export class RatificationEntity {
  @ForeignKey(() => ProposalEntity, { name: 'ratifications_proposal_fk' })
  @PrimaryColumn({
    name: 'proposal_id',
    type: 'uuid',
    primaryKeyConstraintName: 'ratifications_pk',
  })
  proposalId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** The vote of the members; null where none could be made. */
  @ForeignKey(() => ProposalEntity, { name: 'ratifications_vote_fk' })
  @Column({ name: 'vote_id', type: 'uuid', nullable: true })
  voteId!: string | null;

  @Column({ name: 'ratify_by', type: 'timestamptz' })
  ratifyBy!: Date;

  @Column({ type: 'text' })
  state!: RatificationState;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  /** Kinds of actions that were done, and are taken back. */
  @Column({ type: 'jsonb' })
  undone!: readonly string[];

  /** Kinds of actions that were done, and could not be taken back. */
  @Column({ type: 'jsonb' })
  stands!: readonly string[];
}
