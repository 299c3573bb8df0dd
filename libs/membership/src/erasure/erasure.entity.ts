import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Who was erased, by ids alone: kept so that a restored back-up erases them again. */
@Entity({ schema: 'membership', name: 'erasures' })
@Index('erasures_by_time', ['cooperativeId', 'erasedAt', 'memberId'])
export class ErasureEntity {
  @PrimaryColumn({
    name: 'member_id',
    type: 'uuid',
    primaryKeyConstraintName: 'erasures_pk',
  })
  memberId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** The account that went with them; null where it lives on in other co-operatives. */
  @Column({ name: 'account_id', type: 'uuid', nullable: true })
  accountId!: string | null;

  /** What they proposed is removed; otherwise it stays without their name. */
  @Column({ name: 'removes_texts', type: 'boolean', default: false })
  removesTexts!: boolean;

  /** By what payments are known that the bank calls by their name. */
  @Column({ name: 'name_marks', type: 'text', array: true, default: [] })
  nameMarks!: string[];

  @Column({ name: 'erased_at', type: 'timestamptz' })
  erasedAt!: Date;
}
