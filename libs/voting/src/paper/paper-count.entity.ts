import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { CountedPapers } from './paper.js';

/** The papers of a vote, as they were counted: it counts once another person confirmed it. */
@Entity({ schema: 'governance', name: 'paper_counts' })
@Check('paper_counts_another_check', 'confirmed_by <> entered_by')
@Check('paper_counts_confirmed_check', '(confirmed_by IS NULL) = (confirmed_at IS NULL)')
@Check('paper_counts_handed_out_check', 'handed_out >= 0')
@Check('paper_counts_hash_check', `content_hash ~ '^[0-9a-f]{64}$'`)
@Check('paper_counts_missing_check', 'missing >= 0')
@Check('paper_counts_returned_check', 'returned >= 0')
@Check('paper_counts_spoilt_check', 'spoilt >= 0')
@Check('paper_counts_stated_check', 'num_nonnulls(spoilt, returned, missing) in (0, 3)')
@Check('paper_counts_protocol_check', 'length(protocol) >= 1 AND length(protocol) <= 5000')
export class PaperCountEntity {
  @ForeignKey('ProposalEntity', { name: 'paper_counts_proposal_fk' })
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName: 'paper_counts_pk' })
  proposalId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** Where, when and by whom they were counted. */
  @Column({ type: 'text' })
  protocol!: string;

  @Column({ name: 'handed_out', type: 'integer' })
  handedOut!: number;

  /** Papers that say the same together; each weighs one. */
  @Column({ type: 'jsonb' })
  ballots!: readonly CountedPapers[];

  /** Blank or invalid. Null as the other two are in counts from before they were stated. */
  @Column({ type: 'integer', nullable: true })
  spoilt!: number | null;

  /** Unused, as two people said of each. */
  @Column({ type: 'integer', nullable: true })
  returned!: number | null;

  /** Handed out, and found nowhere. */
  @Column({ type: 'integer', nullable: true })
  missing!: number | null;

  @Column({ name: 'content_hash', type: 'text' })
  contentHash!: string;

  @Column({ name: 'entered_by', type: 'uuid' })
  enteredBy!: string;

  @Column({ name: 'entered_at', type: 'timestamptz' })
  enteredAt!: Date;

  @Column({ name: 'confirmed_by', type: 'uuid', nullable: true })
  confirmedBy!: string | null;

  @Column({ name: 'confirmed_at', type: 'timestamptz', nullable: true })
  confirmedAt!: Date | null;
}
