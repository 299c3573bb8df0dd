import { awayAmong } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';
import { dayOf, lastFactAt, sql } from '@rochdale/platform';
import { CandidatePutUp } from '../governance.events.js';

const putUp = sql(
  'governance.list-candidates-put-up-by-others',
  `select c.member_id as "memberId" from governance.candidates c join governance.proposals p
     on p.cooperative_id = c.cooperative_id and p.id = c.proposal_id
   where c.cooperative_id = $1 and c.proposal_id = $2
     and c.member_id is distinct from p.proposer_member_id
   order by c.place`,
);

/**
 * Tells whom somebody else put up that others can vote for them: once, and again where the day has
 * become another. Whether they were told is known by the fact: a process of the version before
 * announces votes and tells nobody.
 *
 * @param noticeUntil when voting opens; null where it is open already
 */
export async function tellCandidates(
  tx: Tx,
  proposalId: string,
  noticeUntil: Date | null,
  isMoved = false,
): Promise<void> {
  const candidates = await tx.rows<{ memberId: string }>(putUp, [tx.cooperativeId, proposalId]);
  if (candidates.length === 0) return;
  const wasTold = (await lastFactAt(tx, CandidatePutUp.type, proposalId)) !== null;
  if (wasTold && !isMoved) return;
  const away = await awayAmong(
    tx,
    candidates.map(({ memberId }) => memberId),
  );
  const opensOn = noticeUntil === null ? null : dayOf(noticeUntil, await tx.timeZone());
  for (const { memberId } of candidates) {
    // Who is erased was forgotten by then, and a vote with whoever is away does not open.
    if (away.has(memberId)) continue;
    tx.announce(
      CandidatePutUp.of(proposalId, {
        proposalId,
        memberId,
        noticeUntil: noticeUntil?.toISOString() ?? null,
        opensOn,
        isMoved: wasTold,
      }),
    );
  }
}
