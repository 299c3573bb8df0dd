import type { PersonWithLines, Tx } from '@rochdale/platform';
import { LockLinesOfErasedJob } from '../banking.jobs.js';
import { plainAccount } from './account-marks.js';
import { erasedAccountStore } from './erased-account.store.js';
import type { TellingLine } from './erased-account.store.js';
import { ownersOfLines } from './line-owners.js';
import { lockBankLines } from './lock-lines.js';
import { isCalledOf } from './member-names.js';

/** By what the bank's lines tell of somebody. */
export interface KnownPayer {
  readonly memberId: string;
  /** The lines that paid for them, or that they were paid by. */
  readonly lineIds: readonly string[];
}

/** Who may stand beside the person on lines that are theirs: nobody, or who was erased as well. */
type Beside = 'nobody' | 'erased';

interface Sorted {
  /** Of nobody else: booked for this member, or for no member. */
  readonly free: readonly TellingLine[];
  /** Booked for somebody else. */
  readonly ofOthers: readonly TellingLine[];
}

async function sorted(
  tx: Tx,
  memberId: string,
  lines: readonly TellingLine[],
  beside: Beside,
): Promise<Sorted> {
  const owners = await ownersOfLines(tx, lines);
  const all = [...new Set([...owners.values()].flatMap((ids) => [...ids]))];
  const erased = beside === 'erased' ? await erasedAccountStore.erasedAmong(tx, all) : [];
  const own = new Set([memberId, ...erased]);
  const isFree = ({ id }: TellingLine) => [...(owners.get(id) ?? [])].every((one) => own.has(one));
  return { free: lines.filter(isFree), ofOthers: lines.filter((line) => !isFree(line)) };
}

/**
 * The lines that are somebody's without being booked for them: from an account that a line of
 * theirs came from, or went to, by which nobody else's is; and by their own name, as the bank
 * writes it. A line without a name, or by another's, is whoever's: an employer pays more than dues,
 * and a collector for many.
 */
async function linesLikeTheirs(
  tx: Tx,
  { memberId, lineIds }: KnownPayer,
  beside: Beside,
): Promise<readonly TellingLine[]> {
  const booked = await sorted(tx, memberId, await erasedAccountStore.lines(tx, lineIds), beside);
  const accounts = new Set(booked.free.flatMap(({ account }) => account ?? []));
  const asked = [...accounts].filter((account) => plainAccount(account) !== null);
  if (asked.length === 0) return [];
  const isCalled = await isCalledOf(tx, memberId);
  const told = await erasedAccountStore.linesOfAccounts(tx, asked);
  const { free, ofOthers } = await sorted(tx, memberId, told, beside);
  const shared = new Set(ofOthers.map(({ account }) => plainAccount(account)));
  return free.filter(
    ({ name, account }) => name !== null && isCalled(name) && !shared.has(plainAccount(account)),
  );
}

/**
 * The lines from accounts of this person by their own name, whatever else was paid. That they say
 * so themselves is not enough, here as for what is locked: who names the account of somebody else
 * is not handed over what that one paid. Nor is what another paid from an account of two, be they
 * there or erased.
 */
export async function linesOfSameAccounts(
  tx: Tx,
  { memberId, bankLineIds }: PersonWithLines,
): Promise<readonly string[]> {
  if (memberId === null || bankLineIds.length === 0) return [];
  const lines = await linesLikeTheirs(tx, { memberId, lineIds: bankLineIds }, 'nobody');
  return lines.map(({ id }) => id);
}

/**
 * Locks what the bank's lines tell of a member who was erased: those that were booked for them, and
 * all others of their accounts by their own name. Both together are known again by a keyed
 * fingerprint: what comes like this later is locked when it comes.
 */
export async function lockLinesOfErased(tx: Tx, payer: KnownPayer): Promise<void> {
  await erasedAccountStore.holdAlone(tx);
  await lockBankLines(tx, payer.lineIds);
  const lines = await linesLikeTheirs(tx, payer, 'erased');
  await erasedAccountStore.list(tx, lines);
  await lockBankLines(
    tx,
    lines.map(({ id }) => id),
  );
}

/**
 * Locks lines in the books that bear the name of a member who was erased, from whatever account,
 * unless one of them was booked for somebody else who is there, and is called the same. So may be
 * whoever sent what waits, and nobody could find out any more: it stays open.
 */
export async function lockLinesByName(tx: Tx, memberId: string): Promise<void> {
  await erasedAccountStore.holdAlone(tx);
  const isCalled = await isCalledOf(tx, memberId);
  const written = (await erasedAccountStore.names(tx)).filter(isCalled);
  if (written.length === 0) return;
  const lines = await erasedAccountStore.linesOfNames(tx, written);
  const { free, ofOthers } = await sorted(tx, memberId, lines, 'erased');
  if (ofOthers.length > 0) return;
  await lockBankLines(
    tx,
    free.map(({ id }) => id),
  );
}

/** Lines that learnt of whom they are just now: locked where that is of who was erased. */
export async function lockIfFromErased(tx: Tx, lineIds: readonly string[]): Promise<void> {
  if (lineIds.length === 0) return;
  const lines = await erasedAccountStore.lines(tx, lineIds);
  const areKnown = await erasedAccountStore.areKnown(tx, lines);
  await lockBankLines(
    tx,
    lines.filter((_, at) => areKnown[at] === true).map(({ id }) => id),
  );
}

/**
 * A line that was booked just now, in the same transaction: locked where it is of a member who was
 * erased. Whoever is erased meanwhile waits for it, and finds it booked. What follows from it for
 * other lines is a job's: who holds a line waits for no hold on all of them.
 */
export async function lockIfOfErased(tx: Tx, lineId: string): Promise<void> {
  const lines = await erasedAccountStore.lines(tx, [lineId]);
  const owners = await ownersOfLines(tx, lines);
  const memberIds = [...(owners.get(lineId) ?? [])].toSorted();
  if (memberIds.length === 0) return;
  const erased = await erasedAccountStore.heldErasedAmong(tx, memberIds);
  if (erased.length > 0) await lockBankLines(tx, [lineId]);
  else if (!lines.some(({ isLocked }) => isLocked)) return;
  tx.enqueue(LockLinesOfErasedJob, { cooperativeId: tx.cooperativeId, lineId });
}

/**
 * What follows from a booked line for others: of a member who was erased, all that is theirs is
 * locked. Of one who is there, who pays so is not the erased one alone.
 */
export async function followBooked(tx: Tx, lineId: string): Promise<void> {
  await erasedAccountStore.holdAlone(tx);
  const lines = await erasedAccountStore.lines(tx, [lineId]);
  const memberIds = [...((await ownersOfLines(tx, lines)).get(lineId) ?? [])].toSorted();
  const erased = await erasedAccountStore.erasedAmong(tx, memberIds);
  for (const memberId of erased) await lockLinesOfErased(tx, { memberId, lineIds: [lineId] });
  if (erased.length < memberIds.length) {
    await erasedAccountStore.unlist(
      tx,
      lines.filter(({ isLocked }) => isLocked),
    );
  }
}
