import { Injectable } from '@nestjs/common';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { columnsOf, keysetList, permit, sql } from '@rochdale/platform';
import { visibleInside } from '../proposal/proposal.queries.js';
import { CommentEntity } from './comment.entity.js';
import type { ReactionKind } from './comment.js';

/** A comment; of one that was removed the mark. */
export interface CommentView extends Readonly<Omit<CommentEntity, 'cooperativeId'>> {
  readonly mentionIds: readonly string[];
  /** How many said what, and whether whoever reads did. */
  readonly reactions: readonly {
    readonly kind: ReactionKind;
    readonly count: number;
    readonly isOwn: boolean;
  }[];
}

// By kind and no time: nobody reads from it who was first.
const selected = (reader: string) => `${columnsOf(CommentEntity, {
  of: 'c',
  without: ['cooperativeId'],
})},
  array(select m.member_id from governance.comment_mentions m
    where m.cooperative_id = p.cooperative_id and m.comment_id = c.id and m.is_named
    order by m.member_id) as "mentionIds",
  (select coalesce(jsonb_agg(jsonb_build_object('kind', r.kind, 'count', r.count,
      'isOwn', r.own) order by r.kind), '[]')
   from (select kind, count(*)::int as count,
       coalesce(bool_or(member_id = ${reader}::uuid), false) as own
     from governance.comment_reactions
     where cooperative_id = p.cooperative_id and comment_id = c.id group by kind) r) as reactions`;
const joined = `governance.proposals p join governance.policies pol
     on pol.cooperative_id = p.cooperative_id and pol.id = p.policy_id
   join governance.comments c on c.cooperative_id = p.cooperative_id and c.proposal_id = p.id`;

interface Reader {
  readonly reader: string | null;
}

const listed = {
  select: selected(':reader'),
  from: joined,
  keys: [
    { column: 'c.written_at', field: 'writtenAt', type: 'instant' },
    { column: 'c.id', field: 'id', type: 'id' },
  ],
  order: 'ascending',
} as const;
const within = `p.cooperative_id = :cooperativeId and ${visibleInside(':reader')}`;

const threads = keysetList<CommentView, object, Reader>({
  ...listed,
  name: 'governance.list-threads',
  where: `${within} and c.thread_id is null`,
  parent: { column: 'c.proposal_id', field: 'proposalId' },
});
const replies = keysetList<CommentView, object, Reader>({
  ...listed,
  name: 'governance.list-replies',
  where: `${within} and c.thread_id is not null`,
  parent: { column: 'c.thread_id', field: 'threadId' },
});
const byIds = sql(
  'governance.find-comments',
  `select ${selected('$2')} from ${joined}
   where p.cooperative_id = $3 and ${visibleInside('$2')} and c.id = any ($1::uuid[])`,
);

/** What members said on proposals that they read. Strangers read what was decided. */
@Injectable()
export class CommentQueries {
  /** What began the threads of each proposal, the first one first. */
  async threads(tx: Tx, ids: readonly string[], request: PageRequest): Promise<Pages> {
    permit(tx.actor, 'proposal.read');
    return threads.pages(tx, ids, request, { params: { reader: tx.actor.memberId } });
  }

  /** What was answered in each thread, the first one first. */
  async replies(tx: Tx, ids: readonly string[], request: PageRequest): Promise<Pages> {
    permit(tx.actor, 'proposal.read');
    return replies.pages(tx, ids, request, { params: { reader: tx.actor.memberId } });
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<CommentView[]> {
    permit(tx.actor, 'proposal.read');
    return tx.rows<CommentView>(byIds, [ids, tx.actor.memberId, tx.cooperativeId]);
  }
}

type Pages = Map<string, Page<CommentView>>;
