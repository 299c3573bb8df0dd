import { Injectable } from '@nestjs/common';
import { daysLater, permit, sql, Turns, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { hearingStore } from '../hearing/hearing.store.js';
import { endUndecided } from '../proposal/ending.js';
import { wasShown } from '../proposal/lifecycle.js';
import { proposalStore } from '../proposal/proposal.store.js';

// Whoever seconds a draft has touched it.
const isLeft = `p.cooperative_id = $1 and p.is_hearing and p.state = 'draft'
  and greatest(p.created_at, (select max(s.seconded_at) from governance.seconds s
    where s.cooperative_id = $1 and s.proposal_id = p.id)) < $2::timestamptz`;

const left = sql(
  'governance.find-left-drafts-of-hearings',
  `select p.id from governance.proposals p where ${isLeft} order by p.id`,
);
const stillLeft = sql(
  'governance.find-draft-still-left',
  `select ${wasShown('p')} as "wasShown" from governance.proposals p
   where ${isLeft} and p.id = $3`,
);

const daysKept = 90;

/**
 * Ends drafts of hearings that nobody touched for ninety days. What they say goes with them, unless
 * others could read it: then it goes ninety days later, as of any hearing that is over.
 */
@Injectable()
export class EndLeftHearings {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * How many ended. One that cannot be opened keeps none of the others.
   *
   * @throws CodedError FORBIDDEN, UNAVAILABLE; Error of those that could not, after the others
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'hearing.end-left');
    const drafts = await this.unitOfWork.read(actor, (tx) =>
      tx.rows<{ id: string }>(left, [tx.cooperativeId, leftBefore(tx)]),
    );
    const turns = new Turns();
    const ended = await turns.each(drafts, ({ id }) =>
      this.unitOfWork.run(actor, (tx) => endLeft(tx, id)),
    );
    turns.end();
    return ended;
  }
}

const leftBefore = (tx: Tx): Date => daysLater(tx.now, -daysKept);

/** It may have been seconded, opened or withdrawn since it was found. */
async function endLeft(tx: Tx, id: string): Promise<number> {
  const draft = await proposalStore.lock(tx, id);
  const params = [tx.cooperativeId, leftBefore(tx), id];
  const still = await tx.maybeOne<{ wasShown: boolean }>(stillLeft, params);
  if (draft === null || still === null) return 0;
  await endUndecided(tx, draft, 'rule', null);
  if (!still.wasShown) await hearingStore.dropDraft(tx, id);
  return 1;
}
