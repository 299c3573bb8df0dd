import { dayOf } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { LockLinesByNameJob } from '../banking.jobs.js';
import { erasedAccountStore } from './erased-account.store.js';
import type { TellingLine } from './erased-account.store.js';
import { lockBankLines } from './lock-lines.js';
import { ownersOfLines } from './line-owners.js';
import { formsOfName, isWithin, knownNamesOf, waysToCall } from './member-names.js';
import { linesThatNameOthers, sortedLines } from './their-lines.js';

/** What somebody is called, and since when; null where nothing says it. */
interface CalledSince {
  readonly name: string;
  readonly since: Date | null;
}

export interface NamedLines {
  readonly memberId: string;
  readonly lineIds: readonly string[];
  /** Since when they were called so, where that is known. */
  readonly since?: string | null | undefined;
}

/** As banks write a word of a name that has marks on its letters, and those who have none. */
function writtenAs(word: string): string {
  const bare = word.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  const spelt = word
    .normalize('NFC')
    .replaceAll(/[äöüÄÖÜ]/gu, (one) => `${one.normalize('NFKD')[0]}e`);
  const ways = [word.normalize('NFC'), bare, spelt, bare.replaceAll('ß', 'ss')];
  return ways.flatMap((way) => [way.toLowerCase(), way.toUpperCase()]).join(' ');
}

/**
 * By two words of the name, the longest: fewest lines have them. Words as clerks search by, between
 * blanks and signs of ASCII; such as have another sign in them banks write in many ways.
 */
function wordsOf(name: string): readonly [string, string] | null {
  const words = name
    .split(/[\s!-/:-@[-`{-~]+/)
    .filter((word) => /^[\p{L}\p{M}\p{N}]{2,}$/u.test(word));
  const [longest, next] = words.toSorted((one, other) => other.length - one.length);
  return longest === undefined ? null : [writtenAs(longest), writtenAs(next ?? longest)];
}

/** Whether a line bears a name, in whole; where it names nobody, whether what it says does. */
function bears(line: { readonly name: string | null; readonly text: string | null }, own: string) {
  if (line.name === null) return line.text !== null && isWithin(own, line.text);
  // The first form is the name as a whole.
  return waysToCall(own).includes(formsOfName(line.name)[0] ?? '');
}

/**
 * Before the names of who is erased are gone: the lines in the books are found that bear one of
 * them, from whatever account, and have a job look at them. Nothing is held by it, and nothing of
 * the name is written down.
 */
export async function findLinesByName(
  tx: Tx,
  { memberId, names }: { readonly memberId: string; readonly names: readonly CalledSince[] },
): Promise<void> {
  for (const { name, since } of names) {
    const words = wordsOf(name);
    if (words === null) continue;
    const told = await erasedAccountStore.linesWithWords(tx, ...words);
    const lineIds = told.filter((line) => bears(line, name)).map(({ id }) => id);
    if (lineIds.length === 0) continue;
    const named = { memberId, lineIds, since: since?.toISOString() ?? null };
    tx.enqueue(LockLinesByNameJob, { cooperativeId: tx.cooperativeId, ...named });
  }
}

/**
 * Whether a name is to be believed that only a line's words tell: their bank called them so, or it
 * is in the books since they are called so, and not before. Whoever goes under the name of one who
 * gave before would hide from clerks what that one gives.
 */
async function isBelieved(
  tx: Tx,
  memberId: string,
  lines: readonly TellingLine[],
  since: Date | null,
): Promise<boolean> {
  const owners = await ownersOfLines(tx, lines);
  const isOwn = ({ id, name, isIncoming }: TellingLine) =>
    isIncoming && name !== null && owners.get(id)?.has(memberId) === true;
  if (lines.some(isOwn)) return true;
  if (since === null) return false;
  const day = dayOf(since);
  return !lines.some(({ bookedOn, cameAt }) => bookedOn < day || cameAt < since);
}

/**
 * Locks lines in the books that bear a name of a member who was erased, from whatever account, as
 * far as it is believed, and unless one of them was booked for somebody else who is there, and is
 * called the same. So may be whoever sent what waits, and nobody could find out any more: it stays
 * open. Nor where we paid one of that name who was no member: a supplier. A line that names nobody
 * is theirs where its text has the name, and it is booked for nobody else.
 */
export async function lockLinesByName(
  tx: Tx,
  { memberId, lineIds, since }: NamedLines,
): Promise<void> {
  await erasedAccountStore.holdAlone(tx);
  const { isCalled, formsInText } = await knownNamesOf(tx, memberId);
  const lines = (await erasedAccountStore.lines(tx, lineIds)).filter(
    ({ name, text, bookedBy }) =>
      bookedBy !== null && (name === null ? formsInText(text ?? '').length > 0 : isCalled(name)),
  );
  const calledSince = since === null || since === undefined ? null : new Date(since);
  if (!(await isBelieved(tx, memberId, lines, calledSince))) return;
  const { free, ofOthers } = await sortedLines(tx, memberId, lines, 'erased');
  if ((await linesThatNameOthers(tx, ofOthers)).length > 0) return;
  const owned = await ownersOfLines(tx, free);
  const isPaidByUs = ({ id, isIncoming }: TellingLine) => !isIncoming && !owned.has(id);
  if (free.some((line) => line.name !== null && isPaidByUs(line))) return;
  const unnamed = free.filter((line) => line.name === null && !isPaidByUs(line));
  const named = lines.filter(({ name }) => name !== null);
  await lockBankLines(
    tx,
    [...named, ...unnamed].map(({ id }) => id),
    'words',
  );
}
