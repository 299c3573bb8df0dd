/**
 * Why a file or an order was refused. The list is closed: a caller may switch over it.
 * Codes are for machines and stay; messages are for people and may change.
 */
const bankFormatErrorCodes = [
  /** The file holds nothing but blanks. */
  'empty-file',
  /** The content is no format that this library knows. */
  'format-unknown',
  /** A known format that is no statement: an order, a status report, an invoice, a picture. */
  'not-a-statement',
  /** The bytes are not text in the encoding that they claim or show. */
  'encoding-unreadable',
  /** A NUL character: the file is binary or damaged. */
  'nul-character',
  /** More bytes, or a longer token, than the reader accepts. */
  'too-large',
  /** Elements nested deeper than any bank nests them. */
  'too-deep',
  /** A document type declaration; it could hide entities, and no bank needs one. */
  'xml-doctype',
  /** An entity other than the five of XML. */
  'xml-entity',
  /** Not well-formed XML. */
  'xml-malformed',
  /** The file ends before what it began is complete. */
  'truncated',
  /** A part that a statement cannot do without is missing or unreadable. */
  'statement-malformed',
  /** The bank answered with an error instead of a statement (OFX `STATUS`). */
  'bank-error',
  /** No CSV profile has that name, or none fits the file. */
  'csv-profile-unknown',
  /** The file's columns are not those of the profile. */
  'csv-layout-mismatch',
  /** A cell that the profile calls an amount or a date is neither. */
  'csv-cell-unreadable',
  /** The format to be written cannot carry this value; `field` names it. */
  'field-refused',
  /** A payment file to be checked breaks a rule of its format. */
  'payment-file-invalid',
] as const;

/** One of {@link bankFormatErrorCodes}. */
export type BankFormatErrorCode = (typeof bankFormatErrorCodes)[number];

/** Where in a file something was found: both count from 1, null when there is no such place. */
export interface FilePlace {
  readonly line: number | null;
  readonly column: number | null;
}

/**
 * The one error this library throws on purpose. Hostile and broken input ends here; anything else
 * thrown out of the library is a defect of it.
 */
export class BankFormatError extends Error {
  override readonly name = 'BankFormatError';
  readonly code: BankFormatErrorCode;
  readonly line: number | null;
  readonly column: number | null;
  /** The input field that a writer refused, as a path such as `payments[3].creditor.name`. */
  readonly field: string | null;

  constructor(
    code: BankFormatErrorCode,
    message: string,
    place: Partial<FilePlace> & { readonly field?: string } = {},
  ) {
    super(message);
    this.code = code;
    this.line = place.line ?? null;
    this.column = place.column ?? null;
    this.field = place.field ?? null;
  }
}
