import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

const comments = sql(
  'governance.export-own-comments',
  `select id, proposal_id as "proposalId", body, written_at as "writtenAt",
     edited_at as "editedAt", removed_at as "removedAt", removed_because as "removedBecause"
   from governance.comments where cooperative_id = $2 and written_by_member_id = $1
   order by written_at, id`,
);
const mentions = sql(
  'governance.export-own-mentions',
  `select c.proposal_id as "proposalId", c.id as "commentId", c.written_at as "writtenAt",
     m.is_named as "isNamed", m.told_at as "toldAt"
   from governance.comment_mentions m join governance.comments c
     on c.cooperative_id = m.cooperative_id and c.id = m.comment_id
   where m.cooperative_id = $2 and m.member_id = $1 order by c.written_at, c.id`,
);
const reactions = sql(
  'governance.export-own-reactions',
  `select c.proposal_id as "proposalId", c.id as "commentId", r.kind
   from governance.comment_reactions r join governance.comments c
     on c.cooperative_id = r.cooperative_id and c.id = r.comment_id
   where r.cooperative_id = $2 and r.member_id = $1 order by c.written_at, c.id, r.kind`,
);

/** What somebody said on proposals, where they are called by name, and what they reacted to. */
export async function ownDiscussion(
  tx: Tx,
  memberId: string | null,
): Promise<Record<string, object[]>> {
  const whose = [memberId, tx.cooperativeId];
  return {
    comments: await tx.rows<object>(comments, whose),
    mentions: await tx.rows<object>(mentions, whose),
    reactions: await tx.rows<object>(reactions, whose),
  };
}
