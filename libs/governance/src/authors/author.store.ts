import type { Tx } from '@rochdale/platform';
import { columnsOf, sql } from '@rochdale/platform';
import { AuthorEntity } from './author.entity.js';

const columns = columnsOf(AuthorEntity, { without: ['cooperativeId'] });

/** Somebody who was asked to write a proposal with who proposes it. */
export type AuthorRecord = Readonly<Omit<AuthorEntity, 'cooperativeId'>>;

const find = sql(
  'governance.find-author',
  `select ${columns} from governance.authors
   where proposal_id = $1 and member_id = $2 and cooperative_id = $3`,
);
const count = sql(
  'governance.count-authors',
  `select count(*)::int as count from governance.authors
   where proposal_id = $1 and cooperative_id = $2`,
);
const invite = sql(
  'governance.insert-author',
  `insert into governance.authors
     (proposal_id, member_id, cooperative_id, since_version, invited_at)
   values ($1, $2, $3, $4, $5)`,
);
const accept = sql(
  'governance.note-author-accepted',
  `update governance.authors set accepted_at = $4
   where proposal_id = $1 and member_id = $2 and cooperative_id = $3 and accepted_at is null`,
);
const remove = sql(
  'governance.remove-author',
  `delete from governance.authors
   where proposal_id = $1 and member_id = $2 and cooperative_id = $3`,
);
const dropInvited = sql(
  'governance.remove-invited-authors',
  `delete from governance.authors
   where proposal_id = $1 and cooperative_id = $2 and accepted_at is null`,
);
const copy = sql(
  'governance.insert-same-authors',
  `insert into governance.authors
     (proposal_id, member_id, cooperative_id, since_version, invited_at, accepted_at)
   select $1, member_id, cooperative_id, 1, invited_at, accepted_at from governance.authors
   where proposal_id = $2 and cooperative_id = $3 and accepted_at is not null
     and not membership.is_erased(cooperative_id, member_id)`,
);
// Who wrote with somebody whose draft is gone has nothing to write at.
const forget = sql(
  'governance.forget-authors',
  `delete from governance.authors a using governance.proposals p
   where a.cooperative_id = $1 and p.cooperative_id = $1 and p.id = a.proposal_id
     and (a.member_id = $2 or p.title = 'Erased' and p.body = '')`,
);

/** In SQL, whether a reader is asked to write a draft with others, or writes it. */
export const isAskedToWrite = (p: string, reader: string): string =>
  `exists (select from governance.authors asked where asked.cooperative_id = ${p}.cooperative_id
    and asked.proposal_id = ${p}.id and asked.member_id = ${reader}::uuid)`;

/** In SQL, whether a member wrote it beside who proposed it, and since which version. */
export const wroteWith = (p: string, member: string, version: string): string =>
  `exists (select from governance.authors other where other.cooperative_id = ${p}.cooperative_id
    and other.proposal_id = ${p}.id and other.member_id = ${member}
    and other.accepted_at is not null and other.since_version <= ${version})`;

/** Who writes a proposal with who proposes it, in SQL. The caller holds the proposal. */
export const authorStore = {
  find: (tx: Tx, proposalId: string, memberId: string) =>
    tx.maybeOne<AuthorRecord>(find, [proposalId, memberId, tx.cooperativeId]),

  /** Whether whoever acts wrote it beside who proposed it. */
  async isOne(tx: Tx, proposalId: string): Promise<boolean> {
    const { memberId } = tx.actor;
    const found = memberId === null ? null : await authorStore.find(tx, proposalId, memberId);
    return found !== null && found.acceptedAt !== null;
  },

  count: async (tx: Tx, proposalId: string): Promise<number> =>
    (await tx.one<{ count: number }>(count, [proposalId, tx.cooperativeId])).count,

  invite: (tx: Tx, proposalId: string, memberId: string, version: number): Promise<void> =>
    tx.change(invite, [proposalId, memberId, tx.cooperativeId, version, tx.now]),

  accept: (tx: Tx, proposalId: string, memberId: string): Promise<void> =>
    tx.change(accept, [proposalId, memberId, tx.cooperativeId, tx.now]),

  remove: (tx: Tx, proposalId: string, memberId: string): Promise<void> =>
    tx.change(remove, [proposalId, memberId, tx.cooperativeId]),

  /** Who did not answer as long as it was a draft is asked no more. */
  dropInvited: (tx: Tx, proposalId: string): Promise<number> =>
    tx.run(dropInvited, [proposalId, tx.cooperativeId]),

  /** For the vote that says the same once more. */
  copy: (tx: Tx, toId: string, fromId: string): Promise<number> =>
    tx.run(copy, [toId, fromId, tx.cooperativeId]),

  forget: (tx: Tx, memberId: string): Promise<number> =>
    tx.run(forget, [tx.cooperativeId, memberId]),
};
