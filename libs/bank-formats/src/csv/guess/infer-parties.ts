import type { CsvParty, CsvProfile } from '../profiles/csv-profile.js';
import { isConstant } from './column.js';
import type { Column } from './column.js';
import { words } from './vocabulary.js';

type Kind = 'name' | 'account' | 'bic';

function isNumberOnly(cells: readonly string[]): boolean {
  return cells.length > 0 && cells.every((cell) => /^[\d .\-/]{5,40}$/.test(cell));
}

function kindOf({ plain, isIban, filled }: Column): Kind {
  if (isIban || isNumberOnly(filled)) return 'account';
  if (words.bic.test(plain) && !words.account.test(plain)) return 'bic';
  return words.account.test(plain) && !/name|naam|\bnom\b|nazev|bezeichnung/.test(plain)
    ? 'account'
    : 'name';
}

/** Whether a column can name an account or somebody: text that is no day, no amount, no remark. */
function mayName({ dates, plain, isIban, isNumber }: Column): boolean {
  if (words.remittance.test(plain) || words.creditorId.test(plain)) return false;
  if (words.mandate.test(plain) || words.balance.test(plain)) return false;
  return isIban || (dates.length === 0 && !(isNumber && words.amount.test(plain)));
}

function isSided({ plain }: Column): boolean {
  return words.payer.test(plain) || words.payee.test(plain) || words.otherSide.test(plain);
}

/**
 * Whether a column names the account that the file is of: its header says so, or it says the same
 * in each row and stands before all that is about the other side.
 */
function isOwn(column: Column, columns: readonly Column[]): boolean {
  const { plain, at, cells } = column;
  if (words.own.test(plain) && !words.otherSide.test(plain))
    return isConstant(column) || column.isIban;
  if (isSided(column) || !isConstant(column)) return false;
  if (words.generic.test(plain) && cells.length > 1) return true;
  const about = columns.filter(
    (one) =>
      isSided(one) ||
      words.name.test(one.plain) ||
      words.remittance.test(one.plain) ||
      words.description.test(one.plain) ||
      words.amount.test(one.plain),
  );
  return words.account.test(plain) && about.length > 0 && about.every((one) => one.at > at);
}

export interface InferredParties {
  readonly account: CsvProfile['account'];
  readonly counterparty: NonNullable<CsvProfile['counterparty']>;
  /** Columns that name somebody, so that no other meaning takes them. */
  readonly used: ReadonlySet<Column>;
}

function accountOf(own: readonly Column[]): CsvProfile['account'] {
  const accounts = own.filter((column) => kindOf(column) === 'account');
  const iban = accounts.find(({ isIban }) => isIban);
  const other = accounts.find((column) => column !== iban);
  if (iban !== undefined) return { iban: iban.ref };
  return other === undefined ? undefined : { other: other.ref };
}

/** A name, an account and a BIC among columns. */
function partyOf(columns: readonly Column[]): CsvParty {
  const first = (kind: Kind): Column | undefined => {
    const all = columns.filter((column) => kindOf(column) === kind);
    const filled = all.filter((column) => column.filled.length > 0);
    const those = filled.length > 0 ? filled : all;
    return those.find((column) => isSided(column)) ?? those[0];
  };
  const [name, account, bic] = [first('name'), first('account'), first('bic')];
  return {
    ...(name === undefined ? {} : { name: name.ref }),
    ...(account === undefined ? {} : { account: account.ref }),
    ...(bic === undefined ? {} : { bic: bic.ref }),
  };
}

/** Which columns name the file's own account, and which the other side of each movement. */
export function inferParties(
  columns: readonly Column[],
  money: readonly Column[],
): InferredParties {
  const may = columns.filter(
    (column) => column.header !== '' && !money.includes(column) && mayName(column),
  );
  const eitherSide = may.filter(({ plain }) => words.payer.test(plain) && words.payee.test(plain));
  const isOurs = (column: Column): boolean =>
    eitherSide.includes(column) &&
    isConstant(column) &&
    eitherSide.some((other) => !isConstant(other));
  const own = may.filter((column) => isOurs(column) || isOwn(column, columns));
  const others = may.filter(
    (column) =>
      !own.includes(column) &&
      (isSided(column) ||
        column.isIban ||
        words.name.test(column.plain) ||
        words.bic.test(column.plain) ||
        words.account.test(column.plain)) &&
      !(words.type.test(column.plain) || words.description.test(column.plain)),
  );
  const payer = others.filter(({ plain }) => words.payer.test(plain) && !words.payee.test(plain));
  const payee = others.filter(({ plain }) => words.payee.test(plain) && !words.payer.test(plain));
  const used = new Set([...own, ...others]);
  const account = accountOf(own);
  if (payer.length === 0 || payee.length === 0) {
    return { account, counterparty: partyOf(others), used };
  }
  // Both sides are named, one of which is ourselves: the sign of the amount tells which.
  const rest = others.filter((column) => !payer.includes(column) && !payee.includes(column));
  const sides = { payer: partyOf(payer), payee: partyOf(payee) };
  return { account, counterparty: { ...partyOf(rest), ...sides }, used };
}
