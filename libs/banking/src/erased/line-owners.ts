import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

/** A line, the id of what it was booked for, and the transaction that booked it; or neither. */
export interface BookedLine {
  readonly id: string;
  readonly bookedFor: string | null;
  readonly bookedBy: string | null;
}

export interface LineOwner {
  readonly lineId: string;
  readonly memberId: string;
}

/** Whose payments lines are, as far as a room booked them; one line may be of several. */
export type LineOwnersOf = (tx: Tx, lines: readonly BookedLine[]) => Promise<readonly LineOwner[]>;

const rooms = new Map<string, LineOwnersOf>();

/** Declared once by each room that books lines of members, at module level. */
export function defineLineOwners(room: string, ownersOf: LineOwnersOf): void {
  assert(!rooms.has(room), `whose the lines of ${room} are is declared once`);
  rooms.set(room, ownersOf);
}

/** By line, the members whose payment it is; who has none is left out. */
export async function ownersOfLines(
  tx: Tx,
  lines: readonly BookedLine[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const owners = new Map<string, Set<string>>();
  for (const ownersOf of rooms.values()) {
    for (const { lineId, memberId } of await ownersOf(tx, lines)) {
      const known = owners.get(lineId) ?? new Set();
      owners.set(lineId, known.add(memberId));
    }
  }
  return owners;
}
