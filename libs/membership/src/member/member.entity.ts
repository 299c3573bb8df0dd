import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { MemberClassEntity } from '../member-class/member-class.entity.js';
import type { Standing } from './standing.js';
import type { Audience } from './visibility.js';

@Entity({ schema: 'membership', name: 'members' })
@Unique('members_tenant_key', ['cooperativeId', 'id'])
@Unique('members_account_key', ['cooperativeId', 'accountId'])
@Check('members_kind_check', `kind IN ('person', 'organisation')`)
@Check(
  'members_standing_check',
  `standing IN ('applicant', 'active', 'paused', 'in-arrears', 'suspended', 'left', 'expelled')`,
)
@Check('members_name_visible_check', `name_visible_to IN ('officers', 'members', 'public')`)
@Check('members_profile_visible_check', `profile_visible_to IN ('officers', 'members', 'public')`)
@Check(
  'members_pseudonym_visible_check',
  `pseudonym_visible_to IN ('officers', 'members', 'public')`,
)
@Check(
  'members_pseudonym_check',
  `pseudonym IS NULL OR (erased_at IS NULL AND length(pseudonym) BETWEEN 2 AND 40)`,
)
@Check(
  'members_name_check',
  `(erased_at IS NULL AND length(display_name) BETWEEN 1 AND 200)
    OR (erased_at IS NOT NULL AND display_name IS NULL AND account_id IS NULL)`,
)
@Check('members_admitted_check', `standing IN ('applicant', 'left') OR admitted_at IS NOT NULL`)
@ForeignKey(() => MemberClassEntity, ['cooperativeId', 'classKey'], ['cooperativeId', 'key'], {
  name: 'members_class_fkey',
})
@Index('members_standing_idx', ['cooperativeId', 'standing', 'id'])
@Index('members_by_name', ['cooperativeId', 'standing', 'nameKey', 'id'])
@Index('members_by_pseudonym', ['cooperativeId', 'standing', 'pseudonymKey', 'id'], {
  where: '(pseudonym_key IS NOT NULL)',
})
@Index('members_by_place_outside', ['cooperativeId', 'standing', 'placeOutside', 'id'])
@Index('members_by_place_inside', ['cooperativeId', 'standing', 'placeInside', 'id'])
@Index('members_account_idx', ['accountId'])
export class MemberEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'members_pkey' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'account_id', type: 'uuid', nullable: true })
  accountId!: string | null;

  @Column({ type: 'text' })
  kind!: 'person' | 'organisation';

  @Column({ name: 'class_key', type: 'text' })
  classKey!: string;

  @Column({ type: 'text' })
  standing!: Standing;

  @Column({ name: 'standing_since', type: 'timestamptz' })
  standingSince!: Date;

  @Column({ name: 'display_name', type: 'text', nullable: true })
  displayName!: string | null;

  /** The first fifty letters of the name, small, as the database keeps them: names' order. */
  @Column({ name: 'name_key', type: 'text', nullable: true })
  nameKey!: string | null;

  @Column({ name: 'name_visible_to', type: 'text', default: 'members' })
  nameVisibleTo!: Audience;

  @Column({ name: 'profile_visible_to', type: 'text', default: 'members' })
  profileVisibleTo!: Audience;

  /** What those read who may not see the name, as far as the member opened it. */
  @Column({ type: 'text', nullable: true })
  pseudonym!: string | null;

  /** The pseudonym in small letters, as the database keeps it: its place among names. */
  @Column({ name: 'pseudonym_key', type: 'text', nullable: true })
  pseudonymKey!: string | null;

  @Column({ name: 'pseudonym_visible_to', type: 'text', default: 'officers' })
  pseudonymVisibleTo!: Audience;

  /** In the list for who is not inside, as the database reckons it: an order that tells nothing. */
  @Column({ name: 'place_outside', type: 'bigint' })
  placeOutside!: bigint;

  /** In the list for members, likewise, and in another order. */
  @Column({ name: 'place_inside', type: 'bigint' })
  placeInside!: bigint;

  @Column({ name: 'applied_at', type: 'timestamptz' })
  appliedAt!: Date;

  @Column({ name: 'admitted_at', type: 'timestamptz', nullable: true })
  admittedAt!: Date | null;

  @Column({ name: 'left_at', type: 'timestamptz', nullable: true })
  leftAt!: Date | null;

  @Column({ name: 'erased_at', type: 'timestamptz', nullable: true })
  erasedAt!: Date | null;
}
