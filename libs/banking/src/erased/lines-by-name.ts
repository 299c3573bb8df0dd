import type { Tx } from '@rochdale/platform';
import { LockLinesByNameJob } from '../banking.jobs.js';
import { erasedAccountStore } from './erased-account.store.js';
import { lockBankLines } from './lock-lines.js';
import { ownersOfLines } from './line-owners.js';
import { formsOfName, knownNamesOf, waysToCall } from './member-names.js';
import { linesThatNameOthers, sortedLines } from './their-lines.js';

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

/**
 * Before the names of who is erased are gone: the lines in the books are found that bear one of
 * them, from whatever account, and have a job look at them. Nothing is held by it, and nothing of
 * the name is written down.
 */
export async function findLinesByName(
  tx: Tx,
  { memberId, names }: { readonly memberId: string; readonly names: readonly string[] },
): Promise<void> {
  const found = new Set<string>();
  for (const own of names) {
    const words = wordsOf(own);
    if (words === null) continue;
    const ways = new Set(waysToCall(own));
    for (const { id, name } of await erasedAccountStore.linesWithWords(tx, ...words)) {
      // The first is the name as a whole.
      if (ways.has(formsOfName(name)[0] ?? '')) found.add(id);
    }
  }
  if (found.size === 0) return;
  const { cooperativeId } = tx;
  tx.enqueue(LockLinesByNameJob, { cooperativeId, memberId, lineIds: [...found] });
}

/**
 * Locks lines in the books that bear the name of a member who was erased, from whatever account,
 * unless one of them was booked for somebody else who is there, and is called the same. So may be
 * whoever sent what waits, and nobody could find out any more: it stays open. Nor where we paid one
 * of that name who was no member: by going under a supplier's name one would hide it from clerks.
 */
export async function lockLinesByName(
  tx: Tx,
  { memberId, lineIds }: { readonly memberId: string; readonly lineIds: readonly string[] },
): Promise<void> {
  await erasedAccountStore.holdAlone(tx);
  const { isCalled } = await knownNamesOf(tx, memberId);
  const lines = (await erasedAccountStore.lines(tx, lineIds)).filter(
    ({ name, bookedBy }) => bookedBy !== null && name !== null && isCalled(name),
  );
  const { free, ofOthers } = await sortedLines(tx, memberId, lines, 'erased');
  if ((await linesThatNameOthers(tx, ofOthers)).length > 0) return;
  const owned = await ownersOfLines(tx, free);
  if (free.some(({ id, isIncoming }) => !isIncoming && !owned.has(id))) return;
  await lockBankLines(
    tx,
    lines.map(({ id }) => id),
  );
}
