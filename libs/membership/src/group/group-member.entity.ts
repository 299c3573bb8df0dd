import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { MemberEntity } from '../member/member.entity.js';
import { WorkingGroupEntity } from './working-group.entity.js';

const primaryKeyConstraintName = 'group_members_pk';

/** Who is in a group. The row of who leaves it, or the co-operative, goes. */
@Entity({ schema: 'membership', name: 'group_members' })
@ForeignKey(() => MemberEntity, ['cooperativeId', 'memberId'], ['cooperativeId', 'id'], {
  name: 'group_members_member_fk',
})
@Index('group_members_by_member', ['cooperativeId', 'memberId'])
@Index('group_members_by_group', ['cooperativeId', 'groupId', 'joinedAt', 'memberId'])
export class GroupMemberEntity {
  @ForeignKey(() => WorkingGroupEntity, { name: 'group_members_group_fk' })
  @PrimaryColumn({ name: 'group_id', type: 'uuid', primaryKeyConstraintName })
  groupId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid', primaryKeyConstraintName })
  memberId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'joined_at', type: 'timestamptz' })
  joinedAt!: Date;
}
