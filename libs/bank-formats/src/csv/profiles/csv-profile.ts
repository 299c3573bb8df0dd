/**
 * A column: by its header's name, by several names that it goes by, or by its place from 0 in
 * files without a header. Names are compared without regard to case and surrounding blanks.
 */
export type CsvColumn = string | number | readonly string[];

/** How days are written. A time of day after the day is let stand and not read. */
export type CsvDateFormat =
  | 'YYYY-MM-DD'
  | 'YYYYMMDD'
  | 'DD/MM/YYYY'
  | 'DD/MM/YY'
  | 'DD-MM-YYYY'
  | 'DD.MM.YYYY'
  | 'DD.MM.YY'
  | 'MM/DD/YYYY'
  | 'MM-DD-YYYY'
  | 'YYYY/MM/DD'
  | 'YYYY.MM.DD'
  | 'DD-MM-YY'
  | 'MM/DD/YY'
  | 'DD-MMM-YYYY'
  | 'MMM DD, YYYY'
  | 'DD MMM YYYY'
  | 'DD MMM YY';

/** How numbers are written. */
export interface CsvNumbers {
  readonly decimal: '.' | ',';
  /** Signs between groups of three digits, if any. */
  readonly grouping: string;
}

/** Where the amount stands and how its sign is told. */
export type CsvAmount =
  /**
   * One column with a sign. On many card statements the amounts are what is owed: a purchase has no
   * minus, and a payment has one.
   */
  | { readonly kind: 'signed'; readonly column: CsvColumn; readonly owed?: boolean }
  /**
   * Two columns, of which one is filled; debits may be written with a minus or without, and so may
   * credits, of which those with a minus are credits all the same.
   */
  | {
      readonly kind: 'two-columns';
      readonly credit: CsvColumn;
      readonly debit: CsvColumn;
      readonly debitWritten: 'positive' | 'negative' | 'any';
      readonly creditWritten?: 'positive' | 'negative';
    }
  /** One column without sign and another whose words say which way the money went. */
  | {
      readonly kind: 'indicator';
      readonly column: CsvColumn;
      readonly indicator: CsvColumn;
      readonly credit: readonly string[];
      readonly debit: readonly string[];
    };

/** Where the currency is said: a column, always the same, or a header such as `Amount (EUR)`. */
export type CsvCurrency =
  | { readonly kind: 'column'; readonly column: CsvColumn }
  | { readonly kind: 'fixed'; readonly code: string }
  /** A regular expression over the headers whose first group is the code. */
  | { readonly kind: 'header'; readonly pattern: string };

/** How the profile knows its file. */
export type CsvHeader =
  /** A row with all these names; rows before it are a preamble of names and values. */
  | { readonly kind: 'names'; readonly required: readonly CsvColumn[] }
  /** No header: the number of columns, and a regular expression for some of them. */
  | {
      readonly kind: 'none';
      readonly columns: readonly [least: number, most: number];
      readonly shapes: Readonly<Record<number, string>>;
    };

/** Columns that name somebody. */
export interface CsvParty {
  readonly name?: CsvColumn;
  readonly account?: CsvColumn;
  readonly bic?: CsvColumn;
}

/** A bank's CSV export as data: what a file of it looks like, and what its columns mean. */
export interface CsvProfile {
  /** Kebab-case: the bank, and the country or kind of export where it has several. */
  readonly name: string;
  readonly title: string;
  /** Delimiters that the bank writes; files are tried in this order. */
  readonly delimiters: readonly string[];
  readonly quote: '"';
  /** What the bank writes when there is no byte order mark; bytes that disagree win. */
  readonly encoding: 'utf-8' | 'windows-1252';
  readonly header: CsvHeader;
  readonly dates: readonly CsvDateFormat[];
  readonly numbers: readonly CsvNumbers[];
  readonly bookingDate: CsvColumn;
  readonly valueDate?: CsvColumn;
  readonly amount: CsvAmount;
  readonly currency: CsvCurrency;
  /** Balance after the row. */
  readonly balance?: CsvColumn;
  /** The account that the row belongs to. */
  readonly account?: { readonly iban?: CsvColumn; readonly other?: CsvColumn };
  /** Labels of the preamble: their values stand in the next column. */
  readonly preamble?: { readonly iban?: string };
  /** The other side; where a file names payer and payee, the one who is not ourselves. */
  readonly counterparty?: CsvParty & { readonly payer?: CsvParty; readonly payee?: CsvParty };
  /** Columns of what the payer wrote; empty ones are left out. */
  readonly remittance?: readonly CsvColumn[];
  readonly endToEndId?: CsvColumn;
  readonly bankReference?: CsvColumn;
  readonly mandateId?: CsvColumn;
  readonly creditorId?: CsvColumn;
  readonly type?: CsvColumn;
  readonly information?: readonly CsvColumn[];
  readonly original?: {
    readonly amount: CsvColumn;
    readonly currency: CsvColumn;
    readonly rate?: CsvColumn;
  };
  /** A fee: already `within` the amount, or `beside` it, so that the account lost both. */
  readonly fee?: {
    readonly column: CsvColumn;
    readonly taken: 'within' | 'beside';
    /** The sign that a fee paid has in the file. */
    readonly cost: 'positive' | 'negative';
  };
  /** Words of some columns that say what became of the row; a word not listed counts as booked. */
  readonly status?: {
    readonly columns: readonly CsvColumn[];
    readonly pending: readonly string[];
    /** Rows that never moved the account: left out with a warning that names the row. */
    readonly notMoved: readonly string[];
  };
}
