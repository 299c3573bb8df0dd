import type { Tx } from '@rochdale/platform';
import { plainAccount } from './account-marks.js';
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
}

/** Who may stand beside the person on lines that are theirs: nobody, or who was erased as well. */
export type Beside = 'nobody' | 'erased';

export interface Sorted {
  /** Of nobody else: booked for this member, or for no member. */
  readonly free: readonly TellingLine[];
  /** Booked for somebody else. */
  readonly ofOthers: readonly TellingLine[];
}

/** A line that is somebody's, and the forms of its name that are theirs. */
export type TheirLine = TellingLine & AccountForms;

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
  const isFree = ({ id }: TellingLine) => [...(owners.get(id) ?? [])].every((one) => own.has(one));
  return { free: lines.filter(isFree), ofOthers: lines.filter((line) => !isFree(line)) };
}

/** From accounts of this person's alone, as far as lines say, that name whoever paid. */
async function linesOfTheirAccounts(
  tx: Tx,
  { memberId, lineIds }: KnownPayer,
  beside: Beside,
): Promise<readonly (TellingLine & { readonly name: string })[]> {
  const booked = await sortedLines(
    tx,
    memberId,
    await erasedAccountStore.lines(tx, lineIds),
    beside,
  );
  const accounts = new Set(booked.free.flatMap(({ account }) => account ?? []));
  const asked = [...accounts].filter((account) => plainAccount(account) !== null);
  if (asked.length === 0) return [];
  const told = await erasedAccountStore.linesOfAccounts(tx, asked);
  const { free, ofOthers } = await sortedLines(tx, memberId, told, beside);
  const shared = new Set(ofOthers.map(({ account }) => plainAccount(account)));
  return free.flatMap((line) => {
    const { name, account } = line;
    return name === null || shared.has(plainAccount(account)) ? [] : [{ ...line, name }];
  });
}

/**
 * The lines that are somebody's without being booked for them: from an account that a line of
 * theirs came from, or went to, by which nobody else's is; and by their own name, as the bank
 * writes it. A line without a name, or by another's, is whoever's: an employer pays more than dues,
 * and a collector for many.
 */
export async function linesOfTheirName(tx: Tx, payer: KnownPayer): Promise<readonly TellingLine[]> {
  const lines = await linesOfTheirAccounts(tx, payer, 'nobody');
  const { isCalled } = await knownNamesOf(tx, payer.memberId);
  return lines.filter(({ name }) => isCalled(name));
}

/**
 * As before, of who was erased, and also by more of their name or less: a further given name, an
 * initial, a name of two that has theirs in it. A line by their very name says what more or less of
 * it is, where marks of it were not kept.
 */
export async function linesThatNameThem(tx: Tx, payer: KnownPayer): Promise<readonly TheirLine[]> {
  const lines = await linesOfTheirAccounts(tx, payer, 'erased');
  const names = await knownNamesOf(tx, payer.memberId);
  const written = new Set(lines.map(({ name }) => name).filter(names.isCalled));
  const ways = new Set([...written].flatMap(waysToCall));
  return lines.flatMap((line) => {
    const forms = theirForms(line.name, names, ways);
    if (forms.length === 0) return [];
    return [
      { ...line, forms: names.isCalled(line.name) ? [...new Set([...forms, ...ways])] : forms },
    ];
  });
}

function theirForms(name: string, names: KnownNames, ways: ReadonlySet<string>): string[] {
  const own = new Set(names.formsIn(name));
  return formsOfName(name).filter((form) => own.has(form) || ways.has(form));
}
