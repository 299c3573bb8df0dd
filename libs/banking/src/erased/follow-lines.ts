import type { Tx } from '@rochdale/platform';
import { FollowUndoneLineJob, LockLinesOfErasedJob } from '../banking.jobs.js';
import { membersNamedBy } from '../references/references.js';
import { plainAccount } from './account-marks.js';
import { erasedAccountStore } from './erased-account.store.js';
import type { TellingLine } from './erased-account.store.js';
import { ownersOfLines } from './line-owners.js';
import {
  areAllIn,
  linesNaming,
  lockBooked,
  lockIfFromErased,
  lockLinesOfErased,
} from './lock-erased.js';
import { lockBankLines, unlockBankLine } from './lock-lines.js';
import { knownNamesOf } from './member-names.js';
import { sortedLines } from './their-lines.js';

const ownersOf = async (tx: Tx, line: TellingLine): Promise<string[]> =>
  [...((await ownersOfLines(tx, [line])).get(line.id) ?? [])].toSorted();

/**
 * A line that was booked just now, in the same transaction: locked where it is of a member who was
 * erased, or bears a reference of theirs and of nobody who is there. Whoever is erased meanwhile
 * waits for it, and finds it booked. What follows from it for other lines is a job's: who holds a
 * line waits for no hold on all of them.
 */
export async function lockIfOfErased(tx: Tx, lineId: string): Promise<void> {
  const [line] = await erasedAccountStore.lines(tx, [lineId]);
  if (line === undefined) return;
  const memberIds = await ownersOf(tx, line);
  const [named = []] = await membersNamedBy(tx, [line]);
  const all = [...new Set([...memberIds, ...named])].toSorted();
  if (all.length === 0) return;
  const erased = new Set(await erasedAccountStore.heldErasedAmong(tx, all));
  if (areAllIn(erased, named)) await lockBankLines(tx, [lineId], 'words');
  const owners = memberIds.filter((id) => erased.has(id));
  if (owners.length > 0) await lockBooked(tx, [line], owners);
  else if (memberIds.length === 0 || !line.isLocked) return;
  tx.enqueue(LockLinesOfErasedJob, { cooperativeId: tx.cooperativeId, lineId });
}

/** Whose line it was taken for, and whether it tells of anybody who was erased. */
export interface TakenLine {
  readonly memberIds: string[];
  readonly isLocked: boolean;
}

/** Asked before a match is undone, in the same transaction. */
export async function takenFor(tx: Tx, lineId: string): Promise<TakenLine> {
  const [line] = await erasedAccountStore.lines(tx, [lineId]);
  if (line === undefined) return { memberIds: [], isLocked: false };
  const memberIds = await ownersOf(tx, line);
  const erased = await erasedAccountStore.heldErasedAmong(tx, memberIds);
  return { memberIds, isLocked: line.isLocked || erased.length > 0 };
}

/** After a match was undone, in the same transaction: what follows from it is a job's. */
export function followUndoing(tx: Tx, lineId: string, memberIds: readonly string[]): void {
  if (memberIds.length === 0) return;
  const { cooperativeId } = tx;
  tx.enqueue(FollowUndoneLineJob, { cooperativeId, lineId, memberIds: [...memberIds] });
}

/**
 * Where one of these, who is there, is named by a line that came locked, the account is theirs as
 * well. That it was booked for them says so little: the bank calls whoever paid by the other name.
 */
async function showIfTheirs(tx: Tx, line: TellingLine, livingIds: readonly string[]) {
  for (const memberId of livingIds) {
    const { formsIn } = await knownNamesOf(tx, memberId);
    if (line.name === null || formsIn(line.name).length === 0) continue;
    await erasedAccountStore.show(tx, line);
    return;
  }
}

/**
 * What follows from a booked line for others: of a member who was erased, all that is theirs is
 * locked. Of one who is there, and named, who pays so is not the erased one alone.
 */
export async function followBooked(tx: Tx, lineId: string): Promise<void> {
  await erasedAccountStore.holdAlone(tx);
  const [line] = await erasedAccountStore.lines(tx, [lineId]);
  if (line === undefined) return;
  const memberIds = await ownersOf(tx, line);
  const erased = await erasedAccountStore.erasedAmong(tx, memberIds);
  for (const memberId of erased) await lockLinesOfErased(tx, { memberId, lineIds: [lineId] });
  if (line.isLocked) {
    const living = memberIds.filter((id) => !erased.includes(id));
    await showIfTheirs(tx, line, living);
  }
}

/**
 * What follows from undoing a match. Taken for somebody who is there, it spoke against an account
 * being that of who was erased: it does no longer. Taken for who was erased, it was locked by that:
 * it is given back unless something else says that it is theirs.
 */
export async function followUndone(
  tx: Tx,
  { lineId, memberIds }: { readonly lineId: string; readonly memberIds: readonly string[] },
): Promise<void> {
  await erasedAccountStore.holdAlone(tx);
  const [line] = await erasedAccountStore.lines(tx, [lineId]);
  if (line === undefined) return;
  const of = plainAccount(line.account) === null ? [] : [line.account ?? ''];
  const beside = await erasedAccountStore.linesOfAccounts(tx, of);
  const erased = await erasedAccountStore.erasedAmong(tx, memberIds);
  if (erased.length < memberIds.length) await hideAgain(tx, line, beside);
  if (erased.length === 0) return;
  // Each of several mistakes was locked as long as there was another.
  for (const one of new Map([line, ...beside].map((each) => [each.id, each])).values()) {
    if (!one.isLocked || (await isOfErased(tx, one, beside, erased))) continue;
    await unlockBankLine(tx, one.id);
  }
}

/** What came meanwhile is locked as if it came now. */
async function hideAgain(tx: Tx, undone: TellingLine, beside: readonly TellingLine[]) {
  await erasedAccountStore.hideAgain(tx, undone);
  const owners = await ownersOfLines(tx, beside);
  const all = [...new Set([...owners.values()].flatMap((ids) => [...ids]))];
  const erased = new Set(await erasedAccountStore.erasedAmong(tx, all));
  for (const line of beside) {
    const living = [...(owners.get(line.id) ?? [])].filter((id) => !erased.has(id));
    await showIfTheirs(tx, line, living);
  }
  for (const memberId of erased) {
    const own = beside.filter(({ id }) => owners.get(id)?.has(memberId) === true);
    await lockLinesOfErased(tx, { memberId, lineIds: own.map(({ id }) => id) });
  }
  const { free } = await sortedLines(tx, null, beside, 'erased');
  await lockIfFromErased(
    tx,
    free.map(({ id }) => id),
  );
}

/**
 * Whether anything but what was undone says of a line that it is of one of these, or of anybody who
 * was erased: that it is booked for them again, the account, the name, or what it says. Whoever may
 * undo is not to read by it what is theirs.
 */
async function isOfErased(
  tx: Tx,
  line: TellingLine,
  beside: readonly TellingLine[],
  erased: readonly string[],
): Promise<boolean> {
  const [isKnown] = await erasedAccountStore.areKnown(tx, [line]);
  if (isKnown === true) return true;
  const owners = await ownersOfLines(tx, [...beside, line]);
  const said = [...owners.values()].flatMap((ids) => [...ids]);
  const [named = []] = await membersNamedBy(tx, [line]);
  if ((await erasedAccountStore.erasedAmong(tx, [...new Set([...said, ...named])])).length > 0) {
    return true;
  }
  return (await linesNaming(tx, [line], erased)).length > 0;
}
