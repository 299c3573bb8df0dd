import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'ledger', name: 'accounts' })
@Unique('ledger_accounts_code_key', ['cooperativeId', 'code', 'currency'])
@Unique('ledger_accounts_identity_key', ['id', 'cooperativeId', 'currency'])
@Unique('ledger_accounts_tenant_unique', ['id', 'cooperativeId'])
@Check('ledger_accounts_code_check', `code ~ '^[a-z][A-Za-z0-9:._-]{0,99}$'`)
@Check('ledger_accounts_name_check', `length(name) BETWEEN 1 AND 200`)
@Check(
  'ledger_accounts_kind_check',
  `kind IN ('asset', 'liability', 'equity', 'income', 'expense')`,
)
@Check('ledger_accounts_currency_check', `currency ~ '^[A-Z]{3}$'`)
@Check('ledger_accounts_held_check', `held_minor >= 0`)
@Check(
  'ledger_accounts_floor_check',
  `floor_minor IS NULL OR (CASE WHEN kind IN ('asset', 'expense') THEN balance_minor
    ELSE -balance_minor END) - held_minor >= floor_minor - below_floor_minor`,
)
@Check('ledger_accounts_below_check', `below_floor_minor >= 0`)
export class AccountEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ledger_accounts_pkey' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  code!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  kind!: 'asset' | 'liability' | 'equity' | 'income' | 'expense';

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'floor_minor', type: 'bigint', nullable: true })
  floorMinor!: bigint | null;

  @Column({ name: 'balance_minor', type: 'bigint', default: 0 })
  balanceMinor!: bigint;

  @Column({ name: 'held_minor', type: 'bigint', default: 0 })
  heldMinor!: bigint;

  @Column({ name: 'opened_at', type: 'timestamptz' })
  openedAt!: Date;

  /** Sum of all postings on the debit side. May outgrow what one balance can hold. */
  @Column({ name: 'debited_minor', type: 'numeric', default: 0 })
  debitedMinor!: string;

  /** When its newest checkpoint stands. What takes effect before it belongs to checkpoints. */
  @Column({ name: 'checkpointed_before', type: 'timestamptz', nullable: true })
  checkpointedBefore!: Date | null;

  /** How far below its floor what had happened outside took it; never what was decided here. */
  @Column({ name: 'below_floor_minor', type: 'bigint', default: 0 })
  belowFloorMinor!: bigint;
}
