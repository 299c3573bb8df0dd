import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AssemblyEntity } from './assembly.entity.js';

/** Who is present at an assembly, or was, and by whose word. */
@Entity({ schema: 'governance', name: 'attendances' })
@Check('attendances_left_check', '(left_at is null) = (checked_out_by is null)')
@Check(
  'attendances_seconded_check',
  'seconded_by is distinct from coalesce(checked_out_by, checked_in_by) or seconded_by is null',
)
@Index('attendances_by_member', ['cooperativeId', 'memberId'])
@Index('attendances_by_door', ['cooperativeId', 'checkedInBy'])
export class AttendanceEntity {
  @ForeignKey(() => AssemblyEntity, { name: 'attendances_assembly_fk' })
  @PrimaryColumn({
    name: 'assembly_id',
    type: 'uuid',
    primaryKeyConstraintName: 'attendances_pk',
  })
  assemblyId!: string;

  @PrimaryColumn({ name: 'member_id', type: 'uuid', primaryKeyConstraintName: 'attendances_pk' })
  memberId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** Whoever did it last: an officer, or they themselves; null of who came before that was kept. */
  @Column({ name: 'checked_in_by', type: 'uuid', nullable: true })
  checkedInBy!: string | null;

  @Column({ name: 'checked_in_at', type: 'timestamptz', nullable: true })
  checkedInAt!: Date | null;

  /** An officer who says the same as whoever checked them in, or out. */
  @Column({ name: 'seconded_by', type: 'uuid', nullable: true })
  secondedBy!: string | null;

  /** When they said by the code that they are there. */
  @Column({ name: 'confirmed_at', type: 'timestamptz', nullable: true })
  confirmedAt!: Date | null;

  /** Since when they are not there any more. */
  @Column({ name: 'left_at', type: 'timestamptz', nullable: true })
  leftAt!: Date | null;

  @Column({ name: 'checked_out_by', type: 'uuid', nullable: true })
  checkedOutBy!: string | null;
}
