import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'identity', name: 'accounts' })
@Unique('accounts_email_key', ['email'])
@Check('accounts_email_lower_check', `email = lower(email)`)
export class AccountEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'accounts_pkey' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  email!: string;

  @Column({ name: 'email_verified', type: 'boolean', default: false })
  emailVerified!: boolean;

  @Column({ type: 'text', nullable: true })
  image!: string | null;

  @Column({ name: 'two_factor_enabled', type: 'boolean', default: false })
  twoFactorEnabled!: boolean;

  @Column({ name: 'disabled_at', type: 'timestamptz', nullable: true })
  disabledAt!: Date | null;

  @Column({ name: 'erased_at', type: 'timestamptz', nullable: true })
  erasedAt!: Date | null;

  /** Whether its person asked to be erased: whoever invites the address is to let them be. */
  @Column({ name: 'forgets_invitations', type: 'boolean', default: false })
  forgetsInvitations!: boolean;

  /** The day of the latest session, in UTC: by which what nobody uses is dropped. */
  @Column({ name: 'last_used_on', type: 'date', nullable: true })
  lastUsedOn!: string | null;

  /** The day on which its owner was told that it goes unless it is used. */
  @Column({ name: 'idle_told_on', type: 'date', nullable: true })
  idleToldOn!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'updated_at', type: 'timestamptz' })
  updatedAt!: Date;
}
