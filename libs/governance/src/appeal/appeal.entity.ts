import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ProposalEntity } from '../proposal/proposal.entity.js';
import type { AppealState } from './appeal.js';

/** That an expulsion was appealed against, in which vote, and what became of it. */
@Entity({ schema: 'governance', name: 'appeals' })
@Check('appeals_state_check', `state in ('pending', 'upheld', 'dismissed', 'withdrawn', 'void')`)
@Check('appeals_decided_check', `(state = 'pending') = (decided_at is null)`)
@Index('appeals_once', ['expulsionId'], { unique: true, where: `(state <> 'void'::text)` })
@Check('appeals_owes_return_check', `state = 'upheld' or not owes_return`)
@Index('appeals_owing', ['cooperativeId'], { where: 'owes_return' })
@Index('appeals_pending', ['cooperativeId'], { where: `(state = 'pending'::text)` })
export class AppealEntity {
  /** The vote with which it was filed. */
  @ForeignKey(() => ProposalEntity, { name: 'appeals_vote_fk' })
  @PrimaryColumn({ name: 'vote_id', type: 'uuid', primaryKeyConstraintName: 'appeals_pk' })
  voteId!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @ForeignKey(() => ProposalEntity, { name: 'appeals_expulsion_fk' })
  @Column({ name: 'expulsion_id', type: 'uuid' })
  expulsionId!: string;

  @Column({ type: 'text' })
  state!: AppealState;

  @Column({ name: 'filed_at', type: 'timestamptz' })
  filedAt!: Date;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  /**
   * Whether who is in the right is suspended still, as another vote to expel them went on then.
   * They stand where they stood when that is over.
   */
  @Column({ name: 'owes_return', type: 'boolean', default: false })
  owesReturn!: boolean;
}
