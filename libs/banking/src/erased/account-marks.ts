import { keyedFingerprints } from '@rochdale/platform';
import { plainAccountNumber } from '../bank-account/bank-account.js';
import { formsOfName } from './member-names.js';

/** What a line tells of whoever is on its other side. */
export interface Counterparty {
  readonly name: string | null;
  readonly account: string | null;
}

/** An account, and forms of a name by which somebody pays from it. */
export interface AccountForms {
  readonly account: string | null;
  readonly forms: readonly string[];
}

export const toldOf = (line: {
  readonly counterpartyName: string | null;
  readonly counterpartyAccount: string | null;
}): Counterparty => ({ name: line.counterpartyName, account: line.counterpartyAccount });

/** An account's number as all banks mean it, however they print it; null where there is none. */
export function plainAccount(account: string | null): string | null {
  const plain = plainAccountNumber(account ?? '');
  return plain === '' ? null : plain;
}

/**
 * Numbers that a bank's own number comes first in: six digits of the branch in Australia and in the
 * United Kingdom, eight of the bank in Germany.
 */
const parted: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(\d{3})(\d{3})(\d{5,10})$/, ['$1-$2 $3', '$1-$2-$3', '$1$2 $3', '$1$2-$3', '$1 $2 $3']],
  [/^(\d\d)(\d\d)(\d\d)(\d{8})$/, ['$1-$2-$3 $4', '$1-$2-$3-$4', '$1 $2 $3 $4']],
  [/^(\d{8})(\d{5,10})$/, ['$1/$2', '$1 $2', '$1-$2']],
];

/**
 * How files write an account: as it is, in one, in blocks of four, and with the bank's own number
 * apart. Lines are looked up by what they say, as an index finds them.
 */
export function waysToWrite(accounts: readonly string[]): string[] {
  const written = accounts.flatMap((account) => {
    const plain = plainAccount(account) ?? '';
    const apart = parted.flatMap(([form, ways]) =>
      form.test(plain) ? ways.map((way) => plain.replace(form, way)) : [],
    );
    // Some formats take the blanks out, and no other sign.
    apart.push(...apart.map((way) => way.replaceAll(' ', '')));
    return [account, plain, plain.replaceAll(/(.{4})(?=.)/g, '$1 '), ...apart];
  });
  return [...new Set(written)].filter((one) => one !== '');
}

/** All forms of the name that a line tells. */
export const allFormsOf = ({ name, account }: Counterparty): AccountForms => ({
  account,
  forms: formsOfName(name),
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
