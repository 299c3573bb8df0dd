import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** What was voted in a detached vote: one row, written anew with each ballot. */
@Entity({ schema: 'governance', name: 'ballot_boxes' })
@Check('ballot_boxes_held_check', 'held >= 0')
@Check('ballot_boxes_counted_whole_check', '(counted IS NULL) = (receipts IS NULL)')
@Check('ballot_boxes_counted_open_check', 'counted IS NULL OR inbox IS NULL AND chest IS NULL')
export class BallotBoxEntity {
  @ForeignKey('ProposalEntity', { name: 'ballot_boxes_proposal_fk' })
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName: 'ballot_boxes_pk' })
  proposalId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** How many ballots are in it. */
  @Column({ type: 'integer', default: 0 })
  held!: number;

  /** Sealed, of the ballots that came last; see `poolSize`. */
  @Column({ type: 'bytea', nullable: true })
  inbox!: Buffer | null;

  /** Sealed, all others. */
  @Column({ type: 'bytea', nullable: true })
  chest!: Buffer | null;

  /** What ballots say and how many say it, once the vote is closed. */
  @Column({ type: 'jsonb', nullable: true })
  counted!: readonly { readonly mark: unknown; readonly ballots: number }[] | null;

  /** The receipts that were given out, sorted, once the vote is closed. */
  @Column({ type: 'text', array: true, nullable: true })
  receipts!: readonly string[] | null;
}
