import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { DecisionRule } from './decision-rule.js';

@Entity({ schema: 'governance', name: 'policies' })
@Unique('policies_version_unique', ['cooperativeId', 'key', 'version'])
@Check('policies_key_shape_check', `key ~ '^[a-z][a-z0-9-]{0,59}$'`)
@Check('policies_version_positive_check', 'version > 0')
@Check('policies_rule_hash_hex_check', `rule_hash ~ '^[0-9a-f]{64}$'`)
@Check('policies_retired_by_check', 'retired_by_proposal_id IS NULL OR retired_at IS NOT NULL')
@Index('policies_one_in_force', ['cooperativeId', 'key'], {
  unique: true,
  where: '(retired_at IS NULL)',
})
export class PolicyEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'policies_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  key!: string;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'text' })
  title!: string;

  @Column({ type: 'text', nullable: true })
  pack!: string | null;

  @Column({ type: 'text', array: true })
  customs!: readonly string[];

  @Column({ type: 'jsonb' })
  rule!: DecisionRule;

  @Column({ name: 'rule_hash', type: 'text' })
  ruleHash!: string;

  @Column({ name: 'adopted_at', type: 'timestamptz' })
  adoptedAt!: Date;

  @Column({ name: 'adopted_by_member_id', type: 'uuid', nullable: true })
  adoptedByMemberId!: string | null;

  /** The decision by which members put it in force; null where an office did. */
  @Column({ name: 'adopted_by_proposal_id', type: 'uuid', nullable: true })
  adoptedByProposalId!: string | null;

  @Column({ name: 'retired_at', type: 'timestamptz', nullable: true })
  retiredAt!: Date | null;

  /** The same of how it ended: another version in its place, or none. */
  @Column({ name: 'retired_by_proposal_id', type: 'uuid', nullable: true })
  retiredByProposalId!: string | null;
}
