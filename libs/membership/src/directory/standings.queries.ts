import type { Tx } from '@rochdale/platform';
import { memberStore } from '../member/member.store.js';
import type { MemberRow } from '../member/member.store.js';

export interface Stands extends Pick<MemberRow, 'standing'> {
  readonly memberId: string;
}

/** Of which class each of these members is, by their ids. */
export async function classesOf(
  tx: Tx,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await memberStore.findMany(tx, memberIds);
  return new Map(rows.map(({ id, classKey }) => [id, classKey]));
}

/** Where these members stand, of whom nobody was erased: for what puts looks on record. */
export async function standingsOf(tx: Tx, memberIds: readonly string[]): Promise<Stands[]> {
  const rows = await memberStore.findMany(tx, memberIds);
  return rows
    .filter(({ erasedAt }) => erasedAt === null)
    .map(({ id: memberId, standing }) => ({ memberId, standing }));
}
