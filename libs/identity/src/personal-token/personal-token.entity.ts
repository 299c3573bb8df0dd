import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';

@Entity({ schema: 'identity', name: 'personal_tokens' })
@Unique('personal_tokens_token_hash_key', ['tokenHash'])
@Check('personal_tokens_token_hash_check', `token_hash ~ '^[0-9a-f]{64}$'`)
@Check('personal_tokens_name_check', `length(name) BETWEEN 1 AND 100`)
@Check('personal_tokens_scopes_check', `cardinality(scopes) > 0`)
@Check('personal_tokens_expiry_check', `expires_at > created_at`)
@Index('personal_tokens_account_idx', ['cooperativeId', 'accountId', 'createdAt', 'id'])
export class PersonalTokenEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'personal_tokens_pkey' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey(() => AccountEntity, { name: 'personal_tokens_account_fkey', onDelete: 'CASCADE' })
  @Column({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ name: 'token_hash', type: 'text' })
  tokenHash!: string;

  @Column({ type: 'text' })
  hint!: string;

  @Column({ type: 'text', array: true })
  scopes!: readonly string[];

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt!: Date | null;

  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;
}
