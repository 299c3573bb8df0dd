import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { ClassOpenTo } from './member-class.js';

@Entity({ schema: 'membership', name: 'member_classes' })
@Check('member_classes_key_check', `key ~ '^[a-z][a-z0-9-]{0,39}$'`)
@Check('member_classes_name_check', `length(name) BETWEEN 1 AND 100`)
@Check('member_classes_votes_check', `votes BETWEEN 1 AND 1000`)
@Check('member_classes_open_to_check', `open_to IN ('person', 'organisation', 'both')`)
export class MemberClassEntity {
  @PrimaryColumn({
    name: 'cooperative_id',
    type: 'uuid',
    primaryKeyConstraintName: 'member_classes_pkey',
  })
  cooperativeId!: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'member_classes_pkey' })
  key!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ name: 'may_vote', type: 'boolean' })
  mayVote!: boolean;

  /** Votes of one member of this class, where a policy weighs by class. */
  @Column({ type: 'integer' })
  votes!: number;

  @Column({ name: 'open_to', type: 'text' })
  openTo!: ClassOpenTo;

  @Column({ name: 'created_at', type: 'timestamptz', update: false })
  createdAt!: Date;
}
