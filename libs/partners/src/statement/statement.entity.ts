import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { UsagePeriodEntity } from '../period/period.entity.js';
import { PartnerEntity } from '../partner/partner.entity.js';

@Entity({ schema: 'partners', name: 'statements' })
@Check('statements_share', 'share_minor >= 0')
@Check('statements_accrued', 'accrued_minor >= 0')
@Check(
  'statements_state_known',
  `state in ('draft', 'approved', 'accrued', 'paid', 'payout-failed')`,
)
@Check(
  'statements_sum_check',
  'amount_minor = share_minor + waited_minor - untold_minor + accrued_minor',
)
@Check(
  'statements_untold_check',
  `waited_minor >= 0 and untold_minor between 0 and share_minor + waited_minor
    and (waits or untold_minor = 0)`,
)
@Unique('statements_one_per_period', ['cooperativeId', 'partnerId', 'periodId', 'currency'])
@Unique('statements_payout_unique', ['payoutId'])
@Index('statements_by_partner', ['cooperativeId', 'partnerId', 'createdAt', 'id'])
@Index('statements_by_time', ['cooperativeId', 'createdAt', 'id'])
@Index('statements_by_state', ['cooperativeId', 'state', 'createdAt', 'id'])
export class UsageStatementEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'statements_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey(() => PartnerEntity, { name: 'statements_partner_fk' })
  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId!: string;

  @ForeignKey(() => UsagePeriodEntity, { name: 'statements_period_fk' })
  @Column({ name: 'period_id', type: 'uuid' })
  periodId!: string;

  @Column({ name: 'share_minor', type: 'bigint' })
  shareMinor!: bigint;

  /** Of earlier months, what their statements did not tell. */
  @Column({ name: 'waited_minor', type: 'bigint' })
  waitedMinor!: bigint;

  /** Of both, what this one does not tell either: it would tell single members' dues. */
  @Column({ name: 'untold_minor', type: 'bigint' })
  untoldMinor!: bigint;

  /** Whether something is untold, be it nothing: that nobody paid is not told either. */
  @Column({ type: 'boolean' })
  waits!: boolean;

  /** What was told and is below the least payout. */
  @Column({ name: 'accrued_minor', type: 'bigint' })
  accruedMinor!: bigint;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ type: 'bigint' })
  events!: bigint;

  @Column({ name: 'late_events', type: 'bigint' })
  lateEvents!: bigint;

  @Column({ name: 'events_hash', type: 'text' })
  eventsHash!: string;

  @Column({ name: 'events_salt', type: 'text' })
  eventsSalt!: string;

  @Column({ type: 'numeric' })
  quantity!: string;

  @Column({ type: 'text' })
  state!: 'draft' | 'approved' | 'accrued' | 'paid' | 'payout-failed';

  @Column({ name: 'approved_by_account_id', type: 'uuid', nullable: true })
  approvedByAccountId!: string | null;

  @Column({ name: 'approved_at', type: 'timestamptz', nullable: true })
  approvedAt!: Date | null;

  @Column({ name: 'transaction_id', type: 'uuid', nullable: true })
  transactionId!: string | null;

  @Column({ name: 'payout_id', type: 'uuid', nullable: true })
  payoutId!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
