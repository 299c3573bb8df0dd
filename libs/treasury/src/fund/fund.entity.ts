import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'treasury', name: 'funds' })
@Unique('funds_key_key', ['cooperativeId', 'key'])
@Unique('funds_account_key', ['accountId'])
@Check('funds_key_check', `key ~ '^[a-z0-9][a-z0-9-]{0,59}$'`)
@Check('funds_name_check', `length(name) BETWEEN 1 AND 200`)
@Check('funds_purpose_check', `length(purpose) BETWEEN 1 AND 2000`)
@Check('funds_currency_check', `currency ~ '^[A-Z]{3}$'`)
@Check('funds_limit_check', `limit_minor > 0`)
@Check('funds_closed_check', `closed_at >= opened_at`)
export class FundEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'funds_pkey' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** Part of its account's code, `fund:<key>`. */
  @Column({ type: 'text' })
  key!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  purpose!: string;

  @Column({ type: 'text' })
  currency!: string;

  /** The most that may be in it, in minor units; null: no limit. */
  @Column({ name: 'limit_minor', type: 'bigint', nullable: true })
  limitMinor!: bigint | null;

  @Column({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @Column({ name: 'opened_at', type: 'timestamptz' })
  openedAt!: Date;

  @Column({ name: 'closed_at', type: 'timestamptz', nullable: true })
  closedAt!: Date | null;
}
