import { sql } from '@rochdale/platform';
import type { ForgetMemberOf, Tx } from '@rochdale/platform';
import { linkStore } from '../about/link.store.js';
import { filingStore } from '../topic/filing.store.js';
import { endUndecided, unlessOver } from './ending.js';
import { forgetAbout } from './forget-about.js';
import { proposalStore } from './proposal.store.js';

const drafts = sql(
  'governance.forget-drafts',
  `update governance.proposals
   set title = 'Erased', body = '', urgent_reason = null, options = null, words_sealed = null,
     ended_reason_sealed = null
   where cooperative_id = $1 and proposer_member_id = $2 and opened_at is null
     and state in ('draft', 'cancelled', 'withdrawn')
     and (title <> 'Erased' or body <> ''
       or num_nonnulls(urgent_reason, options, words_sealed, ended_reason_sealed) > 0)`,
);
const standing = sql(
  'governance.forget-candidates-of-drafts',
  `delete from governance.candidates c using governance.proposals p
   where c.cooperative_id = $1 and p.cooperative_id = $1 and p.id = c.proposal_id
     and p.proposer_member_id = $2 and p.opened_at is null and p.options is null`,
);
// What is about something else, an expense for one, is the matter of its room; and a vote that
// follows another was opened by its rule: one person who goes does not decide it for all.
const undecided = sql(
  'governance.find-undecided-proposals-of-member',
  `select id from governance.proposals
   where cooperative_id = $1 and proposer_member_id = $2 and subject_kind is null
     and state in ('notice', 'open', 'extended') and follows_as is null order by id`,
);
const ended = sql(
  'governance.forget-undecided-texts',
  `update governance.proposals
   set title = 'Erased', body = '', urgent_reason = null, ended_reason = null, options = null,
     words_sealed = null, ended_reason_sealed = null,
     rule = case when options is null or rule is null then rule
       else jsonb_set(rule, '{options}', (select jsonb_agg('Erased ' || nth)
         from generate_series(1, jsonb_array_length(options)) nth)) end
   where cooperative_id = $1 and proposer_member_id = $2
     and state in ('cancelled', 'withdrawn')
     and (title <> 'Erased' or body <> ''
       or num_nonnulls(urgent_reason, ended_reason, options, words_sealed,
         ended_reason_sealed) > 0)`,
);

const terms = sql(
  'governance.forget-terms-of-actions',
  `update governance.actions a set payload = '{}', failure_message = null
   from governance.proposals p
   where a.cooperative_id = $1 and p.cooperative_id = $1 and p.id = a.proposal_id
     and p.proposer_member_id = $2 and p.outcome is null and a.payload <> '{}'
     and (p.state in ('cancelled', 'withdrawn') and ($3::boolean or p.opened_at is null)
       or p.state = 'draft')`,
);

async function removeUndecided(tx: Tx, memberId: string): Promise<void> {
  const params = [tx.cooperativeId, memberId];
  for (const { id } of await tx.rows<{ id: string }>(undecided, params)) {
    const proposal = await proposalStore.lock(tx, id);
    // It closed meanwhile: what was decided stays.
    if (proposal === null || !['notice', 'open', 'extended'].includes(proposal.state)) continue;
    // Its time is over: it is closed as its ballots have it, and stays as what was decided does.
    const going = await unlessOver(tx, proposal);
    if (going !== null) await endUndecided(tx, going, 'proposer', null);
  }
  await tx.run(ended, params);
}

/**
 * What never was put to the vote goes, with who was to stand and what it would have done. What was
 * is withdrawn and goes as well where the person said so, unless it is decided: that is the
 * co-operative's own record, and leads to nobody any more.
 */
export const forgetDrafts: ForgetMemberOf = async (tx, { memberId, removesTexts }) => {
  await tx.run(drafts, [tx.cooperativeId, memberId]);
  if (removesTexts) await removeUndecided(tx, memberId);
  await tx.run(standing, [tx.cooperativeId, memberId]);
  await forgetAbout(tx, memberId);
  await tx.run(terms, [tx.cooperativeId, memberId, removesTexts === true]);
  await filingStore.forgetTags(tx);
  await linkStore.forget(tx, memberId);
};
