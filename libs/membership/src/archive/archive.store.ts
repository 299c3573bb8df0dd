import { columnsOf, daysLater, hoursLater, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { archiveKnownDays, ticketHours } from './archive.js';
import { ArchiveEntity } from './archive.entity.js';

const without = ['cooperativeId', 'ticketHash', 'ticketUntil', 'sweptAt'] as const;
export type ArchiveRow = Readonly<Omit<ArchiveEntity, (typeof without)[number]>>;

/** What a run of the job made. */
interface Made {
  readonly runId: string;
  readonly keptUntil: Date;
  readonly sizeBytes: number;
}

const view = columnsOf(ArchiveEntity, { without });

const insert = sql(
  'membership.insert-archive',
  `insert into membership.archives (id, cooperative_id, account_id, state, asked_at)
   values ($1, $2, $3, 'asked', $4)
   on conflict (cooperative_id, account_id) where state in ('asked', 'ready') do nothing
   returning ${view}`,
);
const find = sql(
  'membership.find-archive',
  `select ${view} from membership.archives where cooperative_id = $1 and id = $2`,
);
const newest = sql(
  'membership.find-newest-archive',
  `select ${view} from membership.archives where cooperative_id = $1 and account_id = $2
   order by asked_at desc, id desc limit 1`,
);
const markReady = sql(
  'membership.mark-archive-ready',
  `update membership.archives set state = 'ready', ready_at = $3, kept_until = $4,
     size_bytes = $5, run_id = $6
   where cooperative_id = $1 and id = $2 and state = 'asked'`,
);
const fail = sql(
  'membership.end-unmade-archive',
  `update membership.archives set state = 'failed', ended_at = $3
   where cooperative_id = $1 and id = $2 and state = 'asked'`,
);
const keepTicket = sql(
  'membership.keep-archive-ticket',
  `update membership.archives set ticket_hash = $3, ticket_until = $4
   where cooperative_id = $1 and account_id = $2 and state = 'ready' and kept_until > $5`,
);
const ofTicket = sql(
  'membership.find-archive-of-ticket',
  `select ${view} from membership.archives
   where cooperative_id = $1 and account_id = $2 and ticket_hash = $3 and ticket_until > $4
     and state = 'ready' and kept_until > $4`,
);
const takeTicket = sql(
  'membership.take-archive-ticket',
  `update membership.archives set ticket_hash = null, ticket_until = null
   where cooperative_id = $1 and account_id = $2 and ticket_hash = $3 and ticket_until > $4
     and state = 'ready' and kept_until > $4`,
);
const handOver = sql(
  'membership.hand-archive-over',
  `update membership.archives
     set state = 'fetched', ended_at = $4, ticket_hash = null, ticket_until = null
   where cooperative_id = $1 and account_id = $2 and id = $3 and state = 'ready'
     and kept_until > $4`,
);
const end = sql(
  'membership.end-archives',
  `update membership.archives
     set state = 'over', ended_at = $2, ticket_hash = null, ticket_until = null
   where cooperative_id = $1 and state = 'ready' and kept_until <= $2`,
);
const accounts = sql(
  'membership.list-accounts-of-archives',
  `select distinct ${columnsOf(ArchiveEntity, { only: ['accountId'] })} from membership.archives
   where cooperative_id = $1 and state <> 'asked'`,
);
// As if all had ended a month ago: their bytes and rows go with the sweep that finds them.
const endOfErased = sql(
  'membership.end-archives-of-erased',
  `update membership.archives
     set state = case state when 'ready' then 'over' else state end, ended_at = $4,
       ticket_hash = null, ticket_until = null, swept_at = null
   where cooperative_id = $1 and account_id = any($2::uuid[])
     and (state in ('ready', 'fetched', 'over') or (state = 'failed' and ended_at <= $3))`,
);
const endOne = sql(
  'membership.end-archive',
  `update membership.archives
     set state = 'over', ended_at = $3, ticket_hash = null, ticket_until = null
   where cooperative_id = $1 and id = $2 and state = 'ready'`,
);
const endOf = sql(
  'membership.end-archive-of-erased',
  `update membership.archives
     set state = case state when 'ready' then 'over' else state end, ended_at = $3,
       ticket_hash = null, ticket_until = null, swept_at = null
   where cooperative_id = $1 and account_id = $2 and state in ('ready', 'fetched', 'over')`,
);
// Bytes that come late, of a run that was killed, have no row then: they are nobody's, and swept.
const dropUnmade = sql(
  'membership.forget-unmade-archives',
  `delete from membership.archives
   where cooperative_id = $1 and account_id = $2 and state in ('asked', 'failed')`,
);
// Past the walls, by a function that ends nothing of an account that is there, and tells where
// there was any to the worker alone.
const endEverywhere = sql(
  'membership.end-archives-of-account',
  `select at from membership.end_archives_of_account($1, $2, $3) as at`,
);
const known = sql(
  'membership.list-known-archives',
  `select id from membership.archives where cooperative_id = $1 and id = any($2::uuid[])`,
);
const memberOf = sql(
  'membership.find-member-of-account',
  `select id from membership.members where cooperative_id = $1 and account_id = $2
   order by applied_at desc, id desc limit 1`,
);
// Those that have bytes still come first; then whichever was looked at longest ago, since bytes of
// one that failed may come late. So every one has its turn, however many there are.
const ended = sql(
  'membership.list-ended-archives',
  `select id from membership.archives
   where cooperative_id = $1 and state in ('fetched', 'over', 'failed') and ended_at <= $2
   order by swept_at nulls first, ended_at, id limit 1000`,
);
const noteSwept = sql(
  'membership.note-swept-archives',
  `update membership.archives set swept_at = $2
   where cooperative_id = $1 and id = any($3::uuid[])
     and state in ('fetched', 'over', 'failed') and ended_at <= $2`,
);
const forget = sql(
  'membership.forget-archives',
  `delete from membership.archives
   where cooperative_id = $1 and id = any($3::uuid[])
     and state in ('fetched', 'over', 'failed') and ended_at <= $2`,
);

export const archiveStore = {
  /** Null when one is under way, or waits to be fetched. */
  insert: (tx: Tx, id: string, accountId: string): Promise<ArchiveRow | null> =>
    tx.maybeOne<ArchiveRow>(insert, [id, tx.cooperativeId, accountId, tx.now]),

  find: (tx: Tx, id: string): Promise<ArchiveRow | null> =>
    tx.maybeOne<ArchiveRow>(find, [tx.cooperativeId, id]),

  newest: (tx: Tx, accountId: string): Promise<ArchiveRow | null> =>
    tx.maybeOne<ArchiveRow>(newest, [tx.cooperativeId, accountId]),

  /** False when another run made it already, or it was given up. */
  markReady: async (tx: Tx, id: string, { runId, keptUntil, sizeBytes }: Made): Promise<boolean> =>
    (await tx.run(markReady, [tx.cooperativeId, id, tx.now, keptUntil, sizeBytes, runId])) === 1,

  fail: async (tx: Tx, id: string): Promise<boolean> =>
    (await tx.run(fail, [tx.cooperativeId, id, tx.now])) === 1,

  /** The ticket before it opens nothing any more. False when there is nothing to fetch. */
  keepTicket: async (tx: Tx, accountId: string, hash: string, until: Date): Promise<boolean> =>
    (await tx.run(keepTicket, [tx.cooperativeId, accountId, hash, until, tx.now])) === 1,

  ofTicket: (tx: Tx, accountId: string, hash: string): Promise<ArchiveRow | null> =>
    tx.maybeOne<ArchiveRow>(ofTicket, [tx.cooperativeId, accountId, hash, tx.now]),

  takeTicket: async (tx: Tx, accountId: string, hash: string): Promise<boolean> =>
    (await tx.run(takeTicket, [tx.cooperativeId, accountId, hash, tx.now])) === 1,

  /** False when it was handed over meanwhile, or its time is over, or its person is erased. */
  handOver: async (tx: Tx, accountId: string, id: string): Promise<boolean> =>
    (await tx.run(handOver, [tx.cooperativeId, accountId, id, tx.now])) === 1,

  /** Who the account is here, whatever their standing; null for who never belonged nor applied. */
  memberOf: async (tx: Tx, accountId: string): Promise<string | null> =>
    (await tx.maybeOne<{ id: string }>(memberOf, [tx.cooperativeId, accountId]))?.id ?? null,

  /** Whose there are here, being made apart. */
  accounts: async (tx: Tx): Promise<string[]> =>
    (await tx.rows<{ accountId: string }>(accounts, [tx.cooperativeId])).map(
      ({ accountId }) => accountId,
    ),

  /** Those of accounts that are erased. Of one that was being made bytes may come late. */
  endOfErased: (tx: Tx, accountIds: readonly string[]): Promise<number> =>
    tx.run(endOfErased, [
      tx.cooperativeId,
      accountIds,
      hoursLater(tx.now, -ticketHours),
      daysLater(tx.now, -archiveKnownDays),
    ]),

  endOne: async (tx: Tx, id: string): Promise<boolean> =>
    (await tx.run(endOne, [tx.cooperativeId, id, tx.now])) === 1,

  /**
   * All of theirs here. What waits, or is over, the next sweep takes and forgets, as if it had
   * ended long ago: nobody is to read it to its end. What was not made is forgotten at once.
   *
   * @returns how many there were
   */
  endOf: async (tx: Tx, accountId: string): Promise<number> => {
    const longAgo = daysLater(tx.now, -archiveKnownDays);
    const ended = await tx.run(endOf, [tx.cooperativeId, accountId, longAgo]);
    return ended + (await archiveStore.dropUnmade(tx, accountId));
  },

  /** Those that were asked for, of an account that is erased: whoever makes one finds it gone. */
  dropUnmade: (tx: Tx, accountId: string): Promise<number> =>
    tx.run(dropUnmade, [tx.cooperativeId, accountId]),

  /**
   * As `endOf`, of an account that is erased, in every co-operative of the installation. Returns in
   * which there are some, in a transaction of no co-operative; in any other nothing.
   */
  endEverywhere: async (tx: Tx, accountId: string): Promise<string[]> => {
    const longAgo = daysLater(tx.now, -archiveKnownDays);
    const found = await tx.rows<{ at: string }>(endEverywhere, [accountId, tx.now, longAgo]);
    return found.map(({ at }) => at);
  },

  /** Which of these there are, over or not. */
  known: async (tx: Tx, ids: readonly string[]): Promise<string[]> =>
    (await tx.rows<{ id: string }>(known, [tx.cooperativeId, ids])).map(({ id }) => id),

  /** How many are over now. */
  end: (tx: Tx): Promise<number> => tx.run(end, [tx.cooperativeId, tx.now]),

  /** Those with bytes first: so many at once that their bytes can be removed one by one. */
  ended: async (tx: Tx, before: Date): Promise<string[]> =>
    (await tx.rows<{ id: string }>(ended, [tx.cooperativeId, before])).map(({ id }) => id),

  /** That their bytes are gone. */
  noteSwept: (tx: Tx, ids: readonly string[]): Promise<number> =>
    tx.run(noteSwept, [tx.cooperativeId, tx.now, ids]),

  /** Of those whose bytes are gone. */
  forget: (tx: Tx, ids: readonly string[], before: Date): Promise<number> =>
    tx.run(forget, [tx.cooperativeId, before, ids]),
};
