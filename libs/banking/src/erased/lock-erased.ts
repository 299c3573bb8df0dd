import type { PersonWithLines, Tx } from '@rochdale/platform';
import { bookedLinesBearing, linesBearing } from '../references/bearing-lines.queries.js';
import { membersNamedBy } from '../references/references.js';
import type { SayingLine } from '../references/references.js';
import type { Counterparty } from './account-marks.js';
import { erasedAccountStore } from './erased-account.store.js';
import type { TellingLine } from './erased-account.store.js';
import { forgetClerksWords } from './forget-clerks-words.js';
import { lockBankLines } from './lock-lines.js';
import type { LockReason } from './lock-lines.js';
import { knownNamesOf } from './member-names.js';
import type { KnownNames } from './member-names.js';
import { linesOfTheirName, linesThatNameThem } from './their-lines.js';
import type { KnownPayer } from './their-lines.js';

/** Somebody, and lines that are theirs. */
export type PayerWithLines = Pick<PersonWithLines, 'memberId' | 'bankLineIds'>;

const idsOf = (lines: readonly { readonly id: string }[]): string[] => lines.map(({ id }) => id);

/**
 * The lines from accounts of this person by their own name, whatever else was paid. That they say
 * so themselves is not enough, here as for what is locked: who names the account of somebody else
 * is not handed over what that one paid. Nor is what another paid from an account of two, be they
 * there or erased.
 */
export async function linesOfSameAccounts(
  tx: Tx,
  { memberId, bankLineIds }: PayerWithLines,
): Promise<readonly string[]> {
  if (memberId === null || bankLineIds.length === 0) return [];
  const lines = await linesOfTheirName(tx, { memberId, lineIds: bankLineIds });
  return idsOf(lines);
}

/**
 * Locks what the bank's lines tell of a member who was erased: those that were booked for them, and
 * all others of their accounts by which their name is told. Both together are known again by keyed
 * fingerprints: what comes like this later is locked when it comes. What bears a reference of
 * theirs is locked, whoever paid. What clerks wrote of any line that was once taken for them goes.
 */
export async function lockLinesOfErased(tx: Tx, payer: KnownPayer): Promise<void> {
  await erasedAccountStore.holdAlone(tx);
  const booked = await erasedAccountStore.lines(tx, payer.lineIds);
  await lockBooked(tx, booked, [payer.memberId]);
  const lines = await linesThatNameThem(tx, payer);
  await erasedAccountStore.list(tx, lines);
  await lockBankLines(tx, idsOf(lines), 'account');
  await lockBearing(tx, payer.memberId);
  await forgetClerksWords(tx, payer.memberId);
}

/**
 * The reference leads from such a line to who was erased, whether it waits or was booked, for the
 * books or for a friend. One that bears a reference of somebody who is there as well is theirs too:
 * it stays open to be booked, and to be read.
 */
async function lockBearing(tx: Tx, memberId: string): Promise<void> {
  const waiting = await linesBearing(tx, memberId);
  const lines = [...waiting, ...(await bookedLinesBearing(tx, memberId))];
  const others = [...new Set(lines.flatMap(({ othersIds }) => othersIds))];
  const erased = new Set(await erasedAccountStore.erasedAmong(tx, others));
  const own = lines.filter(({ othersIds }) => othersIds.every((id) => erased.has(id)));
  await lockBankLines(tx, idsOf(own), 'words');
}

/**
 * Locks lines that are booked for these, who were erased. Where one names them, that is why: it
 * stays locked whatever it was booked for afterwards, and whoever has that undone.
 */
export async function lockBooked(
  tx: Tx,
  lines: readonly TellingLine[],
  erased: readonly string[],
): Promise<void> {
  const naming = await linesNaming(tx, lines, erased);
  await lockBankLines(tx, idsOf(naming), 'words');
  await lockBankLines(tx, idsOf(lines), 'booked');
}

/** Lines that say themselves that they are of one of these; all, where no name of one is kept. */
export async function linesNaming(
  tx: Tx,
  lines: readonly TellingLine[],
  erased: readonly string[],
): Promise<readonly TellingLine[]> {
  const names: KnownNames[] = [];
  for (const memberId of erased) names.push(await knownNamesOf(tx, memberId));
  return lines.filter((line) => {
    const texts = [line.name, line.reference, line.text, line.transfer];
    const text = texts.flatMap((one) => one ?? []).join(' ');
    return names.some(
      ({ formsIn, formsInText, isLost }) =>
        isLost || formsIn(line.name ?? '').length > 0 || formsInText(text).length > 0,
    );
  });
}

/** Whether there are any, and all of them were erased. */
export const areAllIn = (erased: ReadonlySet<string>, memberIds: readonly string[]): boolean =>
  memberIds.length > 0 && memberIds.every((id) => erased.has(id));

/**
 * Why each of these lines, which say whose they are just now, is locked: it is from an account of
 * who was erased by their name, or bears a reference of theirs and of nobody who is there. Null
 * where it is not. As many statements for one line as for a file of them.
 */
export async function whyLocked(
  tx: Tx,
  lines: readonly (Counterparty & SayingLine)[],
): Promise<readonly (LockReason | null)[]> {
  const areKnown = await erasedAccountStore.areKnown(tx, lines);
  const named = await membersNamedBy(tx, lines);
  const all = [...new Set(named.flat())];
  const erased = new Set(all.length === 0 ? [] : await erasedAccountStore.erasedAmong(tx, all));
  return lines.map((_, at) => {
    if (areKnown[at] === true) return 'account';
    return areAllIn(erased, named[at] ?? []) ? 'words' : null;
  });
}

/** Lines that learnt of whom they are just now: locked where that is of who was erased. */
export async function lockIfFromErased(tx: Tx, lineIds: readonly string[]): Promise<void> {
  if (lineIds.length === 0) return;
  const lines = await erasedAccountStore.lines(tx, lineIds);
  const why = await whyLocked(tx, lines);
  for (const because of ['account', 'words'] as const) {
    const found = lines.filter((_, at) => why[at] === because);
    await lockBankLines(tx, idsOf(found), because);
  }
}

/**
 * Of lines of somebody who is there, those of which they alone are told what the bank says, though
 * clerks are not: they paid by their own name, and a reference of somebody who was erased locked
 * them, who goes by another name. The account is none of theirs either. That a clerk says whose
 * dues it paid is not enough: who assigns lines would read so what was locked.
 */
export async function lockedButOwn(
  tx: Tx,
  { memberId, bankLineIds }: PayerWithLines,
): Promise<readonly string[]> {
  if (memberId === null || bankLineIds.length === 0) return [];
  const { formsIn } = await knownNamesOf(tx, memberId);
  const locked = (await erasedAccountStore.lines(tx, bankLineIds)).filter(
    ({ isLocked, isIncoming, name }) =>
      isLocked && isIncoming && name !== null && formsIn(name).length > 0,
  );
  const named = await membersNamedBy(tx, locked);
  const all = [...new Set(named.flat())];
  const erased = new Set(await erasedAccountStore.erasedAmong(tx, all));
  const areListed = await erasedAccountStore.areListed(tx, locked);
  const names = new Map<string, KnownNames>();
  for (const id of erased) names.set(id, await knownNamesOf(tx, id));
  const isOfOther = ({ name }: TellingLine, id: string) => {
    const known = names.get(id);
    return known === undefined || known.isLost || known.formsIn(name ?? '').length > 0;
  };
  const own = locked.filter((line, at) => {
    const others = named[at] ?? [];
    const isByReference = areAllIn(erased, others) && areListed[at] !== true;
    return isByReference && !others.some((id) => isOfOther(line, id));
  });
  return idsOf(own);
}
