import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

/** Whether somebody is called by a name, however a bank writes it. */
export type IsCalled = (name: string) => boolean;

/** How members are called. The room that knows it stands beside this one. */
export interface MemberNames {
  /** What of a name counts when it is compared; empty where nothing does. */
  readonly likenessOf: (name: string) => string;
  /** Also of a member who was erased: by a mark, as the name itself is gone. */
  readonly isCalled: (tx: Tx, memberId: string) => Promise<IsCalled>;
}

let names: MemberNames | null = null;

/** Declared once, at module level, by a room that knows members and lines. */
export function defineMemberNames(told: MemberNames): void {
  assert(names === null, 'how members are called is declared once');
  names = told;
}

/** Null where nothing of it counts, or nobody said how names are compared: it is nobody's. */
export function likenessOfName(name: string | null): string | null {
  const likeness = name === null ? '' : (names?.likenessOf(name) ?? '');
  return likeness === '' ? null : likeness;
}

/** Of whom nothing is known, no name is theirs. */
export const isCalledOf = async (tx: Tx, memberId: string): Promise<IsCalled> =>
  names === null ? () => false : names.isCalled(tx, memberId);
