import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** `lapsed` is what nobody decided in time. */
export type WaiverState = 'asked' | 'granted' | 'refused' | 'withdrawn' | 'lapsed';

@Entity({ schema: 'dues', name: 'waivers' })
@Check('waivers_amount', 'amount_minor >= 0')
@Check('waivers_state_check', `state in ('asked', 'granted', 'refused', 'withdrawn', 'lapsed')`)
@Check('waivers_ended_check', `reason_sealed is null or state not in ('withdrawn', 'lapsed')`)
@Check('waivers_span', 'until_on >= from_on')
@Check('waivers_decided', `(state in ('granted', 'refused')) = (decided_at is not null)`)
@Index('waivers_of_member', ['cooperativeId', 'memberId', 'fromOn'])
@Index('waivers_one_asked', ['cooperativeId', 'memberId'], {
  unique: true,
  where: `(state = 'asked'::text)`,
})
export class WaiverEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'waivers_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  @Column({ name: 'from_on', type: 'date' })
  fromOn!: string;

  @Column({ name: 'until_on', type: 'date' })
  untilOn!: string;

  @Column({ name: 'reason_sealed', type: 'bytea', nullable: true })
  reasonSealed!: Buffer | null;

  @Column({ type: 'text' })
  state!: WaiverState;

  @Column({ name: 'asked_at', type: 'timestamptz' })
  askedAt!: Date;

  /** When its member was told that it lapses soon. */
  @Column({ name: 'lapse_told_at', type: 'timestamptz', nullable: true })
  lapseToldAt!: Date | null;

  @Column({ name: 'decided_by_account_id', type: 'uuid', nullable: true })
  decidedByAccountId!: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;
}
