import { awayAmong } from '@rochdale/membership';
import type { Elected, Tx } from '@rochdale/platform';
import { sql } from '@rochdale/platform';
import type { ProposalRecord } from '../proposal/proposal.store.js';

/** Of votes that elect nobody. */
export const nobody: Elected = { memberIds: [], termMonths: 0, until: null };

const winners = sql(
  'governance.list-elected',
  `select c.member_id as "memberId" from governance.proposals p
   cross join jsonb_array_elements_text(p.final_count -> 'winners')
     with ordinality as w (place, nth)
   join governance.candidates c on c.cooperative_id = p.cooperative_id and c.proposal_id = p.id
     and c.place = w.place::int
   where p.cooperative_id = $1 and p.id = $2 and p.outcome = 'passed'
   order by w.nth`,
);

/**
 * Whom a decided vote elected under a rule that elects, without who is on no list of members by
 * now: their seat stays empty. Nobody leaves the list before the transaction ends.
 */
export async function electedIn(tx: Tx, { id, rule }: ProposalRecord): Promise<Elected> {
  const elects = rule?.elects;
  if (elects === undefined) return nobody;
  const won = await tx.rows<{ memberId: string }>(winners, [tx.cooperativeId, id]);
  const memberIds = won.map(({ memberId }) => memberId);
  const away = await awayAmong(tx, memberIds);
  const { termMonths } = elects;
  const here = memberIds.filter((memberId) => !away.has(memberId));
  return { memberIds: here, termMonths, until: null };
}
