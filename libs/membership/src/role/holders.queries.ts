import type { Tx } from '@rochdale/platform';
import { roleStore } from './role.store.js';

/**
 * Which of these hold an office now. Who is suspended holds it still, though it gives them nothing
 * meanwhile.
 */
export async function holdersAmong(
  tx: Tx,
  role: string,
  memberIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const terms = await roleStore.ofMembers(tx, memberIds);
  const now = terms.filter(
    (term) =>
      term.role === role &&
      term.startsAt <= tx.now &&
      (term.endsAt === null || term.endsAt > tx.now),
  );
  return new Set(now.map(({ memberId }) => memberId));
}
