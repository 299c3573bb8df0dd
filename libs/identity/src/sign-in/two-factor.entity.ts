import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';

@Entity({ schema: 'identity', name: 'two_factors' })
@Unique('two_factors_account_key', ['accountId'])
export class TwoFactorEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'two_factors_pkey' })
  id!: string;

  @ForeignKey(() => AccountEntity, { name: 'two_factors_account_fkey', onDelete: 'CASCADE' })
  @Column({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @Column({ name: 'secret_encrypted', type: 'text' })
  secretEncrypted!: string;

  @Column({ name: 'backup_codes_encrypted', type: 'text' })
  backupCodesEncrypted!: string;

  @Column({ type: 'boolean', default: true })
  verified!: boolean;

  @Column({ name: 'failed_verifications', type: 'integer', default: 0 })
  failedVerifications!: number;

  @Column({ name: 'locked_until', type: 'timestamptz', nullable: true })
  lockedUntil!: Date | null;
}
