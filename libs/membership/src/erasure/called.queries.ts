import { keyedFingerprints } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { memberStore } from '../member/member.store.js';
import { formsOf, pairsNear, waysToCall } from '../name/forms.js';
import { likenessOf } from '../name/name.js';
import { erasureStore } from './erasure.store.js';

const markOf = ({ cooperativeId }: Tx, memberId: string) =>
  keyedFingerprints(`names of ${memberId} in ${cooperativeId}`);

const waysOf = (names: readonly (string | null)[]): string[] => [
  ...new Set(names.flatMap((name) => (name === null ? [] : waysToCall(name)))),
];

/** By these a name is known again of which nothing else is kept, of this member and no other. */
export const marksOfNames = (
  tx: Tx,
  memberId: string,
  names: readonly (string | null)[],
): string[] => waysOf(names).map(markOf(tx, memberId));

/** How a member is called; who was erased also by their account. */
export interface KnownNames {
  /** Whether this is the name, however it is written: nothing more and nothing less. */
  readonly isCalled: (name: string) => boolean;
  /** The forms of this name that are the member's: of one that tells more or less as well. */
  readonly formsIn: (name: string) => string[];
  /** The forms by which a text names them. */
  readonly formsInText: (text: string) => string[];
  /** Whether nothing of it was kept, so that no name says that it is not theirs. */
  readonly isLost: boolean;
}

const knownBy = (isOwn: (form: string) => boolean, isLost = false): KnownNames => ({
  isLost,
  isCalled: (name) => {
    const likeness = likenessOf(name);
    return likeness !== '' && isOwn(likeness);
  },
  formsIn: (name) => formsOf(name).filter(isOwn),
  formsInText: (text) => pairsNear(text).filter(isOwn),
});

/**
 * How a member is called. Of who was erased marks tell it: of who was before there were marks,
 * nothing does, and of who was before they told more than the whole name, that one alone.
 */
export async function knownNames(tx: Tx, memberId: string): Promise<KnownNames> {
  const marks = await erasureStore.nameMarks(tx, memberId);
  if (marks !== null) {
    const [kept, mark] = [new Set(marks), markOf(tx, memberId)];
    return knownBy((form) => kept.has(mark(form)), marks.length === 0);
  }
  const [member] = await memberStore.findMany(tx, [memberId]);
  // Not by their account: whoever likes calls it as somebody else is called, and no trace is left.
  const own = new Set(waysOf([member?.displayName ?? null]));
  return knownBy((form) => own.has(form));
}
