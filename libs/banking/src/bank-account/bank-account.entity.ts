import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'payments', name: 'bank_accounts' })
@Check('bank_accounts_currency', `currency ~ '^[A-Z]{3}$'`)
@Check('bank_accounts_rail_check', `rail ~ '^[a-z][a-z0-9-]*$'`)
@Unique('bank_accounts_number_unique', ['cooperativeId', 'accountNumber', 'currency'])
@Unique('bank_accounts_label_unique', ['cooperativeId', 'label'])
export class BankAccountEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'bank_accounts_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  label!: string;

  @Column({ name: 'holder_name', type: 'text' })
  holderName!: string;

  /** An IBAN, or any other number, without spaces. */
  @Column({ name: 'account_number', type: 'text' })
  accountNumber!: string;

  @Column({ type: 'text', nullable: true })
  bic!: string | null;

  @Column({ type: 'text' })
  currency!: string;

  /** How money leaves it: the name of a rail. */
  @Column({ type: 'text' })
  rail!: string;

  @Column({ name: 'ledger_account_id', type: 'uuid' })
  ledgerAccountId!: string;

  /** The account of the books that it shared with another one before; null where it never did. */
  @Column({ name: 'books_before_id', type: 'uuid', nullable: true })
  booksBeforeId!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}

@Entity({ schema: 'payments', name: 'settings' })
@Check('settings_cooling_off', 'cooling_off_hours between 0 and 720')
export class PaymentSettingsEntity {
  @PrimaryColumn({ name: 'cooperative_id', type: 'uuid', primaryKeyConstraintName: 'settings_pk' })
  cooperativeId!: string;

  /** Whoever approved the last step may not release as well. */
  @Column({ name: 'second_person_releases', type: 'boolean', default: false })
  secondPersonReleases!: boolean;

  /** How long new bank details wait before their first use. */
  @Column({ name: 'cooling_off_hours', type: 'integer', default: 24 })
  coolingOffHours!: number;
}
