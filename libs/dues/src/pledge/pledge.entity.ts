import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { PlanEntity } from '../plan/plan.entity.js';

@Entity({ schema: 'dues', name: 'pledges' })
@Check('pledges_amount', 'amount_minor >= 0')
@Check('pledges_span', 'ends_on is null or ends_on >= starts_on')
@Index('pledges_one_current', ['cooperativeId', 'memberId'], {
  unique: true,
  where: '(ends_on IS NULL)',
})
export class PledgeEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pledges_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @ForeignKey(() => PlanEntity, { name: 'pledges_plan_fk' })
  @Column({ name: 'plan_id', type: 'uuid' })
  planId!: string;

  @Column({ name: 'amount_minor', type: 'bigint' })
  amountMinor!: bigint;

  @Column({ name: 'starts_on', type: 'date' })
  startsOn!: string;

  @Column({ name: 'ends_on', type: 'date', nullable: true })
  endsOn!: string | null;

  @Column({ name: 'chosen_at', type: 'timestamptz' })
  chosenAt!: Date;
}
