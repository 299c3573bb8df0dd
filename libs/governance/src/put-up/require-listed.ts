import { membershipErrors } from '@rochdale/membership';
import type { MemberDirectory, Standing } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';

/** Of these standings are those whom a list of members has. */
const listed: readonly Standing[] = ['active', 'paused', 'in-arrears'];

/**
 * Puts up only who is on the list of members, and whom the actor may see: of anybody else they
 * are not told whether there is such a member. Who is suspended would be known by it.
 *
 * @param pathOf where in what was asked the member of that place is named
 * @throws CodedError MEMBER_UNKNOWN
 */
export async function requireListed(
  tx: Tx,
  directory: MemberDirectory,
  memberIds: readonly string[],
  pathOf: (place: number) => readonly string[],
): Promise<void> {
  if (memberIds.length === 0) return;
  const shown = await directory.findable(tx, memberIds);
  const found = await directory.findMany(tx, memberIds);
  const place = memberIds.findIndex(
    (id) =>
      !listed.includes(found.get(id)?.standing ?? 'left') ||
      (id !== tx.actor.memberId && (shown.get(id)?.displayName ?? null) === null),
  );
  if (place === -1) return;
  throw membershipErrors.error('MEMBER_UNKNOWN', 'There is no such member.', {
    path: pathOf(place),
  });
}
