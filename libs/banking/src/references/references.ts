import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

/** What a line says of what it is for. */
export interface SayingLine {
  readonly reference: string | null;
  readonly text: string | null;
  /** By what name the payer's bank was given it. */
  readonly transfer: string | null;
}

/** What payers write so that we know what a payment is for. */
export interface References {
  /** By line, of whom it bears one, whether it is booked for them or not. */
  readonly namedBy: (
    tx: Tx,
    lines: readonly SayingLine[],
  ) => Promise<readonly (readonly string[])[]>;
  /** All that ever were of a member. */
  readonly of: (tx: Tx, memberId: string) => Promise<readonly string[]>;
}

const rooms = new Map<string, References>();

/** Declared once by each room that gives references to members, at module level. */
export function defineReferences(room: string, references: References): void {
  assert(!rooms.has(room), `the references of ${room} are declared once`);
  rooms.set(room, references);
}

/** By line, the members whose references it bears. As many statements for one line as for many. */
export async function membersNamedBy(
  tx: Tx,
  lines: readonly SayingLine[],
): Promise<readonly (readonly string[])[]> {
  const named = lines.map(() => new Set<string>());
  for (const { namedBy } of rooms.values()) {
    const found = await namedBy(tx, lines);
    for (const [at, ids] of found.entries()) for (const id of ids) named[at]?.add(id);
  }
  return named.map((ids) => [...ids]);
}

/** The references of a member, in capitals, without what stands between their signs. */
export async function referencesOf(tx: Tx, memberId: string): Promise<string[]> {
  const own: string[] = [];
  for (const references of rooms.values()) own.push(...(await references.of(tx, memberId)));
  return [...new Set(own.map(compact))].filter((one) => one !== '');
}

/** Payers and banks print references in blocks, with dashes, and in small letters. */
export const compact = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
