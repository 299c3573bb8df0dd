import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { forgetReasonsIn } from '@rochdale/voting';
import { endUndecided } from './ending.js';
import { proposalStore } from './proposal.store.js';

const undecided: readonly string[] = ['draft', 'notice', 'open', 'extended'];

const votesAbout = sql(
  'governance.find-votes-about-member',
  `select distinct proposal_id as id from governance.actions
   where cooperative_id = $1 and about_member_id = $2 order by 1`,
);
const electionsOf = sql(
  'governance.find-elections-of-member',
  `select proposal_id as id from governance.candidates
   where cooperative_id = $1 and member_id = $2 order by 1`,
);
const texts = sql(
  'governance.forget-texts-about-member',
  `update governance.proposals
   set title = 'Erased', body = '', urgent_reason = null, ended_reason = null,
     words_sealed = null, ended_reason_sealed = null
   where cooperative_id = $1 and id = any ($2)
     and (title <> 'Erased' or body <> ''
       or num_nonnulls(urgent_reason, ended_reason, words_sealed, ended_reason_sealed) > 0)`,
);
const terms = sql(
  'governance.forget-terms-about-member',
  `update governance.actions set payload = '{}', failure_message = null
   where cooperative_id = $1 and about_member_id = $2 and payload <> '{}'`,
);

/**
 * What others proposed about a member who is erased: what nobody decided ends, and of all of it the
 * words go, those of the ballots too, and the terms. How it was decided stays, with the count. Of
 * votes in which they stood beside others what anybody wrote with a ballot goes. A draft ends and
 * stays its author's, and no fact says that it was about somebody who is erased at that moment.
 */
export async function forgetAbout(tx: Tx, memberId: string): Promise<void> {
  const whose = [tx.cooperativeId, memberId];
  const ids = (await tx.rows<{ id: string }>(votesAbout, whose)).map(({ id }) => id);
  for (const id of ids) {
    const proposal = await proposalStore.lock(tx, id);
    if (proposal === null || !undecided.includes(proposal.state)) continue;
    await (proposal.state === 'draft'
      ? proposalStore.end(tx, id, 'draft', 'cancelled', null)
      : endUndecided(tx, proposal, 'subject', null));
  }
  await tx.run(texts, [tx.cooperativeId, ids]);
  const elections = await tx.rows<{ id: string }>(electionsOf, whose);
  await forgetReasonsIn(tx, [...ids, ...elections.map(({ id }) => id)]);
  await tx.run(terms, whose);
}
