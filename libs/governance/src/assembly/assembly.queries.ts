import { Injectable } from '@nestjs/common';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { columnsOf, keysetList, permit, sql } from '@rochdale/platform';
import { AssemblyEntity } from './assembly.entity.js';
import { AttendanceEntity } from './attendance.entity.js';

const shown = ['id', 'title', 'beganAt', 'endedAt'] as const;

export interface AssemblyView extends Readonly<Pick<AssemblyEntity, (typeof shown)[number]>> {
  /** How many are there, or were as it ended; who, only who checks members in is told. */
  readonly present: number;
  readonly isViewerPresent: boolean;
}

const attendances = `governance.attendances n
  where n.assembly_id = a.id and n.cooperative_id = a.cooperative_id`;
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

/** One who is present. */
export interface AttendanceView extends Readonly<Pick<AttendanceEntity, 'memberId'>> {
  /** Where they stand in the list: an order that tells nothing, another in each assembly. */
  readonly placeInList: bigint;
}

const placeInList = 'uuid_hash_extended(n.member_id, hashtextextended(n.assembly_id::text, 0))';

const present = keysetList<AttendanceView, object, { readonly assemblyId: string }>({
  name: 'governance.list-attendances',
  select: `${columnsOf(AttendanceEntity, { of: 'n', only: ['memberId'] })},
    ${placeInList} as "placeInList"`,
  from: 'governance.attendances n',
  where: 'n.cooperative_id = :cooperativeId and n.assembly_id = :assemblyId::uuid',
  keys: [
    { column: placeInList, field: 'placeInList', type: 'whole' },
    { column: 'n.member_id', field: 'memberId', type: 'id' },
  ],
});

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

  /**
   * Who is present, in an order that tells nothing. For who checks members in.
   *
   * @throws CodedError FORBIDDEN
   */
  async present(tx: Tx, assemblyId: string, request: PageRequest): Promise<Page<AttendanceView>> {
    permit(tx.actor, 'assembly.check-in');
    return present.page(tx, request, { params: { assemblyId } });
  }
}
