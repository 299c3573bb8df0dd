import type { Role, Tx } from '@rochdale/platform';
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

/** Who holds one of these offices now, each once. */
export async function holdersNow(tx: Tx, roles: readonly Role[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const role of roles) {
    for (const { memberId } of await roleStore.inForce(tx, role)) found.add(memberId);
  }
  return [...found];
}
