import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AssemblyEntity } from './assembly.entity.js';

/** Who is present at an assembly. */
@Entity({ schema: 'governance', name: 'attendances' })
@Index('attendances_by_member', ['cooperativeId', 'memberId'])
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
}
