import type { PersonWithLines, Tx } from '@rochdale/platform';
import { plainAccount } from './account-marks.js';
import { erasedAccountStore } from './erased-account.store.js';
import type { TellingLine } from './erased-account.store.js';
import { ownersOfLines } from './line-owners.js';
import { lockBankLines } from './lock-lines.js';

/** By what the bank's lines tell of somebody who was erased. */
export interface KnownPayer {
  readonly memberId: string;
  /** The lines that paid for them, or that they were paid by. */
  readonly lineIds: readonly string[];
  /** How banks may call them, besides how those lines do. */
  readonly names?: readonly string[];
  /** What of a name counts when it is compared. Without it, names are not looked for. */
  readonly likenessOf?: (name: string) => string;
}

/** What is on the other side of lines. */
interface Told {
  readonly accounts: readonly string[];
  readonly names: readonly string[];
}

interface Sorted {
  /** Of nobody else: booked for this member, or for no member. */
  readonly free: readonly TellingLine[];
  /** Booked for another one, who is there. */
  readonly ofOthers: readonly TellingLine[];
}

async function sorted(tx: Tx, memberId: string, lines: readonly TellingLine[]): Promise<Sorted> {
  const owners = await ownersOfLines(tx, lines);
  const all = [...new Set([...owners.values()].flatMap((ids) => [...ids]))];
  const gone = new Set([memberId, ...(await erasedAccountStore.erasedAmong(tx, all))]);
  const isFree = ({ id }: TellingLine) => [...(owners.get(id) ?? [])].every((one) => gone.has(one));
  return { free: lines.filter(isFree), ofOthers: lines.filter((line) => !isFree(line)) };
}

/** Words in any order, without case: banks turn names around. */
const wordsOf = (name: string): string =>
  (
    name
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  )
    .toSorted()
    .join(' ');

/**
 * Accounts from which nobody else paid, and the lines of these. Others are who is there, and
 * whoever the bank calls otherwise: a collector, a partner, or somebody who is no member.
 */
async function accountsOfOnly(
  tx: Tx,
  memberId: string,
  { accounts, names }: Told,
): Promise<{ readonly accounts: readonly string[]; readonly lineIds: readonly string[] }> {
  const asked = [...new Set(accounts)].filter((account) => plainAccount(account) !== null);
  if (asked.length === 0) return { accounts: [], lineIds: [] };
  const found = await sorted(tx, memberId, await erasedAccountStore.linesOfAccounts(tx, asked));
  const theirs = new Set(names.map(wordsOf));
  const ofStrangers = found.free.filter(({ name }) => name !== null && !theirs.has(wordsOf(name)));
  const ofOthers = [...found.ofOthers, ...ofStrangers];
  const shared = new Set(ofOthers.map(({ account }) => plainAccount(account)));
  const isOnly = (account: string | null) => !shared.has(plainAccount(account));
  return {
    accounts: asked.filter(isOnly),
    lineIds: found.free.filter(({ account }) => isOnly(account)).map(({ id }) => id),
  };
}

const isBooked = ({ bookedFor, bookedBy }: TellingLine): boolean =>
  bookedFor !== null || bookedBy !== null;

async function linesOfNames(
  tx: Tx,
  memberId: string,
  names: readonly string[],
  likenessOf: (name: string) => string,
): Promise<string[]> {
  const lineIds: string[] = [];
  const asked = new Map(names.map((name) => [likenessOf(name), name]));
  for (const [likeness, name] of asked) {
    if (likeness === '') continue;
    const told = await erasedAccountStore.linesOfName(tx, name);
    const alike = told.filter((line) => likenessOf(line.name ?? '') === likeness);
    const { free, ofOthers } = await sorted(tx, memberId, alike);
    // Somebody else who is there is called the same, or pays for many. So may be whoever sent what
    // waits, and nobody could find out any more.
    if (ofOthers.length === 0) lineIds.push(...free.filter(isBooked).map(({ id }) => id));
  }
  return lineIds;
}

/** As far as these lines are of nobody else: the accounts and names on their other side. */
async function toldBy(tx: Tx, { memberId, lineIds }: KnownPayer): Promise<Told> {
  const { free } = await sorted(tx, memberId, await erasedAccountStore.lines(tx, lineIds));
  return {
    accounts: free.flatMap(({ account }) => account ?? []),
    names: free.flatMap(({ name }) => name ?? []),
  };
}

/**
 * The lines of accounts from which this person paid, or on which they were paid, and nobody else
 * who is there, whatever else was paid. That they say so themselves is not enough, here as for what
 * is locked: who names the account of somebody else is not handed over what that one paid.
 */
export async function linesOfSameAccounts(
  tx: Tx,
  { memberId, bankLineIds }: PersonWithLines,
): Promise<readonly string[]> {
  if (memberId === null || bankLineIds.length === 0) return [];
  const told = await toldBy(tx, { memberId, lineIds: bankLineIds });
  return (await accountsOfOnly(tx, memberId, told)).lineIds;
}

/**
 * Locks what the bank's lines tell of a member who was erased: those that were booked for them, and
 * all others of accounts, or by names, that are known to be theirs and nobody else's. The accounts
 * are known again by a keyed fingerprint: what comes from them later is locked when it comes.
 */
export async function lockLinesOfErased(tx: Tx, payer: KnownPayer): Promise<void> {
  await erasedAccountStore.holdAlone(tx);
  await lockBankLines(tx, payer.lineIds);
  const { memberId, names = [], likenessOf } = payer;
  const told = await toldBy(tx, payer);
  // Before the lines of accounts: words of locked lines find nothing any more.
  const named =
    likenessOf === undefined
      ? []
      : await linesOfNames(tx, memberId, [...names, ...told.names], likenessOf);
  const only = await accountsOfOnly(tx, memberId, told);
  await erasedAccountStore.list(tx, only.accounts);
  await lockBankLines(tx, [...only.lineIds, ...named]);
}

/** Lines that learnt of whom they are just now: locked where that is of who was erased. */
export async function lockIfFromErased(
  tx: Tx,
  told: readonly { readonly entryId: string; readonly counterpartyAccount: string | null }[],
  changed: readonly { readonly id: string; readonly entryId: string | null }[],
): Promise<void> {
  if (changed.length === 0) return;
  const accounts = new Map(told.map((one) => [one.entryId, one.counterpartyAccount]));
  const erased = await erasedAccountStore.knownAmong(tx, [...accounts.values()]);
  const theirs = changed.filter(({ entryId }) => erased.has(accounts.get(entryId ?? '') ?? ''));
  await lockBankLines(
    tx,
    theirs.map(({ id }) => id),
  );
}

/**
 * A line that was booked just now, in the same transaction: locked where it is of a member who was
 * erased. Whoever is erased meanwhile waits for it, and finds it booked. Where it is of somebody
 * who is there, its account is not the erased one's alone.
 */
export async function lockIfOfErased(tx: Tx, lineId: string): Promise<void> {
  const lines = await erasedAccountStore.lines(tx, [lineId]);
  const owners = await ownersOfLines(tx, lines);
  const memberIds = [...(owners.get(lineId) ?? [])].toSorted();
  if (memberIds.length === 0) return;
  const erased = await erasedAccountStore.heldErasedAmong(tx, memberIds);
  for (const memberId of erased) await lockLinesOfErased(tx, { memberId, lineIds: [lineId] });
  const accounts = lines.flatMap(({ isLocked, account }) => (isLocked ? (account ?? []) : []));
  if (erased.length < memberIds.length && accounts.length > 0) {
    await erasedAccountStore.unlist(tx, accounts);
  }
}
