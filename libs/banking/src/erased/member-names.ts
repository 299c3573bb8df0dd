import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

/** How one member is called. */
export interface KnownNames {
  /** Whether this is their name, however a bank writes it: nothing more and nothing less. */
  readonly isCalled: (name: string) => boolean;
  /** The forms of this name that are theirs: of one that tells more or less as well. */
  readonly formsIn: (name: string) => string[];
  /** The forms by which a text names them. */
  readonly formsInText: (text: string) => string[];
  /** Whether nothing of it was kept, so that no name says that it is not theirs. */
  readonly isLost: boolean;
}

/** How members are called. The room that knows it stands beside this one. */
export interface MemberNames {
  /** The forms that a name has, the whole first. None where nothing of it counts. */
  readonly formsOf: (name: string) => readonly string[];
  /** The forms by which somebody of that name is called elsewhere. */
  readonly waysToCall: (name: string) => readonly string[];
  /** The forms that each two words of a text would be, as far as they stand near. */
  readonly formsNear: (text: string) => readonly string[];
  /** Whether a name of two words or more stands in a text, in whole and nothing between. */
  readonly isWithin: (name: string, text: string) => boolean;
  /** Also of a member who was erased: by marks, as the name itself is gone. */
  readonly known: (tx: Tx, memberId: string) => Promise<KnownNames>;
}

let names: MemberNames | null = null;

/** Declared once, at module level, by a room that knows members and lines. */
export function defineMemberNames(told: MemberNames): void {
  assert(names === null, 'how members are called is declared once');
  names = told;
}

/**
 * For the start of a process: better no process than one that leaves the lines of the erased open.
 *
 * @throws Error where no room said how members are called
 */
export function refuseUnnamed(): void {
  if (names === null) throw new Error('no room says how members are called at banks');
}

/** None where nothing of it counts, or nobody said how names are compared: it is nobody's. */
export const formsOfName = (name: string | null): readonly string[] =>
  name === null ? [] : (names?.formsOf(name) ?? []);

export const waysToCall = (name: string): readonly string[] => names?.waysToCall(name) ?? [];

export const formsNear = (text: string | null): readonly string[] =>
  text === null ? [] : (names?.formsNear(text) ?? []);

export const isWithin = (name: string, text: string): boolean =>
  names?.isWithin(name, text) ?? false;

const nobody: KnownNames = {
  isCalled: () => false,
  formsIn: () => [],
  formsInText: () => [],
  isLost: true,
};

/** Of whom nothing is known, no name is theirs. */
export const knownNamesOf = async (tx: Tx, memberId: string): Promise<KnownNames> =>
  names === null ? nobody : names.known(tx, memberId);

/** Whether a bank calls this member so, with more of the name or less. Nobody is called nothing. */
export async function isCalledSo(tx: Tx, memberId: string, name: string | null): Promise<boolean> {
  if (name === null) return false;
  return (await knownNamesOf(tx, memberId)).formsIn(name).length > 0;
}
