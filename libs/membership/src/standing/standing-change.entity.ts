import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { MemberEntity } from '../member/member.entity.js';
import type { Standing, StandingReason } from '../member/standing.js';

@Entity({ schema: 'membership', name: 'standing_changes' })
@Check('standing_changes_note_check', `length(note) <= 5000`)
@ForeignKey(() => MemberEntity, ['cooperativeId', 'memberId'], ['cooperativeId', 'id'], {
  name: 'standing_changes_member_fkey',
})
@Index('standing_changes_member_idx', ['cooperativeId', 'memberId', 'changedAt', 'id'])
export class StandingChangeEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'standing_changes_pkey' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'from_standing', type: 'text', nullable: true })
  fromStanding!: Standing | null;

  @Column({ name: 'to_standing', type: 'text' })
  toStanding!: Standing;

  @Column({ type: 'text' })
  reason!: StandingReason;

  /** From before notes were sealed, until the daily job has sealed it. */
  @Column({ type: 'text', nullable: true })
  note!: string | null;

  @Column({ name: 'note_sealed', type: 'bytea', nullable: true })
  noteSealed!: Buffer | null;

  @Column({ name: 'changed_by', type: 'uuid', nullable: true })
  changedBy!: string | null;

  @Column({ name: 'changed_at', type: 'timestamptz' })
  changedAt!: Date;
}
