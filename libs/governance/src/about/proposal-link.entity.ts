import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { LinkKind } from './proposal-link.js';

const primaryKeyConstraintName = 'proposal_links_pk';

/** Something that a proposal is about. */
@Entity({ schema: 'governance', name: 'proposal_links' })
@Check('proposal_links_place_check', 'place BETWEEN 1 AND 10')
@Check('proposal_links_kind_check', `kind IN ('expense', 'fund', 'document', 'proposal', 'member')`)
@Check(
  'proposal_links_subject_check',
  `(kind = 'document') = (document_key IS NOT NULL)
     AND (kind = 'document') = (subject_id IS NULL)`,
)
@Index('proposal_links_by_subject', ['cooperativeId', 'kind', 'subjectId'], {
  where: '(subject_id IS NOT NULL)',
})
export class ProposalLinkEntity {
  @ForeignKey('ProposalEntity', { name: 'proposal_links_proposal_fk' })
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName })
  proposalId!: string;

  /** From 1. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName })
  place!: number;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  kind!: LinkKind;

  @Column({ name: 'subject_id', type: 'uuid', nullable: true })
  subjectId!: string | null;

  /** Of a document, which has no id but its key. */
  @Column({ name: 'document_key', type: 'text', nullable: true })
  documentKey!: string | null;
}
