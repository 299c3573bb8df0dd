import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

export type RefundState = 'requested' | 'paid' | 'failed';

/** A member's credit that is paid out to them: what its payout pays. */
@Entity({ schema: 'dues', name: 'refunds' })
@Check('refunds_amount_check', 'amount_minor > 0')
@Check('refunds_state_check', `state in ('requested', 'paid', 'failed')`)
@Unique('refunds_payout_unique', ['cooperativeId', 'payoutId'])
@Index('refunds_by_member', ['cooperativeId', 'memberId', 'id'])
export class RefundEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'refunds_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ name: 'payout_id', type: 'uuid' })
  payoutId!: string;

  @Column({ type: 'text' })
  state!: RefundState;

  @Column({ name: 'requested_by_account_id', type: 'uuid', nullable: true })
  requestedByAccountId!: string | null;

  @Column({ name: 'requested_at', type: 'timestamptz' })
  requestedAt!: Date;

  /** When it was paid, or came to nothing. */
  @Column({ name: 'ended_at', type: 'timestamptz', nullable: true })
  endedAt!: Date | null;
}
