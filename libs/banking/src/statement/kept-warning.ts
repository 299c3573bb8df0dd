import { keptRefusalWords, keptWarningWords } from '@rochdale/bank-formats';
import type { BankFormatError, Warning } from '@rochdale/bank-formats';
import { formatDecimal, toGlobalId } from '@rochdale/platform';
import type { CodedError } from '@rochdale/platform';
import type { LeftOutEntry } from '../bank-line/bank-line.js';
import type { NewLine } from '../bank-line/bank-line.store.js';
import type { ChangedLine } from '../sighting/entry-line.store.js';
import type { SumTold } from '../sighting/tell-sums-apart.js';
import type { MissingStatement } from './missing-statement.js';
import type { ReadingWarning } from './statement-file.entity.js';

declare const kept: unique symbol;

/**
 * What is kept of a warning and shown to every clerk, for as long as vouchers are: a code, a line
 * and a sentence of ours. Files quote persons, so no word of one is in it; only here one is made.
 */
export type KeptWarning = ReadingWarning & { readonly [kept]: true };

/** What is kept of why a file was refused: no word of the file either. */
export interface KeptRefusal {
  readonly refusalCode: string;
  readonly refusalMessage: string;
  readonly [kept]: true;
}

const warning = (code: string, message: string, line: number | null = null): KeptWarning =>
  ({ code, message, line }) as KeptWarning;

const refusal = (refusalCode: string, refusalMessage: string): KeptRefusal =>
  ({ refusalCode, refusalMessage }) as KeptRefusal;

const whyLeftOut: Readonly<Record<LeftOutEntry['why'], string>> = {
  'no-day': 'it has no day',
  'not-booked': 'it is not booked',
  'other-currency': 'it is in another currency than the account',
  nothing: 'it moves nothing',
};

/** As clients ask for it. */
const shown = (lineId: string): string => `bank line ${toGlobalId('BankLine', lineId)}`;

/** Each warning as it is kept. */
export const keptWarning = {
  ofReader: ({ code, line, file }: Warning): KeptWarning => {
    const place = file === undefined ? '' : `File ${file} of the archive: `;
    return warning(code, `${place}${keptWarningWords(code)}`, line);
  },
  ofLeftOut: ({ line, why }: LeftOutEntry): KeptWarning =>
    warning('entry-left-out', `An entry is left out: ${whyLeftOut[why]}.`, line),
  ofUnclear: ({ id, doubt }: Pick<NewLine, 'id' | 'doubt'>): KeptWarning =>
    warning('line-unclear', `${shown(id)} waits for a person: ${doubt ?? ''}`),
  ofSum: ({ lineId, payments, isApart }: SumTold): KeptWarning => {
    const line = `${shown(lineId)}, the sum of ${payments} payments`;
    return isApart
      ? warning('line-told-apart', `${line}, is told apart: they are lines in its place`)
      : warning('line-in-parts', `${line}, stays one: what is told of them is shown with it`);
  },
  ofRepeated: ({ id, rivalLineId }: Pick<ChangedLine, 'id' | 'rivalLineId'>): KeptWarning => {
    const rival = rivalLineId === null ? '' : toGlobalId('BankLine', rivalLineId);
    return warning('line-repeated', `${shown(id)}, which waited, is ${rival} told again`);
  },
  /** Why the books did not take a line: of rooms that know ids and amounts, and no file. */
  ofNotBooked: (lineId: string, { message }: CodedError): KeptWarning =>
    warning('line-not-booked', `${shown(lineId)} waits for a person: ${message}`),
  ofMissing: (hole: MissingStatement, currency: string): KeptWarning => {
    const text = (minor: bigint): string => formatDecimal(minor, currency);
    return warning(
      'statement-missing',
      `a statement is missing: the account closed with ${text(hole.closingMinor)} on ` +
        `${hole.afterDate} and opens with ${text(hole.openingMinor)} on ${hole.beforeDate}`,
    );
  },
} as const;

const refusalWords: Readonly<Record<string, string>> = {
  BANK_ACCOUNT_NOT_FOUND: 'There is no such bank account.',
  STATEMENT_ACCOUNT_UNKNOWN:
    'The statement is of an account that is not registered here: a preview says of which.',
  STATEMENT_NOT_READABLE:
    'The statement has an amount, or a sum of amounts, larger than the books can hold.',
  STATEMENT_OF_OTHER_ACCOUNT:
    'The statement is of another account, or in another currency: a preview says of which.',
};

/** Each refusal as it is kept. */
export const keptRefusal = {
  ofReader: ({ code, line }: BankFormatError): KeptRefusal => {
    const place = line === null ? '' : ` (line ${line})`;
    return refusal(code, `${keptRefusalWords(code)}${place}`);
  },
  ofCoded: ({ code }: CodedError): KeptRefusal =>
    refusal(code, refusalWords[code] ?? 'What the file says was refused: a preview says why.'),
} as const;
