import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ElectorateEntity } from '../electorate/electorate.entity.js';

@Entity({ schema: 'governance', name: 'ballots' })
@ForeignKey(
  () => ElectorateEntity,
  ['proposalId', 'memberId', 'weight'],
  ['proposalId', 'memberId', 'weight'],
  { name: 'ballots_voter_fk' },
)
@Check('ballots_reason_length_check', 'length(reason) <= 5000')
@Check('ballots_reason_once_check', 'reason IS NULL OR reason_sealed IS NULL')
@Check('ballots_mark_size_check', 'pg_column_size(mark) <= 32768')
@Index('ballots_one_current', ['proposalId', 'memberId'], {
  unique: true,
  where: '(superseded_at IS NULL)',
})
@Check('ballots_taken_back_check', 'superseded_at IS NOT NULL OR NOT taken_back')
@Check('ballots_voided_check', 'taken_back OR NOT voided')
@Index('ballots_taken_back', ['proposalId', 'memberId'], { where: 'taken_back' })
@Index('ballots_log', ['proposalId', 'castAt', 'id'])
export class BallotEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ballots_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'proposal_id', type: 'uuid' })
  proposalId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  /** What it says, in the shape of its vote's kind. */
  @Column({ type: 'jsonb' })
  mark!: unknown;

  @Column({ type: 'bigint' })
  weight!: bigint;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  /** The same, where the vote is a hearing. */
  @Column({ name: 'reason_sealed', type: 'bytea', nullable: true })
  reasonSealed!: Buffer | null;

  @Column({ name: 'cast_at', type: 'timestamptz' })
  castAt!: Date;

  @Column({ name: 'cast_via', type: 'text' })
  castVia!: string;

  @Column({ name: 'supersedes_id', type: 'uuid', nullable: true })
  supersedesId!: string | null;

  /** Since when it counts no more: another took its place, or its voter took it back. */
  @Column({ name: 'superseded_at', type: 'timestamptz', nullable: true })
  supersededAt!: Date | null;

  @Column({ name: 'taken_back', type: 'boolean', default: false })
  takenBack!: boolean;

  /** Not its voter, but another text took it back: it was on an earlier version. */
  @Column({ type: 'boolean', default: false })
  voided!: boolean;

  @Column({ name: 'recorded_at', type: 'timestamptz', default: () => 'now()' })
  recordedAt!: Date;

  /** The ballot that this one is like, where its voter had another vote for them. */
  @Column({ name: 'follows_id', type: 'uuid', nullable: true })
  followsId!: string | null;
}
