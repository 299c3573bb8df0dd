import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

export const askingSteps = ['over', 'reminder'] as const;
export type AskingStep = (typeof askingSteps)[number];

/** That those who count papers were asked to, when the vote was over and before it is too late. */
@Entity({ schema: 'governance', name: 'paper_askings' })
@Check('paper_askings_step_check', `step in ('over', 'reminder')`)
export class PaperAskingEntity {
  @ForeignKey('ProposalEntity', { name: 'paper_askings_proposal_fk' })
  @PrimaryColumn({
    name: 'proposal_id',
    type: 'uuid',
    primaryKeyConstraintName: 'paper_askings_pk',
  })
  proposalId!: string;

  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'paper_askings_pk' })
  step!: AskingStep;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'asked_at', type: 'timestamptz' })
  askedAt!: Date;
}
