import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { UsageStatementEntity } from './statement.entity.js';

const key = { primaryKeyConstraintName: 'told_parts_pk', type: 'uuid' } as const;

/**
 * How much of an amount that a partner was told is of one member's dues. Of amounts that say more
 * than those before them: what they add is never told again.
 */
@Entity({ schema: 'partners', name: 'told_parts' })
@Check('told_parts_part_check', 'part > 0')
@Index('told_parts_by_cooperative', ['cooperativeId'])
export class ToldPartEntity {
  /** The statement that told it, with all that waited until then. */
  @ForeignKey(() => UsageStatementEntity, { name: 'told_parts_statement_fk' })
  @PrimaryColumn({ ...key, name: 'statement_id' })
  statementId!: string;

  @PrimaryColumn({ ...key, name: 'member_id' })
  memberId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  /** In parts of a minor unit, whole ones. */
  @Column({ type: 'numeric' })
  part!: string;
}
