import { Injectable } from '@nestjs/common';
import { daysLater, permit, sql, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { hearingStore } from '../hearing/hearing.store.js';
import { endUndecided } from '../proposal/ending.js';
import { proposalStore } from '../proposal/proposal.store.js';

// Whoever seconds a draft has touched it.
const left = sql(
  'governance.find-left-drafts-of-hearings',
  `select id from governance.proposals
   where cooperative_id = $1 and is_hearing and state = 'draft'
     and greatest(created_at, (select max(s.seconded_at) from governance.seconds s
       where s.cooperative_id = $1 and s.proposal_id = proposals.id)) < $2::timestamptz
   order by id limit 100`,
);

const daysKept = 90;

/** Ends drafts of hearings that nobody touched for ninety days; what they say goes with them. */
@Injectable()
export class EndLeftHearings {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** How many ended. @throws CodedError FORBIDDEN */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'hearing.end-left');
    return this.unitOfWork.run(actor, async (tx) => {
      const before = daysLater(tx.now, -daysKept);
      const drafts = await tx.rows<{ id: string }>(left, [tx.cooperativeId, before]);
      for (const { id } of drafts) {
        const draft = await proposalStore.lock(tx, id);
        if (draft?.state !== 'draft') continue;
        await endUndecided(tx, draft, 'rule', null);
        await hearingStore.dropDraft(tx, id);
      }
      return drafts.length;
    });
  }
}
