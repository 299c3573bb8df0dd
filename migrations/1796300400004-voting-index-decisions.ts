import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  {
    name: 'proposals_by_decision',
    table: 'governance.proposals',
    by: '(cooperative_id, closed_at, id) where outcome is not null',
  },
];

/** Decided votes in the order in which they were: that of the nights that count them again. */
export class VotingIndexDecisions1796300400004 implements MigrationInterface {
  readonly name = 'VotingIndexDecisions1796300400004';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
