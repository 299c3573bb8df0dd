import type { Tx } from '@rochdale/platform';
import { plainAccount, unnamed } from './account-marks.js';
import type { AccountForms } from './account-marks.js';
import { erasedAccountStore } from './erased-account.store.js';
import type { TellingLine } from './erased-account.store.js';
import { ownersOfLines } from './line-owners.js';
import { formsOfName, knownNamesOf, waysToCall } from './member-names.js';
import type { KnownNames } from './member-names.js';

/** By what the bank's lines tell of somebody. */
export interface KnownPayer {
  readonly memberId: string;
  /** The lines that paid for them, or that they were paid by. */
  readonly lineIds: readonly string[];
  /** Where they asked to be paid, whether or not they ever were. */
  readonly accounts?: readonly string[];
}

/** Who may stand beside the person on lines that are theirs: nobody, or who was erased as well. */
export type Beside = 'nobody' | 'erased';

/** A line, and for which others it is booked. */
export type OthersLine = TellingLine & { readonly othersIds: readonly string[] };

export interface Sorted {
  /** Of nobody else: booked for this member, or for no member. */
  readonly free: readonly TellingLine[];
  /** Booked for somebody else. */
  readonly ofOthers: readonly OthersLine[];
}

/** A line that is somebody's, and the forms of its name that are theirs. */
export type TheirLine = AccountLine & AccountForms;

export async function sortedLines(
  tx: Tx,
  memberId: string | null,
  lines: readonly TellingLine[],
  beside: Beside,
): Promise<Sorted> {
  const owners = await ownersOfLines(tx, lines);
  const all = [...new Set([...owners.values()].flatMap((ids) => [...ids]))];
  const erased = beside === 'erased' ? await erasedAccountStore.erasedAmong(tx, all) : [];
  const own = new Set([...erased, ...(memberId === null ? [] : [memberId])]);
  const sorted = lines.map((line) => ({
    ...line,
    othersIds: [...(owners.get(line.id) ?? [])].filter((one) => !own.has(one)).toSorted(),
  }));
  return {
    free: sorted.filter(({ othersIds }) => othersIds.length === 0),
    ofOthers: sorted.filter(({ othersIds }) => othersIds.length > 0),
  };
}

/**
 * Of lines that are booked for others, those that name one of them. Another name says nothing of
 * whose the account is: who once paid for a friend is no holder of two names.
 */
export async function linesThatNameOthers(
  tx: Tx,
  ofOthers: readonly OthersLine[],
): Promise<readonly OthersLine[]> {
  const names = new Map<string, KnownNames>();
  for (const id of new Set(ofOthers.flatMap(({ othersIds }) => othersIds))) {
    names.set(id, await knownNamesOf(tx, id));
  }
  return ofOthers.filter(({ name, othersIds }) =>
    othersIds.some((id) => name !== null && (names.get(id)?.formsIn(name).length ?? 0) > 0),
  );
}

/** A line of an account of theirs, whether or not it is booked for somebody else. */
type AccountLine = TellingLine & { readonly isFree: boolean };

/** From accounts of this person's alone, as far as lines say. */
async function linesOfTheirAccounts(
  tx: Tx,
  memberId: string,
  accounts: readonly string[],
  beside: Beside,
): Promise<readonly AccountLine[]> {
  const asked = [...new Set(accounts)].filter((account) => plainAccount(account) !== null);
  if (asked.length === 0) return [];
  const told = await erasedAccountStore.linesOfAccounts(tx, asked);
  const { free, ofOthers } = await sortedLines(tx, memberId, told, beside);
  const speaking = beside === 'erased' ? await linesThatNameOthers(tx, ofOthers) : ofOthers;
  const shared = new Set(speaking.map(({ account }) => plainAccount(account)));
  // What they paid for a friend says of them what the rest does.
  const candidates = [
    ...free.map((line) => ({ ...line, isFree: true })),
    ...(beside === 'erased' ? ofOthers.map((line) => ({ ...line, isFree: false })) : []),
  ];
  return candidates.filter(({ account }) => !shared.has(plainAccount(account)));
}

const accountsOf = (lines: readonly TellingLine[]): string[] =>
  lines.flatMap(({ account }) => account ?? []);

/** The lines that are booked for this member, and for nobody else. */
async function bookedFor(tx: Tx, { memberId, lineIds }: KnownPayer, beside: Beside) {
  const lines = await erasedAccountStore.lines(tx, lineIds);
  return (await sortedLines(tx, memberId, lines, beside)).free;
}

/**
 * The lines that are somebody's without being booked for them: from an account that they paid
 * from by their own name, by which nobody else's is; and by their name, as the bank writes it.
 * Where they were paid is no account of theirs by that: whoever names an account is believed. A
 * line without a name, or by another's, is whoever's: an employer pays more than dues, and a
 * collector for many.
 */
export async function linesOfTheirName(tx: Tx, payer: KnownPayer): Promise<readonly TellingLine[]> {
  const { isCalled } = await knownNamesOf(tx, payer.memberId);
  const booked = await bookedFor(tx, payer, 'nobody');
  const paid = booked.filter(
    ({ isIncoming, name }) => isIncoming && name !== null && isCalled(name),
  );
  const lines = await linesOfTheirAccounts(tx, payer.memberId, accountsOf(paid), 'nobody');
  return lines.filter(({ name }) => name !== null && isCalled(name));
}

/**
 * As before, of who was erased, also from where they asked to be paid, and by more of their name or
 * less: a further given name, an initial, a name of two that has theirs in it. A line by their very
 * name says what more or less of it is, where marks of it were not kept. By another name it is
 * theirs where its text has their name; without one where all that comes from there by a name is.
 */
export async function linesThatNameThem(tx: Tx, payer: KnownPayer): Promise<readonly TheirLine[]> {
  const booked = await bookedFor(tx, payer, 'erased');
  const accounts = [...accountsOf(booked), ...(payer.accounts ?? [])];
  const lines = await linesOfTheirAccounts(tx, payer.memberId, accounts, 'erased');
  const names = await knownNamesOf(tx, payer.memberId);
  const called = ({ name }: TellingLine) => name !== null && names.isCalled(name);
  const ways = new Set(lines.filter(called).flatMap(({ name }) => waysToCall(name ?? '')));
  const named = lines.map((line): TheirLine => {
    const forms = theirForms(line, names, ways);
    return { ...line, forms: called(line) ? [...new Set([...forms, ...ways])] : forms };
  });
  const ofThem = accountsOfTheirs(booked, named);
  return named.flatMap((line) => {
    if (line.forms.length > 0) return [line];
    const isTheirs = line.name === null && line.isFree && ofThem.has(plainAccount(line.account));
    return isTheirs ? [{ ...line, forms: [unnamed] }] : [];
  });
}

function theirForms(line: AccountLine, names: KnownNames, ways: ReadonlySet<string>): string[] {
  const own = new Set(line.name === null ? [] : names.formsIn(line.name));
  const told = formsOfName(line.name).filter((form) => own.has(form) || ways.has(form));
  if (told.length > 0 || !line.isFree) return told;
  return names.formsInText(line.text ?? '');
}

/** Accounts that paid for them by their name, and from which nothing comes by another name. */
function accountsOfTheirs(
  booked: readonly TellingLine[],
  lines: readonly TheirLine[],
): ReadonlySet<string | null> {
  const theirs = new Set(lines.filter(({ forms }) => forms.length > 0).map(({ id }) => id));
  const paid = booked.filter(({ id, isIncoming }) => isIncoming && theirs.has(id));
  const others = lines.filter(({ name, forms }) => name !== null && forms.length === 0);
  const ofOthers = new Set(others.map(({ account }) => plainAccount(account)));
  const own = paid.map(({ account }) => plainAccount(account));
  return new Set(own.filter((account) => account !== null && !ofOthers.has(account)));
}
