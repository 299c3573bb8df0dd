import type { CsvColumn, CsvProfile } from '../profiles/csv-profile.js';
import type { Column } from './column.js';
import { saysSign } from './infer-amount.js';
import { notMovedCell, pendingCell, plainHeader, words } from './vocabulary.js';

type Texts = Pick<
  CsvProfile,
  'remittance' | 'endToEndId' | 'bankReference' | 'mandateId' | 'creditorId' | 'type'
>;

/** Whether no two rows have the same: what is repeated is no reference of the bank's. */
function isUnique({ cells, filled }: Column): boolean {
  return filled.length === cells.length && new Set(filled).size === filled.length;
}

function saysLess(one: Column, other: Column): boolean {
  return new Set(one.filled).size < new Set(other.filled).size;
}

/** Cells beyond the headers, and below empty ones, are the rest of a text. */
function unnamed(columns: readonly Column[]): Column[] {
  return columns.filter(
    (column) =>
      column.header === '' &&
      column.filled.length > 0 &&
      column.dates.length === 0 &&
      !column.isNumber &&
      !column.isCurrency &&
      !saysSign(column),
  );
}

function refs(columns: readonly Column[]): CsvColumn[] {
  return columns.map(({ ref }) => ref);
}

/** What the payer wrote, or else what the bank did; and the references beside it. */
export function inferTexts(columns: readonly Column[], used: ReadonlySet<Column>): Texts {
  const free = columns.filter(
    (column) =>
      !used.has(column) && column.header !== '' && column.dates.length === 0 && !column.isCurrency,
  );
  const taken = new Set<Column>();
  const take = (pattern: RegExp, fits: (column: Column) => boolean): Column | undefined => {
    const found = free.find((one) => !taken.has(one) && pattern.test(one.plain) && fits(one));
    if (found !== undefined) taken.add(found);
    return found;
  };
  const any = (): boolean => true;
  const endToEndId = take(words.endToEnd, any);
  const mandateId = take(words.mandate, any);
  const creditorId = take(words.creditorId, any);
  const bankReference = take(words.bankReference, isUnique);
  const text = free.filter((one) => !taken.has(one) && !one.isNumber && !saysSign(one));
  const ranked = [words.remittance, words.description, words.type].map((pattern) =>
    text.filter(({ plain }) => pattern.test(plain)),
  );
  const found = ranked.find((those) => those.some(({ filled }) => filled.length > 0)) ?? [];
  const kind = text.find((one) => words.type.test(one.plain) && !found.includes(one));
  // Of two texts of the bank's the one that says more than which kind it is says what for.
  const isTurned =
    found === ranked[1] && kind !== undefined && found.every((one) => saysLess(one, kind));
  const [written, type] = isTurned ? [[kind], found[0]] : [found, kind];
  return {
    remittance: refs([...written, ...unnamed(columns)]),
    ...(endToEndId === undefined ? {} : { endToEndId: endToEndId.ref }),
    ...(bankReference === undefined ? {} : { bankReference: bankReference.ref }),
    ...(mandateId === undefined ? {} : { mandateId: mandateId.ref }),
    ...(creditorId === undefined ? {} : { creditorId: creditorId.ref }),
    ...(type === undefined ? {} : { type: type.ref }),
  };
}

/** A column of few words of which some say that a movement is not booked. */
export function inferStatus(columns: readonly Column[]): CsvProfile['status'] {
  const found = columns.find(({ plain, filled, dates }) => {
    const kinds = new Set(filled);
    const few = kinds.size <= 6 && dates.length === 0;
    if (!few) return false;
    if (words.status.test(plain)) return true;
    const tells = Array.from(kinds).some((cell) => pendingCell.test(plainHeader(cell)));
    return tells && filled.length > 1 && kinds.size < filled.length && !isText(plain);
  });
  if (found === undefined) return undefined;
  return {
    columns: [found.ref],
    pending: ['pending', 'vorgemerkt', 'Umsatz vorgemerkt', ...matching(found, pendingCell)],
    notMoved: ['declined', 'rejected', 'cancelled', ...matching(found, notMovedCell)],
  };
}

function isText(plain: string): boolean {
  return words.remittance.test(plain) || words.description.test(plain) || words.type.test(plain);
}

function matching({ filled }: Column, pattern: RegExp): string[] {
  return [...new Set(filled)].filter((cell) => pattern.test(plainHeader(cell)));
}
