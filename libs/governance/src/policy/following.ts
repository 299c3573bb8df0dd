import type { Tx } from '@rochdale/platform';
import { sql } from '@rochdale/platform';
import { ProposalAnnounced } from '../governance.events.js';
import { OpenAfterNotice } from '../governance.jobs.js';
import { tellCandidates } from '../put-up/tell-candidates.js';

/** A proposal that passed to the next version of its policy, before and after. */
interface Followed {
  readonly id: string;
  readonly noticeUntil: Date | null;
  readonly noticedUntil: Date | null;
}

// Who asked for the usual length of voting gets the usual one, and a notice that has become longer
// goes on for as much.
const follow = sql(
  'governance.set-policies-in-force',
  `update governance.proposals p set policy_id = n.id,
     window_hours = case
       when p.window_hours = (o.rule -> 'window' ->> 'usualHours')::int
         then (n.rule -> 'window' ->> 'usualHours')::int
       else p.window_hours end,
     notice_until = p.notice_until + make_interval(hours => greatest(0,
       (n.rule ->> 'noticeHours')::int - (o.rule ->> 'noticeHours')::int))
   from governance.proposals before, governance.policies o, governance.policies n
   where p.cooperative_id = $1 and before.cooperative_id = $1 and o.cooperative_id = $1
     and n.cooperative_id = $1 and before.id = p.id and p.state in ('draft', 'notice')
     and o.id = p.policy_id and o.retired_at is not null and o.id = any ($2::uuid[])
     and n.key = o.key and n.retired_at is null and ($3::uuid is null or p.id = $3)
   returning p.id, p.notice_until as "noticeUntil", before.notice_until as "noticedUntil"`,
);

/**
 * What has not opened yet passes from retired versions of policies to those in force: a proposal is
 * voted on under the policy that is in force when it opens. In the caller's transaction.
 *
 * @param proposalId only this one, where it is given; the caller holds its lock
 */
export async function followPolicies(
  tx: Tx,
  retiredIds: readonly string[],
  proposalId: string | null = null,
): Promise<void> {
  const followed = await tx.rows<Followed>(follow, [tx.cooperativeId, retiredIds, proposalId]);
  for (const { id, noticeUntil, noticedUntil } of followed) {
    if (noticeUntil === null || noticeUntil.getTime() === noticedUntil?.getTime()) continue;
    const payload = { cooperativeId: tx.cooperativeId, proposalId: id };
    const key = `${id}:${noticeUntil.toISOString()}`;
    tx.enqueue(OpenAfterNotice, payload, { key, runAt: noticeUntil });
    tx.announce(
      ProposalAnnounced.of(id, { proposalId: id, noticeUntil: noticeUntil.toISOString() }),
    );
    await tellCandidates(tx, id, noticeUntil, true);
  }
}
