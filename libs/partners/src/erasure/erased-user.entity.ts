import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { PartnerEntity } from '../partner/partner.entity.js';

/** A member who was erased, for a partner that reported what they used. */
@Entity({ schema: 'partners', name: 'erased_users' })
@Unique('erased_users_once_unique', ['cooperativeId', 'partnerId', 'memberId'])
@Index('erased_users_by_day', ['cooperativeId', 'partnerId', 'toldOn', 'id'])
@Index('erased_users_untold', ['cooperativeId'], { where: '(told_on IS NULL)' })
export class ErasedUserEntity {
  /** By chance, and no clock: those of a day stand in its order, another one for each partner. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'erased_users_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey(() => PartnerEntity, { name: 'erased_users_partner_fk' })
  @Column({ name: 'partner_id', type: 'uuid' })
  partnerId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  /** Null until it is told, with all others of that day. */
  @Column({ name: 'told_on', type: 'date', nullable: true })
  toldOn!: string | null;
}
