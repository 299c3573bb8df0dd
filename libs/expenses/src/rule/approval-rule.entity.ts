import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { ApprovalBands } from './approval-rule.js';

@Entity({ schema: 'expenses', name: 'approval_rules' })
@Unique('approval_rules_version_unique', ['cooperativeId', 'currency', 'version'])
@Check('approval_rules_currency_shape', `currency ~ '^[A-Z]{3}$'`)
@Check('approval_rules_version_positive', 'version > 0')
@Index('approval_rules_one_in_force', ['cooperativeId', 'currency'], {
  unique: true,
  where: '(retired_at IS NULL)',
})
export class ApprovalRuleEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'approval_rules_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'jsonb' })
  bands!: ApprovalBands;

  @Column({ name: 'adopted_at', type: 'timestamptz' })
  adoptedAt!: Date;

  @Column({ name: 'adopted_by_member_id', type: 'uuid', nullable: true })
  adoptedByMemberId!: string | null;

  @Column({ name: 'retired_at', type: 'timestamptz', nullable: true })
  retiredAt!: Date | null;
}
