import type { Accounts } from '@rochdale/identity';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { archiveStore } from '../archive/archive.store.js';
import { memberStore } from '../member/member.store.js';
import type { MemberRow } from '../member/member.store.js';
import { MemberErased } from '../membership.events.js';
import { erasureStore } from './erasure.store.js';

/**
 * Takes the name, the account and every note of a locked member away, who left, and lists them.
 *
 * @param erasedAt when they were erased first, where a back-up brought them back
 */
export async function eraseInTx(
  tx: Tx,
  accounts: Accounts,
  member: MemberRow,
  erasedAt = tx.now,
): Promise<MemberRow> {
  const { accountId } = member;
  const others = accountId === null ? 1 : await memberStore.countCooperatives(tx, accountId);
  const account = accountId === null ? null : await accounts.find(tx, accountId);
  const erased = await memberStore.erase(tx, member.id, account?.email ?? null);
  if (accountId !== null) {
    // Also where the account lives on elsewhere: nobody fetches what was kept here any more.
    await archiveStore.endOf(tx, accountId);
    await accounts.leaveCooperative(tx, accountId);
    if (others <= 1) await accounts.erase(tx, accountId);
  }
  const gone = others <= 1 ? accountId : null;
  const listed = await erasureStore.insert(tx, { memberId: member.id, accountId: gone, erasedAt });
  assert(listed === 1, 'who is erased is listed');
  tx.announce(MemberErased.of(member.id, { memberId: member.id }));
  return erased;
}
