import { Injectable } from '@nestjs/common';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { columnsOf, keysetList, may, permit, sql } from '@rochdale/platform';
import { AssemblyEntity } from './assembly.entity.js';
import { AssemblyVoteEntity } from './assembly-vote.entity.js';
import { AssemblyVoterEntity } from './assembly-voter.entity.js';
import { AttendanceEntity } from './attendance.entity.js';

const shown = ['id', 'title', 'beganAt', 'endedAt'] as const;

export interface AssemblyView extends Readonly<Pick<AssemblyEntity, (typeof shown)[number]>> {
  /** How many are there, or were as it ended; who, only who checks members in is told. */
  readonly present: number;
  readonly isViewerPresent: boolean;
}

const attendances = `governance.attendances n
  where n.assembly_id = a.id and n.cooperative_id = a.cooperative_id and n.left_at is null`;
const columns = (reader: string): string => `${columnsOf(AssemblyEntity, { of: 'a', only: shown })},
  (select count(*)::int from ${attendances}) as present,
  exists (select from ${attendances} and n.member_id = ${reader}::uuid) as "isViewerPresent"`;

const assemblies = keysetList<AssemblyView, object, { readonly reader: string | null }>({
  name: 'governance.list-assemblies',
  select: columns(':reader'),
  from: 'governance.assemblies a',
  where: 'a.cooperative_id = :cooperativeId',
  keys: [
    { column: 'a.began_at', field: 'beganAt', type: 'instant' },
    { column: 'a.id', field: 'id', type: 'id' },
  ],
});

const byIds = sql(
  'governance.find-assemblies',
  `select ${columns('$3')} from governance.assemblies a
   where a.id = any ($1::uuid[]) and a.cooperative_id = $2`,
);

const whose = ['memberId', 'checkedInBy', 'secondedBy', 'confirmedAt'] as const;

/** One who is present, and by whose word. */
export interface AttendanceView extends Readonly<Pick<AttendanceEntity, (typeof whose)[number]>> {
  /** Where they stand in the list: an order that tells nothing, another in each assembly. */
  readonly placeInList: bigint;
}

const placeIn = (list: string): string =>
  `uuid_hash_extended(n.member_id, hashtextextended(n.${list}::text, 0))`;
const placeInList = placeIn('assembly_id');

const present = keysetList<AttendanceView, object, { readonly assemblyId: string }>({
  name: 'governance.list-attendances',
  select: `${columnsOf(AttendanceEntity, { of: 'n', only: whose })},
    ${placeInList} as "placeInList"`,
  from: 'governance.attendances n',
  where:
    'n.cooperative_id = :cooperativeId and n.assembly_id = :assemblyId::uuid and n.left_at is null',
  keys: [
    { column: placeInList, field: 'placeInList', type: 'whole' },
    { column: 'n.member_id', field: 'memberId', type: 'id' },
  ],
});

const placeInVote = placeIn('proposal_id');

const voters = keysetList<AttendanceView, object, { assemblyId: string; proposalId: string }>({
  name: 'governance.list-assembly-voters',
  select: `${columnsOf(AssemblyVoterEntity, { of: 'n', only: whose })},
    ${placeInVote} as "placeInList"`,
  from: `governance.assembly_voters n join governance.assembly_votes v
    on v.cooperative_id = n.cooperative_id and v.proposal_id = n.proposal_id`,
  where: `n.cooperative_id = :cooperativeId and n.proposal_id = :proposalId::uuid
    and v.assembly_id = :assemblyId::uuid`,
  keys: [
    { column: placeInVote, field: 'placeInList', type: 'whole' },
    { column: 'n.member_id', field: 'memberId', type: 'id' },
  ],
});

const chaired = ['proposalId', 'assemblyId', 'openedBy', 'closedBy'] as const;

/** Who put a vote of an assembly to the vote, and closed it. */
export interface AssemblyVoteView extends Readonly<
  Pick<AssemblyVoteEntity, (typeof chaired)[number]>
> {
  /** How many were there as it opened, whether they may vote or not. */
  readonly present: number;
  /** How many of them did not say so themselves. */
  readonly byOfficers: number;
}

const votes = sql(
  'governance.list-assembly-votes',
  `select ${columnsOf(AssemblyVoteEntity, { of: 'v', only: chaired })},
     count(n.member_id)::int as present,
     count(n.member_id) filter (where n.confirmed_at is null)::int as "byOfficers"
   from governance.assembly_votes v left join governance.assembly_voters n
     on n.cooperative_id = v.cooperative_id and n.proposal_id = v.proposal_id
   where v.cooperative_id = $1 and v.proposal_id = any ($2::uuid[]) group by v.proposal_id`,
);

/** Assemblies, for members. */
@Injectable()
export class AssemblyQueries {
  /** The latest first. */
  async list(tx: Tx, request: PageRequest): Promise<Page<AssemblyView>> {
    permit(tx.actor, 'proposal.read');
    return assemblies.page(tx, request, { params: { reader: tx.actor.memberId } });
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<AssemblyView[]> {
    permit(tx.actor, 'proposal.read');
    return tx.rows<AssemblyView>(byIds, [ids, tx.cooperativeId, tx.actor.memberId]);
  }

  /** By proposal, how its vote in an assembly was opened and closed; nothing for strangers. */
  async votes(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, AssemblyVoteView>> {
    permit(tx.actor, 'decision.read');
    if (!may(tx.actor, 'proposal.read').allowed) return new Map();
    const rows = await tx.rows<AssemblyVoteView>(votes, [tx.cooperativeId, ids]);
    return new Map(rows.map((row) => [row.proposalId, row]));
  }

  /**
   * Who is present, or was as that vote opened, and by whose word, in an order that tells nothing.
   * For who checks members in, and auditors.
   *
   * @throws CodedError FORBIDDEN
   */
  async present(
    tx: Tx,
    { assemblyId, proposalId = null }: { assemblyId: string; proposalId?: string | null },
    request: PageRequest,
  ): Promise<Page<AttendanceView>> {
    permit(tx.actor, 'assembly.read-attendances');
    return proposalId === null
      ? present.page(tx, request, { params: { assemblyId } })
      : voters.page(tx, request, { params: { assemblyId, proposalId } });
  }
}
