import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { HandedPaperState } from './handed-paper.js';

/**
 * A paper that was handed to a voter, who votes by it alone until two say that it came back unused.
 * It stays on the list. What is on it is nobody's.
 */
@Entity({ schema: 'governance', name: 'paper_voters' })
@ForeignKey('ElectorateEntity', ['proposalId', 'memberId'], ['proposalId', 'memberId'], {
  name: 'paper_voters_voter_fk',
})
@Index('paper_voters_by_member', ['cooperativeId', 'memberId'])
@Index('paper_voters_once', ['proposalId', 'memberId'], {
  unique: true,
  where: `state <> 'returned'`,
})
@Check('paper_voters_nth_check', 'nth >= 1')
@Check('paper_voters_state_check', `state in ('out', 'taken-back', 'returned')`)
@Check('paper_voters_handed_out_check', '(handed_out_by is null) = (handed_out_at is null)')
@Check(
  'paper_voters_taken_back_check',
  `(taken_back_by is null) = (taken_back_at is null)
    and (state = 'out' or taken_back_by is not null)`,
)
@Check(
  'paper_voters_returned_check',
  `(returned_by is null) = (returned_at is null)
    and (state = 'returned') = (returned_by is not null)`,
)
@Check('paper_voters_refused_check', '(refused_by is null) = (refused_at is null)')
@Check(
  'paper_voters_two_check',
  'taken_back_by <> member_id and returned_by <> member_id and returned_by <> taken_back_by',
)
export class PaperVoterEntity {
  @PrimaryColumn({
    name: 'proposal_id',
    type: 'uuid',
    primaryKeyConstraintName: 'paper_voters_pk',
  })
  proposalId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid', primaryKeyConstraintName: 'paper_voters_pk' })
  memberId!: string;

  /** Which one of theirs: they get another when one is returned. */
  @PrimaryColumn({ type: 'integer', default: 1, primaryKeyConstraintName: 'paper_voters_pk' })
  nth!: number;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text', default: 'out' })
  state!: HandedPaperState;

  /** Null of papers from before that was kept. */
  @Column({ name: 'handed_out_by', type: 'uuid', nullable: true })
  handedOutBy!: string | null;

  @Column({ name: 'handed_out_at', type: 'timestamptz', nullable: true })
  handedOutAt!: Date | null;

  /** Who took it back last, whether or not a second person refused that. */
  @Column({ name: 'taken_back_by', type: 'uuid', nullable: true })
  takenBackBy!: string | null;

  @Column({ name: 'taken_back_at', type: 'timestamptz', nullable: true })
  takenBackAt!: Date | null;

  @Column({ name: 'returned_by', type: 'uuid', nullable: true })
  returnedBy!: string | null;

  @Column({ name: 'returned_at', type: 'timestamptz', nullable: true })
  returnedAt!: Date | null;

  @Column({ name: 'refused_by', type: 'uuid', nullable: true })
  refusedBy!: string | null;

  @Column({ name: 'refused_at', type: 'timestamptz', nullable: true })
  refusedAt!: Date | null;

  /** When its voter said that they hold none. */
  @Column({ name: 'disowned_at', type: 'timestamptz', nullable: true })
  disownedAt!: Date | null;
}
