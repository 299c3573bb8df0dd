import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { MemberClassEntity } from '../member-class/member-class.entity.js';
import { MemberEntity } from '../member/member.entity.js';

@Entity({ schema: 'membership', name: 'applications' })
@Check('applications_state_check', `state IN ('open', 'admitted', 'declined', 'withdrawn')`)
@Check('applications_note_check', `length(note) <= 5000`)
@Check('applications_decision_note_check', `length(decision_note) <= 5000`)
@Check('applications_decided_check', `(state = 'open') = (decided_at IS NULL)`)
@ForeignKey(() => MemberEntity, ['cooperativeId', 'memberId'], ['cooperativeId', 'id'], {
  name: 'applications_member_fkey',
})
@ForeignKey(() => MemberClassEntity, ['cooperativeId', 'classKey'], ['cooperativeId', 'key'], {
  name: 'applications_class_fkey',
})
@Index('applications_one_open_key', ['memberId'], { unique: true, where: `(state = 'open'::text)` })
@Index('applications_by_state', ['cooperativeId', 'state', 'appliedAt', 'id'])
@Index('applications_by_member', ['cooperativeId', 'memberId', 'appliedAt', 'id'])
@Index('applications_by_time', ['cooperativeId', 'appliedAt', 'id'])
export class ApplicationEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'applications_pkey' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'member_id', type: 'uuid' })
  memberId!: string;

  @Column({ name: 'class_key', type: 'text' })
  classKey!: string;

  @Column({ type: 'text' })
  state!: 'open' | 'admitted' | 'declined' | 'withdrawn';

  /** From before notes were sealed, until the daily job has sealed it. */
  @Column({ type: 'text', nullable: true })
  note!: string | null;

  @Column({ name: 'note_sealed', type: 'bytea', nullable: true })
  noteSealed!: Buffer | null;

  /** As `note`. */
  @Column({ name: 'decision_note', type: 'text', nullable: true })
  decisionNote!: string | null;

  @Column({ name: 'decision_note_sealed', type: 'bytea', nullable: true })
  decisionNoteSealed!: Buffer | null;

  @Column({ name: 'decided_by', type: 'uuid', nullable: true })
  decidedBy!: string | null;

  @Column({ name: 'applied_at', type: 'timestamptz' })
  appliedAt!: Date;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  /** When the applicant was told that it lapses unanswered. */
  @Column({ name: 'lapse_told_at', type: 'timestamptz', nullable: true })
  lapseToldAt!: Date | null;
}
