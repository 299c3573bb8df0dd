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

const checkIn = sql(
  'governance.insert-attendances',
  `insert into governance.attendances (assembly_id, member_id, cooperative_id)
   select $1, id, $2 from unnest($3::uuid[]) id on conflict do nothing`,
);

const checkOut = sql(
  'governance.remove-attendances',
  `delete from governance.attendances
   where assembly_id = $1 and cooperative_id = $2 and member_id = any ($3::uuid[])`,
);

const present = sql(
  'governance.list-who-is-present',
  `select ${columnsOf(AttendanceEntity, { only: ['memberId'] })} from governance.attendances
   where assembly_id = $1 and cooperative_id = $2`,
);

const insertVote = sql(
  'governance.insert-assembly-vote',
  `insert into governance.assembly_votes
     (proposal_id, assembly_id, cooperative_id, present, of_all, exactly_of_all)
   values ($1, $2, $3, $4, $5, $6)`,
);

const voteOf = sql(
  'governance.find-assembly-of-vote',
  `select ${columnsOf(AssemblyVoteEntity, { only: ['assemblyId'] })}
   from governance.assembly_votes where proposal_id = $1 and cooperative_id = $2`,
);

const own = sql(
  'governance.export-own-attendances',
  `select ${columnsOf(AttendanceEntity, { only: ['assemblyId'] })} from governance.attendances
   where member_id = $1 and cooperative_id = $2 order by assembly_id`,
);

/** Assemblies in SQL: who is there, and what was put to the vote. */
export const assemblyStore = {
  insert: (
    tx: Tx,
    { id, title, codeHash }: Omit<AssemblyRecord, 'beganAt' | 'endedAt'>,
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

  /** How many of them were not there. */
  checkIn: (tx: Tx, id: string, memberIds: readonly string[]): Promise<number> =>
    tx.run(checkIn, [id, tx.cooperativeId, memberIds]),

  /** How many of them were there. */
  checkOut: (tx: Tx, id: string, memberIds: readonly string[]): Promise<number> =>
    tx.run(checkOut, [id, tx.cooperativeId, memberIds]),

  async present(tx: Tx, id: string): Promise<ReadonlySet<string>> {
    const rows = await tx.rows<{ memberId: string }>(present, [id, tx.cooperativeId]);
    return new Set(rows.map(({ memberId }) => memberId));
  },

  insertVote: (tx: Tx, vote: Omit<AssemblyVoteEntity, 'cooperativeId'>): Promise<void> => {
    const { proposalId, assemblyId, present, ofAll, exactlyOfAll } = vote;
    const which = [proposalId, assemblyId, tx.cooperativeId];
    return tx.change(insertVote, [...which, present, ofAll, exactlyOfAll]);
  },

  /** In which assembly it was put to the vote; null where it was in none. */
  async ofVote(tx: Tx, proposalId: string): Promise<string | null> {
    const found = [proposalId, tx.cooperativeId];
    return (await tx.maybeOne<{ assemblyId: string }>(voteOf, found))?.assemblyId ?? null;
  },
};

/** At which assemblies a member was, as it is handed over to them. */
export const ownAttendances = (tx: Tx, memberId: string | null) =>
  tx.rows<{ assemblyId: string }>(own, [memberId, tx.cooperativeId]);
