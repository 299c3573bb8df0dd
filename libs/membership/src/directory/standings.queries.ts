import type { Tx } from '@rochdale/platform';
import { memberStore } from '../member/member.store.js';
import type { MemberRow } from '../member/member.store.js';

export interface Stands extends Pick<MemberRow, 'standing'> {
  readonly memberId: string;
}

/** Where these members stand, of whom nobody was erased: for what puts looks on record. */
export async function standingsOf(tx: Tx, memberIds: readonly string[]): Promise<Stands[]> {
  const rows = await memberStore.findMany(tx, memberIds);
  return rows
    .filter(({ erasedAt }) => erasedAt === null)
    .map(({ id: memberId, standing }) => ({ memberId, standing }));
}
