import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';

@Entity({ schema: 'identity', name: 'passkeys' })
@Unique('passkeys_credential_unique', ['credentialId'])
@Index('passkeys_by_account', ['accountId'])
@Check('passkeys_credential_check', `length(credential_id) between 1 and 1400`)
@Check('passkeys_public_key_check', `octet_length(public_key) between 1 and 4000`)
@Check('passkeys_sign_count_check', `sign_count between 0 and 4294967295`)
@Check('passkeys_name_check', `length(name) between 1 and 100`)
export class PasskeyEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'passkeys_pk' })
  id!: string;

  @ForeignKey(() => AccountEntity, { name: 'passkeys_account_fk', onDelete: 'CASCADE' })
  @Column({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  /** How the authenticator calls it, in base64url. */
  @Column({ name: 'credential_id', type: 'text' })
  credentialId!: string;

  /** COSE, as the authenticator gave it. */
  @Column({ name: 'public_key', type: 'bytea' })
  publicKey!: Buffer;

  /** How often the authenticator says that it signed; 0 for ever where it does not count. */
  @Column({ name: 'sign_count', type: 'bigint' })
  signCount!: bigint;

  @Column({ type: 'text', array: true })
  transports!: string[];

  @Column({ type: 'text' })
  name!: string;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt!: Date | null;
}
