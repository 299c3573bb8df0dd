import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is kept of the warnings and the refusal of a statement file quoted the file, in which people
 * stand: rows that were left out, what the bank wrote. Of those on record the sentences are made
 * anew of code and line. What we say of lines by their ids quotes nothing, and stays.
 */
export class BankingQuoteNoFile1796902400001 implements MigrationInterface {
  readonly name = 'BankingQuoteNoFile1796902400001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `update payments.statement_files f set warnings = (
         select jsonb_agg(case when said ->> 'code' = any($2::text[]) then said
           else jsonb_build_object('code', said -> 'code', 'line', said -> 'line',
             'message', coalesce($1::jsonb ->> (said ->> 'code'), 'Something is odd.')) end
           order by place)
         from jsonb_array_elements(f.warnings) with ordinality as told (said, place))
       where warnings <> '[]'::jsonb`,
      [JSON.stringify(warnings), ofLines],
    );
    await runner.query(
      `update payments.statement_files set refusal_message =
         coalesce($1::jsonb ->> refusal_code, 'The file was refused.')
           || coalesce(substring(refusal_message from ' \\(line [0-9]+\\)$'), '')
       where refusal_message is not null`,
      [JSON.stringify(refusals)],
    );
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

/** Codes whose sentences are of our own lines, by ids and sums. */
const ofLines = [
  'line-in-parts',
  'line-not-booked',
  'line-repeated',
  'line-told-apart',
  'line-unclear',
  'statement-missing',
];

const warnings: Readonly<Record<string, string>> = {
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
  'entry-left-out': 'An entry is left out.',
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
};

const refusals: Readonly<Record<string, string>> = {
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
  BANK_ACCOUNT_NOT_FOUND: 'There is no such bank account.',
  STATEMENT_ACCOUNT_UNKNOWN:
    'The statement is of an account that is not registered here: a preview says of which.',
  STATEMENT_NOT_READABLE:
    'The statement has an amount, or a sum of amounts, larger than the books can hold.',
  STATEMENT_OF_OTHER_ACCOUNT:
    'The statement is of another account, or in another currency: a preview says of which.',
};
