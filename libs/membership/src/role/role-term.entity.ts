import type { Role } from '@rochdale/platform';
import { Check, Column, Entity, Exclusion, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { MemberEntity } from '../member/member.entity.js';
import type { RoleOrigin } from './role-term.js';

@Entity({ schema: 'membership', name: 'role_terms' })
@Check(
  'role_terms_role_check',
  `role IN ('treasurer', 'secretary', 'membership-officer', 'administrator', 'auditor',
    'coordinator')`,
)
@Check('role_terms_origin_check', `origin IN ('appointed', 'elected')`)
@Check('role_terms_range_check', `ends_at IS NULL OR ends_at >= starts_at`)
@ForeignKey(() => MemberEntity, ['cooperativeId', 'memberId'], ['cooperativeId', 'id'], {
  name: 'role_terms_member_fkey',
})
@Exclusion(
  'role_terms_overlap_excl',
  `USING gist (cooperative_id WITH =, member_id WITH =, role WITH =,
    tstzrange(starts_at, ends_at) WITH &&)`,
)
@Index('role_terms_member_idx', ['cooperativeId', 'memberId'])
export class RoleTermEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'role_terms_pkey' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ type: 'text' })
  role!: Role;

  @Column({ type: 'text' })
  origin!: RoleOrigin;

  @Column({ name: 'starts_at', type: 'timestamptz' })
  startsAt!: Date;

  @Column({ name: 'ends_at', type: 'timestamptz', nullable: true })
  endsAt!: Date | null;

  @Column({ name: 'appointed_by', type: 'uuid', nullable: true })
  appointedBy!: string | null;

  @Column({ name: 'recorded_at', type: 'timestamptz', default: () => 'now()' })
  recordedAt!: Date;
}
