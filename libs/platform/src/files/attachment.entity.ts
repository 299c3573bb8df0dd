import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'platform', name: 'attachments' })
@Check('attachments_size_positive', 'size_bytes > 0')
@Check('attachments_sha256_hex', `sha256 ~ '^[0-9a-f]{64}$'`)
@Check('attachments_subject_whole', '(subject_kind is null) = (subject_id is null)')
@Check('attachments_let_go_check', 'let_go_at is null or subject_kind is null')
@Index('attachments_by_subject', ['cooperativeId', 'subjectKind', 'subjectId'])
export class AttachmentEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'attachments_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'uploaded_by_account_id', type: 'uuid', nullable: true })
  uploadedByAccountId!: string | null;

  @Column({ name: 'uploaded_by_member_id', type: 'uuid', nullable: true })
  uploadedByMemberId!: string | null;

  @Column({ type: 'text' })
  name!: string;

  @Column({ name: 'media_type', type: 'text' })
  mediaType!: string;

  @Column({ name: 'size_bytes', type: 'integer' })
  sizeBytes!: number;

  @Column({ type: 'text' })
  sha256!: string;

  @Column({ name: 'subject_kind', type: 'text', nullable: true })
  subjectKind!: string | null;

  @Column({ name: 'subject_id', type: 'uuid', nullable: true })
  subjectId!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  /** When it was taken out of what it belonged to; null while it is of something, or is new. */
  @Column({ name: 'let_go_at', type: 'timestamptz', nullable: true })
  letGoAt!: Date | null;
}
