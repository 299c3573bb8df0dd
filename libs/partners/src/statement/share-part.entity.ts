import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { PartnerEntity } from '../partner/partner.entity.js';
import { UsagePeriodEntity } from '../period/period.entity.js';

/** How much of a partner's share of a period is of one member's dues. */
@Entity({ schema: 'partners', name: 'share_parts' })
@Check('share_parts_part_check', 'part > 0')
export class SharePartEntity {
  @PrimaryColumn({
    name: 'cooperative_id',
    type: 'uuid',
    primaryKeyConstraintName: 'share_parts_pk',
  })
  cooperativeId!: string;

  @ForeignKey(() => PartnerEntity, { name: 'share_parts_partner_fk' })
  @PrimaryColumn({ name: 'partner_id', type: 'uuid', primaryKeyConstraintName: 'share_parts_pk' })
  partnerId!: string;

  @ForeignKey(() => UsagePeriodEntity, { name: 'share_parts_period_fk' })
  @PrimaryColumn({ name: 'period_id', type: 'uuid', primaryKeyConstraintName: 'share_parts_pk' })
  periodId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid', primaryKeyConstraintName: 'share_parts_pk' })
  memberId!: string;

  /** In parts of a minor unit, whole ones. */
  @Column({ type: 'numeric' })
  part!: string;

  @Column({ name: 'shared_at', type: 'timestamptz' })
  sharedAt!: Date;
}
