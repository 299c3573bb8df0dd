import type { Tx } from '@rochdale/platform';

/** A name of theirs, and since when they are called so; null where nothing says it. */
export interface TakenName {
  readonly name: string;
  readonly since: Date | null;
}

/** Who is erased in this transaction, and what they are called until its end. */
export interface TakenNames {
  readonly memberId: string;
  readonly names: readonly TakenName[];
}

type BeforeTaken = (tx: Tx, taken: TakenNames) => Promise<void>;

const rooms: BeforeTaken[] = [];

/**
 * Declared at module level by a room that finds something by the name which it cannot find by marks
 * of it. The name itself is not to be written down, and nothing is to be held that others hold who
 * wait for a member.
 */
export function defineTakenNames(before: BeforeTaken): void {
  rooms.push(before);
}

/** Tells the rooms, before the name is gone. */
export async function tellTakenNames(tx: Tx, taken: TakenNames): Promise<void> {
  if (taken.names.length === 0) return;
  for (const before of rooms) await before(tx, taken);
}
