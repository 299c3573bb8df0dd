import type { BankFormatErrorCode } from './bank-format.errors.js';

/**
 * What a reader warns of, by code: the list is closed, and the words are ours. A warning's own
 * message quotes the file, in which persons stand; whoever keeps a warning for others keeps these
 * words instead.
 */
const warningWords = {
  'account-list': 'The file lists accounts without entries.',
  'account-missing': 'A statement names no account.',
  'amount-below-minor-unit': 'An amount has digits below the smallest unit.',
  'amount-format': 'An amount is not written as the format has it.',
  'amount-negative': 'An entry has an amount below zero: its direction is turned round.',
  'amount-unreadable': 'An amount cannot be read, and is left out.',
  'balance-broken': 'The balances of the rows do not lead to each other.',
  'balance-empty': 'A balance is empty, and is left out.',
  'balance-sign-proved': 'A balance has no sign: the entries prove which it has.',
  'balance-unreadable': 'A balance cannot be read, and is left out.',
  'bank-error': 'The bank answered a part of what was asked with an error.',
  'batch-count-differs': 'An entry has not as many transactions as it says.',
  'batch-sum-differs': 'The transactions of an entry do not add up to it.',
  'close-without-open': 'An element is closed that is not open.',
  'closing-missing': 'A statement has no closing balance: the file may have been cut.',
  correction: 'An entry corrects an earlier one, or takes it back.',
  'currency-differs': 'An entry names another currency than its account; the account’s is taken.',
  'currency-missing': 'An amount has no currency.',
  'currency-unknown': 'An amount has a currency that nobody knows: two decimals are assumed.',
  'currency-unreadable': 'An amount has a currency that cannot be read.',
  'date-moved': 'A day does not exist: the last one before it is used.',
  'date-order-ambiguous': 'Days may be read both ways, as day and month or as month and day.',
  'date-unreadable': 'A day cannot be read, and is left out.',
  'detail-direction': 'A transaction says another direction than its entry.',
  duplicate: 'The bank marks the file as a duplicate.',
  'encoding-assumed': 'The file does not say how its characters are written: that is assumed.',
  'entry-after-end': 'An entry stands behind the end of its statement.',
  'envelope-not-read': 'What stands around the statements is not read.',
  'field-unknown': 'A field is not known, and is not read.',
  'file-left-out': 'A file of the archive is no statement, and is left out.',
  'file-repeated': 'A file is in the archive twice: it is read once.',
  'fitid-missing': 'An entry has no id of its own.',
  'fitid-repeated': 'Two entries have the same id.',
  'free-communication': 'The bank wrote something beside the entries.',
  'header-missing': 'The file has no header.',
  'line-ignored': 'A line belongs to no field, and is not read.',
  'namespace-unknown': 'The file names a schema that is not known.',
  'no-statement': 'The file holds no statement.',
  'not-balanced': 'The entries do not lead from the opening to the closing balance.',
  'not-closed': 'An element is not closed before the next one begins.',
  'not-read': 'A part of the file is not read.',
  'page-gap': 'A page of the statement is missing.',
  'profile-guessed': 'How the table is laid out is guessed.',
  'row-no-entry': 'A row that is no entry is left out.',
  'row-not-moved': 'A row that never moved the account is left out.',
  'schema-missing': 'Something is missing that the schema requires.',
  'schema-order': 'Elements stand in another order than the schema has it.',
  'schema-repeated': 'An element stands there more than once; the first is read.',
  'schema-unknown': 'An element is not known to the schema.',
  'second-document': 'The file holds more than one document.',
  'statement-empty': 'The file holds no entry.',
  'status-missing': 'An entry has no status; the usual one is assumed.',
  'status-unknown': 'A status is not known.',
  'stray-text': 'Text stands where none belongs, and is not read.',
  'summary-differs': 'What the file says that its entries sum up to is not what they do.',
  'text-after-amount': 'Text behind an amount is not read.',
  'thousands-assumed': 'A sign within amounts is taken for one of thousands.',
  'version-differs': 'The file names two versions of its format.',
  'version-missing': 'The file does not say of which version it is.',
  'warnings-cut': 'There are more warnings than are listed.',
} as const;

/** What a reader warns of; stable, kebab-case. */
export type WarningCode = keyof typeof warningWords;

const refusalWords: Readonly<Record<BankFormatErrorCode, string>> = {
  'empty-file': 'The file is empty.',
  'format-unknown': 'The file is of no format that is known here.',
  'not-a-statement': 'The file is no bank statement.',
  'encoding-unreadable': 'The characters of the file cannot be read.',
  'nul-character': 'The file is damaged, or is no text.',
  'too-large': 'The file, or a part of it, is larger than is read.',
  'too-deep': 'The file is nested deeper than any bank nests one.',
  'xml-doctype': 'The file declares a document type, which no bank needs.',
  'xml-entity': 'The file has an entity that XML does not have.',
  'xml-malformed': 'The file is no well-formed XML.',
  truncated: 'The file ends before it is complete.',
  'statement-malformed': 'A part that a statement cannot do without is missing or unreadable.',
  'bank-error': 'The bank answered with an error instead of a statement.',
  'csv-profile-unknown': 'No layout of tables has that name, or none fits the file.',
  'csv-layout-mismatch': 'The columns of the file are not those of the layout.',
  'csv-cell-unreadable': 'A cell that should be an amount or a day is neither.',
  'field-refused': 'The format cannot carry a value.',
  'payment-file-invalid': 'The payment file breaks a rule of its format.',
};

/** What may be kept of a warning and shown to others: no word of the file is in it. */
export const keptWarningWords = (code: WarningCode): string => warningWords[code];

/** What may be kept of a refusal and shown to others: no word of the file is in it. */
export const keptRefusalWords = (code: BankFormatErrorCode): string => refusalWords[code];
