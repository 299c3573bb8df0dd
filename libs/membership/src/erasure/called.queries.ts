import { Accounts } from '@rochdale/identity';
import { keyedFingerprint } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { memberStore } from '../member/member.store.js';
import { likenessOf } from '../name/name.js';
import { erasureStore } from './erasure.store.js';

const accounts = new Accounts();

const likenessesOf = (names: readonly (string | null)[]): string[] => {
  const likenesses = names.map((name) => (name === null ? '' : likenessOf(name)));
  return [...new Set(likenesses)].filter((likeness) => likeness !== '');
};

const markOf = ({ cooperativeId }: Tx, memberId: string, likeness: string): string =>
  keyedFingerprint(`names of ${memberId} in ${cooperativeId}`, likeness);

/** By these a name is known again of which nothing else is kept, of this member and no other. */
export const marksOfNames = (
  tx: Tx,
  memberId: string,
  names: readonly (string | null)[],
): string[] => likenessesOf(names).map((likeness) => markOf(tx, memberId, likeness));

/**
 * Whether a member is called by a name, here or by their account, however it is written. Of who was
 * erased marks tell it; of who was before there were marks, nothing does.
 */
export async function isCalled(tx: Tx, memberId: string): Promise<(name: string) => boolean> {
  const marks = await erasureStore.nameMarks(tx, memberId);
  if (marks !== null) {
    return (name) => marksOfNames(tx, memberId, [name]).some((mark) => marks.includes(mark));
  }
  const [member] = await memberStore.findMany(tx, [memberId]);
  const accountId = member?.accountId ?? null;
  const account = accountId === null ? null : await accounts.find(tx, accountId);
  const own = likenessesOf([member?.displayName ?? null, account?.name ?? null]);
  return (name) => own.includes(likenessOf(name));
}
