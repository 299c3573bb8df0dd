import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { PartnerEntity } from '../partner/partner.entity.js';

/** A member who was erased, for a partner that reported what they used. */
@Entity({ schema: 'partners', name: 'erased_users' })
@Unique('erased_users_once_unique', ['cooperativeId', 'partnerId', 'memberId'])
@Index('erased_users_by_time', ['cooperativeId', 'partnerId', 'toldAt', 'id'])
export class ErasedUserEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'erased_users_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey(() => PartnerEntity, { name: 'erased_users_partner_fk' })
  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'told_at', type: 'timestamptz' })
  toldAt!: Date;
}
