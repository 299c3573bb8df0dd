import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

const primaryKeyConstraintName = 'documents_pk';

/** A version of a document. Versions are added and retired, never changed. */
@Entity({ schema: 'governance', name: 'documents' })
@Check('documents_key_check', `key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 60`)
@Check('documents_version_check', 'version > 0')
@Check('documents_title_check', 'length(title) BETWEEN 1 AND 200')
@Check('documents_text_check', 'length(text) BETWEEN 1 AND 50000')
@Check('documents_text_hash_check', `text_hash ~ '^[0-9a-f]{64}$'`)
@Check('documents_retired_check', '(retired_at IS NULL) = (retired_by_proposal_id IS NULL)')
@Index('documents_one_in_force', ['cooperativeId', 'key'], {
  unique: true,
  where: '(retired_at IS NULL)',
})
export class DocumentEntity {
  @PrimaryColumn({ name: 'cooperative_id', type: 'uuid', primaryKeyConstraintName })
  cooperativeId!: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName })
  key!: string;

  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName })
  version!: number;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text' })
  text!: string;

  @Column({ name: 'text_hash', type: 'text' })
  textHash!: string;

  @Column({ name: 'adopted_at', type: 'timestamptz' })
  adoptedAt!: Date;

  // A preview tries it by a decision that is on no record: a law of the books asks instead.
  @Column({ name: 'adopted_by_proposal_id', type: 'uuid' })
  adoptedByProposalId!: string;

  /** When another version took its place. */
  @Column({ name: 'retired_at', type: 'timestamptz', nullable: true })
  retiredAt!: Date | null;

  @Column({ name: 'retired_by_proposal_id', type: 'uuid', nullable: true })
  retiredByProposalId!: string | null;
}
