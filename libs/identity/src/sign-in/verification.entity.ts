import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity({ schema: 'identity', name: 'verifications' })
@Check('verifications_identifier_hash_check', `identifier_hash ~ '^[0-9a-f]{64}$'`)
@Index('verifications_identifier_idx', ['identifierHash'])
@Index('verifications_expires_idx', ['expiresAt'])
export class VerificationEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'verifications_pkey' })
  id!: string;

  @Column({ name: 'identifier_hash', type: 'text' })
  identifierHash!: string;

  @Column({ type: 'text' })
  value!: string;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
