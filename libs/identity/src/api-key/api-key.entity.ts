import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'identity', name: 'api_keys' })
@Unique('api_keys_token_hash_key', ['tokenHash'])
@Check('api_keys_token_hash_check', `token_hash ~ '^[0-9a-f]{64}$'`)
@Check('api_keys_name_check', `length(name) BETWEEN 1 AND 100`)
@Check('api_keys_scopes_check', `cardinality(scopes) > 0`)
@Check('api_keys_expiry_check', `expires_at IS NULL OR expires_at > created_at`)
@Index('api_keys_partner_idx', ['cooperativeId', 'partnerId', 'createdAt', 'id'])
export class ApiKeyEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'api_keys_pkey' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ name: 'token_hash', type: 'text' })
  tokenHash!: string;

  @Column({ type: 'text' })
  hint!: string;

  @Column({ type: 'text', array: true })
  scopes!: readonly string[];

  @Column({ name: 'issued_by', type: 'uuid', nullable: true })
  issuedBy!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'expires_at', type: 'timestamptz', nullable: true })
  expiresAt!: Date | null;

  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt!: Date | null;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;

  @ForeignKey(() => ApiKeyEntity, { name: 'api_keys_replaced_by_fkey' })
  @Column({ name: 'replaced_by', type: 'uuid', nullable: true })
  replacedBy!: string | null;
}
