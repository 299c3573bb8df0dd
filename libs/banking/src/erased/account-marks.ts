import { keyedFingerprints } from '@rochdale/platform';
import { plainAccountNumber } from '../bank-account/bank-account.js';
import type { SayingLine } from '../references/references.js';
import { formsNear, formsOfName } from './member-names.js';

/** What a line tells of whoever is on its other side. */
export interface Counterparty {
  readonly name: string | null;
  readonly account: string | null;
  readonly text: string | null;
}

/** An account, and forms of a name by which somebody pays from it. */
export interface AccountForms {
  readonly account: string | null;
  readonly forms: readonly string[];
}

export const toldOf = (line: {
  readonly counterpartyName: string | null;
  readonly counterpartyAccount: string | null;
  readonly freeText: string | null;
  readonly reference: string | null;
  readonly endToEndId: string | null;
}): Counterparty & SayingLine => ({
  name: line.counterpartyName,
  account: line.counterpartyAccount,
  text: line.freeText,
  reference: line.reference,
  transfer: line.endToEndId,
});

/** An account's number as all banks mean it, however they print it; null where there is none. */
export function plainAccount(account: string | null): string | null {
  const plain = plainAccountNumber(account ?? '');
  return plain === '' ? null : plain;
}

/**
 * Where a bank's own number comes first and is set apart by more than a blank or a slash: six
 * digits in Australia and in the United Kingdom, eight in Germany. And the Netherlands' nine or ten
 * digits, and Poland's, with their check digits first.
 */
const parted: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(\d{3})(\d{3})(\d{5,10})$/, ['$1-$2 $3', '$1-$2-$3', '$1$2-$3', '$1 $2 $3']],
  [/^(\d\d)(\d\d)(\d\d)(\d{8})$/, ['$1-$2-$3 $4', '$1-$2-$3-$4', '$1 $2 $3 $4']],
  [/^(\d{8})(\d{5,10})$/, ['$1-$2']],
  [/^(\d{1,4})(\d\d)(\d\d)(\d{3})$/, ['$1.$2.$3.$4', '$1 $2 $3 $4']],
  [/^(\d\d)(\d{4})(\d{4})(\d{4})(\d{4})(\d{4})(\d{4})$/, ['$1 $2 $3 $4 $5 $6 $7']],
];

/** How many digits come before a slash, or a blank, where a country's banks have a number. */
const ofBanks = [3, 4, 5, 6, 7, 8, 9];

function apartIn(plain: string): string[] {
  const ways = parted.flatMap(([form, all]) =>
    form.test(plain) ? all.map((way) => plain.replace(form, way)) : [],
  );
  // Some formats take the blanks out, and no other sign.
  ways.push(...ways.map((way) => way.replaceAll(' ', '')));
  if (!/^\d{8,24}$/.test(plain)) return ways;
  const cut = (at: number, by: string) => `${plain.slice(0, at)}${by}${plain.slice(at)}`;
  const digits = ofBanks.filter((at) => plain.length - at >= 4);
  return [...ways, ...digits.flatMap((at) => [cut(at, '/'), cut(at, ' ')])];
}

/**
 * How files write an account: as it is, in one, in blocks of four, and with the bank's own number
 * apart. Lines are looked up by what they say, as an index finds them.
 */
export function waysToWrite(accounts: readonly string[]): string[] {
  const written = accounts.flatMap((account) => {
    const plain = plainAccount(account) ?? '';
    return [account, plain, plain.replaceAll(/(.{4})(?=.)/g, '$1 '), ...apartIn(plain)];
  });
  return [...new Set(written)].filter((one) => one !== '');
}

/** What stands for a form where a line names nobody: no name has this one. */
export const unnamed = '';
/** What stands for one of any line: that something of that account is known. */
const anyForm = '*';

/** All forms of the name that a line tells. */
export const allFormsOf = ({ name, account }: Counterparty): AccountForms => ({
  account,
  forms: name === null ? [unnamed] : formsOfName(name),
});

/** As told of any line of the account. */
export const ofAnyLine = ({ account }: Pick<AccountForms, 'account'>): AccountForms => ({
  account,
  forms: [anyForm],
});

/** All forms of names that may stand in the text of a line. */
export const formsInTextOf = ({ text, account }: Counterparty): AccountForms => ({
  account,
  forms: formsNear(text),
});

/**
 * By what somebody's payments from an account are known again of which nothing else may be kept:
 * the account together with a form of the name, so that nobody else who uses it is taken for them.
 * By each, those of the one; none where a line does not tell both.
 */
export function marksOfEach(cooperativeId: string, told: readonly AccountForms[]): string[][] {
  const markOf = keyedFingerprints(`accounts of erased in ${cooperativeId}`);
  return told.map(({ account, forms }) => {
    const plain = plainAccount(account);
    return plain === null ? [] : forms.map((form) => markOf(`${plain} ${form}`));
  });
}
