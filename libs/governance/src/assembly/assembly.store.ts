import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { AssemblyEntity } from './assembly.entity.js';
import { AssemblyVoteEntity } from './assembly-vote.entity.js';
import { AttendanceEntity } from './attendance.entity.js';

/** An assembly whose row is locked. */
export type AssemblyRecord = Readonly<Omit<AssemblyEntity, 'cooperativeId'>>;

const insert = sql(
  'governance.insert-assembly',
  `insert into governance.assemblies (id, cooperative_id, title, code_hash, began_at)
   values ($1, $2, $3, $4, $5)`,
);

const columns = columnsOf(AssemblyEntity, { without: ['cooperativeId'] });
const byId = `select ${columns} from governance.assemblies where id = $1 and cooperative_id = $2`;
const hold = sql('governance.hold-assembly', `${byId} for share`);
const lock = sql('governance.lock-assembly', `${byId} for update`);

const end = sql(
  'governance.end-assembly',
  `update governance.assemblies set ended_at = $3, code_hash = null
   where id = $1 and cooperative_id = $2 and ended_at is null`,
);

const openVotes = sql(
  'governance.count-open-votes-of-assembly',
  `select count(*)::int as count from governance.assembly_votes v
   join governance.proposals p on p.id = v.proposal_id and p.cooperative_id = $2
   where v.assembly_id = $1 and v.cooperative_id = $2 and p.state in ('open', 'extended')`,
);

const findPresent = `select ${columnsOf(AttendanceEntity, { only: ['memberId'] })}
  from governance.attendances
  where assembly_id = $1 and cooperative_id = $2 and left_at is null`;
const present = sql('governance.list-who-is-present', findPresent);

const whoseWord = [
  'memberId',
  'checkedInBy',
  'secondedBy',
  'confirmedAt',
  'leftAt',
  'checkedOutBy',
] as const;
const words = sql(
  'governance.list-by-whose-word',
  `select ${columnsOf(AttendanceEntity, { only: whoseWord })} from governance.attendances
   where assembly_id = $1 and cooperative_id = $2`,
);

const put = sql(
  'governance.put-attendances',
  `insert into governance.attendances
     (assembly_id, member_id, cooperative_id, checked_in_by, checked_in_at, confirmed_at)
   select $1, id, $2, $4, $5, case when id = $4 then $5::timestamptz end
   from unnest($3::uuid[]) id
   on conflict (assembly_id, member_id) do update set checked_in_by = $4, checked_in_at = $5,
     seconded_by = null, left_at = null, checked_out_by = null,
     confirmed_at = case when attendances.member_id = $4 then $5::timestamptz end
   where attendances.left_at is not null or attendances.checked_in_by is null
     and attendances.confirmed_at is null and attendances.seconded_by is null`,
);

const secondIn = sql(
  'governance.set-attendances-seconded',
  `update governance.attendances set seconded_by = $4
   where assembly_id = $1 and cooperative_id = $2 and member_id = any ($3::uuid[])
     and left_at is null and seconded_by is null and confirmed_at is null
     and $4 not in (checked_in_by, member_id)`,
);

const confirm = sql(
  'governance.set-attendance-confirmed',
  `update governance.attendances set confirmed_at = $4
   where assembly_id = $1 and cooperative_id = $2 and member_id = $3 and left_at is null
     and confirmed_at is null`,
);

const takeOut = sql(
  'governance.set-attendances-left',
  `update governance.attendances set left_at = $5, checked_out_by = $4, seconded_by = null,
     confirmed_at = null
   where assembly_id = $1 and cooperative_id = $2 and member_id = any ($3::uuid[])
     and left_at is null returning ${columnsOf(AttendanceEntity, { only: ['memberId'] })}`,
);

const secondOut = sql(
  'governance.set-departures-seconded',
  `update governance.attendances set seconded_by = $4
   where assembly_id = $1 and cooperative_id = $2 and member_id = any ($3::uuid[])
     and left_at is not null and seconded_by is null and $4 not in (checked_out_by, member_id)`,
);

const lastTry = sql(
  'governance.find-last-refused-opening',
  `select max(tried_at) as "triedAt" from governance.assemblies where cooperative_id = $1`,
);

const keepTry = sql(
  'governance.set-assembly-tried',
  `update governance.assemblies set tried_at = $3
   where id = $1 and cooperative_id = $2 and (tried_at is null or tried_at < $3)`,
);

const insertVoters = sql(
  'governance.insert-assembly-voters',
  `insert into governance.assembly_voters
     (proposal_id, member_id, cooperative_id, checked_in_by, seconded_by, confirmed_at)
   select $1, n.member_id, $2, n.checked_in_by, n.seconded_by, n.confirmed_at
   from governance.attendances n
   where n.assembly_id = $3 and n.cooperative_id = $2 and n.left_at is null`,
);

const closeVote = sql(
  'governance.set-assembly-vote-closed-by',
  `update governance.assembly_votes set closed_by = $3
   where proposal_id = $1 and cooperative_id = $2 and closed_by is null`,
);

const insertVote = sql(
  'governance.insert-assembly-vote',
  `insert into governance.assembly_votes
     (proposal_id, assembly_id, cooperative_id, present, of_all, exactly_of_all, opened_by)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

const voteOf = sql(
  'governance.find-assembly-of-vote',
  `select ${columnsOf(AssemblyVoteEntity, { only: ['assemblyId'] })}
   from governance.assembly_votes where proposal_id = $1 and cooperative_id = $2`,
);

const owned = ['assemblyId', 'checkedInAt', 'confirmedAt', 'leftAt'] as const;
const own = sql(
  'governance.export-own-attendances',
  `select ${columnsOf(AttendanceEntity, { only: owned })}, checked_in_by = $1 as "byOneself"
   from governance.attendances where member_id = $1 and cooperative_id = $2 order by assembly_id`,
);

const ownDoor = sql(
  'governance.export-own-doors',
  `select ${columnsOf(AttendanceEntity, { only: ['assemblyId'] })},
     count(*) filter (where checked_in_by = $1)::int as "checkedIn",
     count(*) filter (where checked_out_by = $1)::int as "checkedOut",
     count(*) filter (where seconded_by = $1)::int as "seconded"
   from governance.attendances where cooperative_id = $2 and member_id <> $1
     and $1 in (checked_in_by, checked_out_by, seconded_by)
   group by assembly_id order by assembly_id`,
);

/** By whose word somebody is there, or is not. */
export type ByWhoseWord = Readonly<Pick<AttendanceEntity, (typeof whoseWord)[number]>>;

async function confirmed(tx: Tx, id: string, memberId: string): Promise<void> {
  await tx.run(confirm, [id, tx.cooperativeId, memberId, tx.now]);
}

/** Assemblies in SQL: who is there, and what was put to the vote. */
export const assemblyStore = {
  insert: (
    tx: Tx,
    { id, title, codeHash }: Omit<AssemblyRecord, 'beganAt' | 'endedAt' | 'triedAt'>,
  ): Promise<void> => tx.change(insert, [id, tx.cooperativeId, title, codeHash, tx.now]),

  /** Held until the caller's transaction ends: nobody ends it, and nobody draws who is present. */
  hold: (tx: Tx, id: string): Promise<AssemblyRecord | null> =>
    tx.maybeOne<AssemblyRecord>(hold, [id, tx.cooperativeId]),

  /** Nobody comes or goes until the caller's transaction ends. */
  lock: (tx: Tx, id: string): Promise<AssemblyRecord | null> =>
    tx.maybeOne<AssemblyRecord>(lock, [id, tx.cooperativeId]),

  /** @throws CodedError CONFLICT where it is over already */
  end: (tx: Tx, id: string): Promise<void> => tx.change(end, [id, tx.cooperativeId, tx.now]),

  async openVotes(tx: Tx, id: string): Promise<number> {
    return (await tx.one<{ count: number }>(openVotes, [id, tx.cooperativeId])).count;
  },

  /**
   * An officer says that these are there, whose assembly is locked: of those whom another checked
   * in they say it too.
   */
  async checkIn(tx: Tx, id: string, memberIds: readonly string[], by: string): Promise<void> {
    const which = [id, tx.cooperativeId, memberIds, by];
    await tx.run(put, [...which, tx.now]);
    await tx.run(secondIn, which);
    if (memberIds.includes(by)) await confirmed(tx, id, by);
  },

  /** A member says so themselves. Whether they were not there before. */
  async attend(tx: Tx, id: string, memberId: string): Promise<boolean> {
    const came = await tx.run(put, [id, tx.cooperativeId, [memberId], memberId, tx.now]);
    if (came === 0) await confirmed(tx, id, memberId);
    return came > 0;
  },

  /** Who of them were there; that the others went another says too. */
  async checkOut(tx: Tx, id: string, of: readonly string[], by: string): Promise<string[]> {
    const which = [id, tx.cooperativeId, of, by];
    await tx.run(secondOut, which);
    const rows = await tx.rows<{ memberId: string }>(takeOut, [...which, tx.now]);
    return rows.map(({ memberId }) => memberId);
  },

  async present(tx: Tx, id: string): Promise<ReadonlySet<string>> {
    const rows = await tx.rows<{ memberId: string }>(present, [id, tx.cooperativeId]);
    return new Set(rows.map(({ memberId }) => memberId));
  },

  /** Of all who are there, or were, by whose word. */
  words: (tx: Tx, id: string): Promise<ByWhoseWord[]> =>
    tx.rows<ByWhoseWord>(words, [id, tx.cooperativeId]),

  /** When an opening was refused last for what not everybody is told, in whichever assembly. */
  async triedAt(tx: Tx): Promise<Date | null> {
    return (await tx.one<{ triedAt: Date | null }>(lastTry, [tx.cooperativeId])).triedAt;
  },

  keepTry: (tx: Tx, id: string): Promise<void> =>
    tx.change(keepTry, [id, tx.cooperativeId, tx.now]),

  /** With who is there now, and by whose word. */
  async insertVote(
    tx: Tx,
    vote: Omit<AssemblyVoteEntity, 'cooperativeId' | 'closedBy'>,
  ): Promise<void> {
    const { proposalId, assemblyId, present, ofAll, exactlyOfAll, openedBy } = vote;
    const which = [proposalId, assemblyId, tx.cooperativeId];
    await tx.change(insertVote, [...which, present, ofAll, exactlyOfAll, openedBy]);
    await tx.run(insertVoters, [proposalId, tx.cooperativeId, assemblyId]);
  },

  /** Who closed it by hand. */
  closeVote: (tx: Tx, proposalId: string, by: string): Promise<void> =>
    tx.change(closeVote, [proposalId, tx.cooperativeId, by]),

  /** In which assembly it was put to the vote; null where it was in none. */
  async ofVote(tx: Tx, proposalId: string): Promise<string | null> {
    const found = [proposalId, tx.cooperativeId];
    return (await tx.maybeOne<{ assemblyId: string }>(voteOf, found))?.assemblyId ?? null;
  },
};

/** At which assemblies a member was, as it is handed over to them: never by whose word. */
export const ownAttendances = (tx: Tx, memberId: string | null) =>
  tx.rows<{ assemblyId: string }>(own, [memberId, tx.cooperativeId]);

/** How many a member checked in and out, as it is handed over to them: never whom. */
export const ownDoors = (tx: Tx, memberId: string | null) =>
  tx.rows<{ assemblyId: string }>(ownDoor, [memberId, tx.cooperativeId]);
