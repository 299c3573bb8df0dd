import type { Tx } from '@rochdale/platform';
import { columnsOf, forgetFilesOf, sql } from '@rochdale/platform';
import { CommentEntity } from './comment.entity.js';
import { MentionEntity } from './mention.entity.js';
import { atMost } from './comment.js';
import type { ReactionKind, RemovedBecause } from './comment.js';

const columns = columnsOf(CommentEntity, { without: ['cooperativeId'] });

export type CommentRecord = Readonly<Omit<CommentEntity, 'cooperativeId'>>;

/** What a member says to a comment without words. */
interface Reaction {
  readonly id: string;
  readonly memberId: string;
  readonly kind: ReactionKind;
}

type New = 'id' | 'proposalId' | 'threadId' | 'writtenByMemberId' | 'body';

const insert = sql(
  'governance.insert-comment',
  `insert into governance.comments (id, cooperative_id, proposal_id, thread_id,
     written_by_member_id, body, written_at) values ($1, $2, $3, $4, $5, $6, $7)`,
);
const find = sql(
  'governance.find-comment',
  `select ${columns} from governance.comments where id = $1 and cooperative_id = $2`,
);
const lock = sql(
  'governance.lock-comment',
  `select ${columns} from governance.comments
   where id = $1 and cooperative_id = $2 for update`,
);
const share = sql(
  'governance.hold-comment',
  `select ${columns} from governance.comments
   where id = $1 and cooperative_id = $2 for share`,
);
const answered = sql(
  'governance.find-answers-to-comment',
  `select exists (select from governance.comments next
       where next.cooperative_id = $2 and next.thread_id = coalesce(one.thread_id, one.id)
         and (next.written_at, next.id) > (one.written_at, one.id))
     or exists (select from governance.comment_reactions r
       where r.cooperative_id = $2 and r.comment_id = one.id) as "isAnswered"
   from governance.comments one where one.id = $1 and one.cooperative_id = $2`,
);
// In one order: of two who write at once, one waits.
const hold = sql(
  'governance.hold-limits-of-comments',
  `select pg_advisory_xact_lock(hashtextextended('governance.comments ' || whose, 0))
   from (select unnest($1::text[]) as whose order by 1 offset 0) each_of`,
);
const edit = sql(
  'governance.set-body-of-comment',
  `update governance.comments set body = $3, edited_at = $4, version = $5 + 1
   where id = $1 and cooperative_id = $2 and removed_at is null
     and version = $5`,
);
const remove = sql(
  'governance.remove-comment',
  `update governance.comments set body = '', removed_at = $3, removed_because = $4,
     removed_by_member_id = $5
   where id = $1 and cooperative_id = $2 and removed_at is null`,
);
const written = sql(
  'governance.count-comments',
  `select (select count(*)::int from governance.comments
       where cooperative_id = $1 and proposal_id = $2 and removed_at is null) as all,
     (select count(*)::int from governance.comments
       where cooperative_id = $1 and proposal_id = $2 and written_by_member_id = $3) as own,
     (select count(*)::int from governance.comments
       where cooperative_id = $1 and written_by_member_id = $3
         and written_at > $4::timestamptz - interval '${atMost.withinMinutes} minutes') as lately`,
);
const named = sql(
  'governance.count-members-named-lately',
  `select count(*)::int as named from governance.comments c join governance.comment_mentions m
     on m.cooperative_id = c.cooperative_id and m.comment_id = c.id
   where c.cooperative_id = $1 and c.written_by_member_id = $2
     and c.written_at > $3::timestamptz - interval '1 day'`,
);
const mention = sql(
  'governance.insert-mentions',
  `insert into governance.comment_mentions (comment_id, member_id, cooperative_id)
   select $1, unnest($2::uuid[]), $3
   on conflict (comment_id, member_id) do update set is_named = true`,
);
const unmention = sql(
  'governance.remove-mentions',
  `update governance.comment_mentions set is_named = false
   where comment_id = $1 and cooperative_id = $2 and is_named and member_id <> all ($3::uuid[])`,
);
const tell = sql(
  'governance.note-mentioned-told',
  `update governance.comment_mentions m set told_at = $3
   where m.comment_id = $1 and m.cooperative_id = $2 and m.is_named and m.told_at is null
     and (select count(*) from governance.comment_mentions other
       where other.cooperative_id = $2 and other.member_id = m.member_id
         and other.told_at > $3::timestamptz - interval '1 day') < ${atMost.toldADay}
   returning ${columnsOf(MentionEntity, { of: 'm', only: ['memberId'] })}`,
);
const react = sql(
  'governance.insert-reaction',
  `insert into governance.comment_reactions (comment_id, member_id, kind, cooperative_id)
   values ($1, $2, $3, $4) on conflict do nothing`,
);
const unreact = sql(
  'governance.remove-reaction',
  `delete from governance.comment_reactions
   where comment_id = $1 and member_id = $2 and kind = $3 and cooperative_id = $4`,
);
// What it was said to is gone.
const dropReactions = sql(
  'governance.remove-reactions-of-comment',
  'delete from governance.comment_reactions where comment_id = $1 and cooperative_id = $2',
);
const forgetComments = sql(
  'governance.forget-comments',
  `update governance.comments c
   set body = '', removed_at = $3, removed_because = 'erased', removed_by_member_id = null
   from governance.proposals p
   where c.cooperative_id = $1 and p.cooperative_id = $1 and p.id = c.proposal_id
     and c.removed_at is null
     and (c.written_by_member_id = $2 or p.title = 'Erased' and p.body = ''
       or exists (select from governance.candidates k where k.cooperative_id = $1
         and k.proposal_id = p.id and k.member_id = $2))
   returning c.id`,
);
const forgetMentions = sql(
  'governance.forget-mentions',
  `delete from governance.comment_mentions m using governance.comments c
   where m.cooperative_id = $1 and c.cooperative_id = $1 and c.id = m.comment_id
     and (m.member_id = $2 or c.removed_because = 'erased')`,
);
const forgetReactions = sql(
  'governance.forget-reactions',
  `delete from governance.comment_reactions r using governance.comments c
   where r.cooperative_id = $1 and c.cooperative_id = $1 and c.id = r.comment_id
     and (r.member_id = $2 or c.removed_because = 'erased')`,
);

const nameOnly = (tx: Tx, id: string, memberIds: readonly string[]): Promise<number> =>
  tx.run(unmention, [id, tx.cooperativeId, memberIds]);

/** Comments, in SQL. The caller holds the proposal as one that is discussed. */
export const commentStore = {
  insert: (tx: Tx, comment: Pick<CommentRecord, New>): Promise<void> =>
    tx.change(insert, [
      comment.id,
      tx.cooperativeId,
      comment.proposalId,
      comment.threadId,
      comment.writtenByMemberId,
      comment.body,
      tx.now,
    ]),

  find: (tx: Tx, id: string) => tx.maybeOne<CommentRecord>(find, [id, tx.cooperativeId]),

  lock: (tx: Tx, id: string) => tx.maybeOne<CommentRecord>(lock, [id, tx.cooperativeId]),

  /** Nobody puts it right before the caller's transaction ends. */
  share: (tx: Tx, id: string) => tx.maybeOne<CommentRecord>(share, [id, tx.cooperativeId]),

  /** Whether anybody answered or reacted to it. The caller has it locked: it stays so. */
  isAnswered: async (tx: Tx, id: string): Promise<boolean> =>
    (await tx.one<{ isAnswered: boolean }>(answered, [id, tx.cooperativeId])).isAnswered,

  edit: (tx: Tx, { id, version }: CommentRecord, body: string): Promise<void> =>
    tx.change(edit, [id, tx.cooperativeId, body, tx.now, version]),

  /** Nobody else counts theirs before the caller's transaction ends. */
  hold: (tx: Tx, ids: readonly string[]) => tx.rows<object>(hold, [ids]),

  /** Its words go at once, and whom it mentioned; the mark stays. */
  async remove(tx: Tx, id: string, because: RemovedBecause): Promise<void> {
    await tx.change(remove, [id, tx.cooperativeId, tx.now, because, tx.actor.memberId]);
    await nameOnly(tx, id, []);
    await tx.run(dropReactions, [id, tx.cooperativeId]);
  },

  written: (tx: Tx, proposalId: string, memberId: string) =>
    tx.one<{ all: number; own: number; lately: number }>(written, [
      tx.cooperativeId,
      proposalId,
      memberId,
      tx.now,
    ]),

  /** How many members somebody named since a day ago, in whatever they wrote. */
  named: async (tx: Tx, memberId: string): Promise<number> =>
    (await tx.one<{ named: number }>(named, [tx.cooperativeId, memberId, tx.now])).named,

  /** Those alone. Returns who is to be told: nobody twice of one comment, or too often a day. */
  async mention(tx: Tx, id: string, memberIds: readonly string[]): Promise<readonly string[]> {
    await nameOnly(tx, id, memberIds);
    if (memberIds.length === 0) return [];
    await tx.run(mention, [id, memberIds, tx.cooperativeId]);
    const rows = await tx.rows<{ memberId: string }>(tell, [id, tx.cooperativeId, tx.now]);
    return rows.map(({ memberId }) => memberId).toSorted();
  },

  /** Doing it twice is doing it once. */
  async react(tx: Tx, { id, memberId, kind }: Reaction): Promise<void> {
    await tx.run(react, [id, memberId, kind, tx.cooperativeId]);
  },

  async unreact(tx: Tx, { id, memberId, kind }: Reaction): Promise<void> {
    await tx.run(unreact, [id, memberId, kind, tx.cooperativeId]);
  },

  async forget(tx: Tx, memberId: string): Promise<void> {
    const whose = [tx.cooperativeId, memberId, tx.now];
    const emptied = await tx.rows<{ id: string }>(forgetComments, whose);
    await forgetFilesOf(
      tx,
      'comment',
      emptied.map(({ id }) => id),
    );
    await tx.run(forgetMentions, [tx.cooperativeId, memberId]);
    await tx.run(forgetReactions, [tx.cooperativeId, memberId]);
  },
};
