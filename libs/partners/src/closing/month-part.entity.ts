import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { UsagePeriodEntity } from '../period/period.entity.js';

const key = { primaryKeyConstraintName: 'month_parts_pk', type: 'uuid' } as const;

/** How much of what went to all partners in a month is of one member's dues. */
@Entity({ schema: 'partners', name: 'month_parts' })
@Check('month_parts_part_check', 'part > 0')
@Index('month_parts_by_cooperative', ['cooperativeId'])
export class MonthPartEntity {
  @ForeignKey(() => UsagePeriodEntity, { name: 'month_parts_period_fk' })
  @PrimaryColumn({ ...key, name: 'period_id' })
  periodId!: string;

  @PrimaryColumn({ ...key, name: 'member_id' })
  memberId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** In parts of a minor unit, whole ones. */
  @Column({ type: 'numeric' })
  part!: string;
}
