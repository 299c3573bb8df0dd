import type { Outcome } from '@rochdale/voting';
import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { ElectionEntity } from './election.entity.js';

/** A seat that became vacant, and what the ballots of its election came to without who held it. */
@Entity({ schema: 'governance', name: 'count_backs' })
@Check('count_backs_vacated_check', 'vacated > 0')
export class CountBackEntity {
  @ForeignKey(() => ElectionEntity, { name: 'count_backs_election_fk' })
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName: 'count_backs_pk' })
  proposalId!: string;

  /** The number of the option who held it. */
  @PrimaryColumn({ type: 'integer', primaryKeyConstraintName: 'count_backs_pk' })
  vacated!: number;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'counted_at', type: 'timestamptz' })
  countedAt!: Date;

  /** Options that could not take it. */
  @Column({ type: 'jsonb' })
  gone!: readonly number[];

  /** Options that held the other seats. */
  @Column({ type: 'jsonb' })
  sitting!: readonly number[];

  /** Who takes it, by the number of the option; null where it is for a new election. */
  @Column({ type: 'integer', nullable: true })
  elected!: number | null;

  @Column({ type: 'text' })
  outcome!: Outcome;

  @Column({ type: 'text' })
  reason!: string;

  /** The count on record; null where ballots of such a vote fill no seat. */
  @Column({ type: 'jsonb', nullable: true })
  count!: object | null;
}
