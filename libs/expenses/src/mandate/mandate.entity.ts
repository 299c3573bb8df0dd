import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { ExpenseCategory } from '../expense/expense.js';
import type { MandatePeriod } from './mandate.js';

@Entity({ schema: 'expenses', name: 'mandates' })
@Unique('mandates_key_unique', ['cooperativeId', 'key'])
@Check('mandates_key_check', `key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 60`)
@Check('mandates_title_check', 'length(title) BETWEEN 1 AND 120')
@Check('mandates_currency_check', `currency ~ '^[A-Z]{3}$'`)
@Check('mandates_period_check', `period IN ('month', 'quarter', 'year')`)
@Check('mandates_caps_check', 'cap_minor > 0 AND (total_minor IS NULL OR total_minor >= cap_minor)')
@Check('mandates_days_check', `ends_on >= starts_on AND ends_on < '3000-01-01'`)
@Check('mandates_grace_check', 'grace_days BETWEEN 0 AND 366')
@Check('mandates_ended_check', '(ended_at IS NULL) = (ended_by_proposal_id IS NULL)')
export class MandateEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'mandates_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  key!: string;

  @Column({ type: 'text' })
  title!: string;

  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId!: string;

  @Column({ type: 'text' })
  category!: ExpenseCategory;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ type: 'text' })
  period!: MandatePeriod;

  @Column({ name: 'cap_minor', type: 'bigint' })
  capMinor!: bigint;

  @Column({ name: 'total_minor', type: 'bigint', nullable: true })
  totalMinor!: bigint | null;

  @Column({ name: 'starts_on', type: 'date' })
  startsOn!: string;

  @Column({ name: 'ends_on', type: 'date' })
  endsOn!: string;

  /** For how many days after the last one bills are taken. */
  @Column({ name: 'grace_days', type: 'integer' })
  graceDays!: number;

  /** The policy of the decision, as what is paid under it names. */
  @Column({ name: 'policy_key', type: 'text' })
  policyKey!: string;

  @Column({ name: 'granted_at', type: 'timestamptz' })
  grantedAt!: Date;

  @Column({ name: 'granted_by_proposal_id', type: 'uuid' })
  grantedByProposalId!: string;

  /** When members ended it, before its last day. */
  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt!: Date | null;

  @Column({ name: 'ended_by_proposal_id', type: 'uuid', nullable: true })
  endedByProposalId!: string | null;
}
