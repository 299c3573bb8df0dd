import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';

@Entity({ schema: 'membership', name: 'working_groups' })
@Unique('working_groups_key_unique', ['cooperativeId', 'key'])
@Check('working_groups_key_check', `key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(key) <= 60`)
@Check('working_groups_name_check', 'length(name) BETWEEN 1 AND 120')
@Check('working_groups_purpose_check', 'length(purpose) BETWEEN 1 AND 2000')
@Check('working_groups_closed_check', '(closed_at IS NULL) = (closed_by_proposal_id IS NULL)')
export class WorkingGroupEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'working_groups_pk' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ type: 'text' })
  key!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  purpose!: string;

  @Column({ name: 'opened_at', type: 'timestamptz' })
  openedAt!: Date;

  @Column({ name: 'opened_by_proposal_id', type: 'uuid' })
  openedByProposalId!: string;

  /** Since when nobody joins it any more. */
  @Column({ name: 'closed_at', type: 'timestamptz', nullable: true })
  closedAt!: Date | null;

  @Column({ name: 'closed_by_proposal_id', type: 'uuid', nullable: true })
  closedByProposalId!: string | null;
}
