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

/** What a line says of what it is for. */
export interface SayingLine {
  readonly reference: string | null;
  readonly text: string | null;
  /** By what name the payer's bank was given it. */
  readonly transfer: string | null;
}

/** Whose payments lines are, as far as a room booked them; one line may be of several. */
export type LineOwnersOf = (tx: Tx, lines: readonly BookedLine[]) => Promise<readonly LineOwner[]>;

/** Of whom lines bear a reference, whether they are booked for them or not. */
export type MembersNamedBy = (tx: Tx, lines: readonly SayingLine[]) => Promise<readonly string[]>;

interface Declared {
  readonly ownersOf: LineOwnersOf;
  readonly namedBy: MembersNamedBy | undefined;
}

const rooms = new Map<string, Declared>();

/** Declared once by each room that books lines of members, at module level. */
export function defineLineOwners(
  room: string,
  ownersOf: LineOwnersOf,
  namedBy?: MembersNamedBy,
): void {
  assert(!rooms.has(room), `whose the lines of ${room} are is declared once`);
  rooms.set(room, { ownersOf, namedBy });
}

/** Members whose references these lines bear. */
export async function membersNamedBy(tx: Tx, lines: readonly SayingLine[]): Promise<string[]> {
  const named: string[] = [];
  for (const { namedBy } of rooms.values()) named.push(...((await namedBy?.(tx, lines)) ?? []));
  return named;
}

/** By line, the members whose payment it is; who has none is left out. */
export async function ownersOfLines(
  tx: Tx,
  lines: readonly BookedLine[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const owners = new Map<string, Set<string>>();
  for (const { ownersOf } of rooms.values()) {
    for (const { lineId, memberId } of await ownersOf(tx, lines)) {
      const known = owners.get(lineId) ?? new Set();
      owners.set(lineId, known.add(memberId));
    }
  }
  return owners;
}
