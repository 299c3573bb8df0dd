import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { CountedPapers } from './paper.js';

/** Papers as somebody entered them before they were entered anew: for who confirms them. */
@Entity({ schema: 'governance', name: 'paper_entries' })
@Check('paper_entries_nth_check', 'nth >= 1')
export class PaperEntryEntity {
  @ForeignKey('PaperCountEntity', { name: 'paper_entries_count_fk' })
  @PrimaryColumn({
    name: 'proposal_id',
    type: 'uuid',
    primaryKeyConstraintName: 'paper_entries_pk',
  })
  proposalId!: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'paper_entries_pk' })
  nth!: number;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  protocol!: string;

  @Column({ name: 'handed_out', type: 'integer' })
  handedOut!: number;

  @Column({ type: 'jsonb' })
  ballots!: readonly CountedPapers[];

  @Column({ type: 'integer', nullable: true })
  spoilt!: number | null;

  @Column({ type: 'integer', nullable: true })
  returned!: number | null;

  @Column({ type: 'integer', nullable: true })
  missing!: number | null;

  @Column({ name: 'content_hash', type: 'text' })
  contentHash!: string;

  @Column({ name: 'entered_by', type: 'uuid' })
  enteredBy!: string;

  @Column({ name: 'entered_at', type: 'timestamptz' })
  enteredAt!: Date;
}
