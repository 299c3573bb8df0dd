import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { PartnerEntity } from '../partner/partner.entity.js';
import { UsagePeriodEntity } from '../period/period.entity.js';

/** How much of a partner's share of a period is of one member's dues. */
@Entity({ schema: 'partners', name: 'share_parts' })
@Check('share_parts_part_check', 'part > 0')
@Unique('share_parts_once_unique', ['cooperativeId', 'partnerId', 'periodId', 'memberId'])
export class SharePartEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'share_parts_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey(() => PartnerEntity, { name: 'share_parts_partner_fk' })
  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId!: string;

  @ForeignKey(() => UsagePeriodEntity, { name: 'share_parts_period_fk' })
  @Column({ name: 'period_id', type: 'uuid' })
  periodId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  /** In parts of a minor unit, whole ones. */
  @Column({ type: 'numeric' })
  part!: string;

  @Column({ name: 'shared_at', type: 'timestamptz' })
  sharedAt!: Date;
}
