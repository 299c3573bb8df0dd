import { negate } from '../model/amount.js';
import { dayNearest } from '../model/dates.js';
import { proprietaryCode } from '../model/no-facts.js';
import { readInformation } from './information.js';
import { mtDate, mtDecimal } from './mt-amounts.js';
import { slashParts } from './slash-information.js';
import type { MoneyReading } from '../model/statement-draft.js';
import type { WarningLog } from '../model/statement-sink.js';
import type { Charge, Entry, OriginalAmount } from '../model/statement.js';
import type { Information } from './information-parts.js';
import type { StatementLine } from './statement-line.js';
import type { ReadDate } from '../model/dates.js';

const noParts: ReadonlyMap<string, string> = new Map();

/** What an entry needs to know of its message. */
export interface MtContext {
  readonly currency: string | null;
  readonly interim: boolean;
  readonly log: WarningLog;
  readonly money: MoneyReading;
}

/** A statement line and the lines of the information that belongs to it. */
export interface MtEntryParts {
  readonly statementLine: StatementLine;
  readonly information: readonly string[];
  readonly line: number;
}

function said(
  read: ReadDate | null,
  text: string,
  what: string,
  parts: MtEntryParts,
  c: MtContext,
) {
  if (read === null) {
    c.log.warn('date-unreadable', `the ${what} '${text}' is no date`, parts.line);
  } else if (read.moved) {
    const message = `the ${what} '${text}' does not exist: ${read.date} is used`;
    c.log.warn('date-moved', message, parts.line);
  }
  return read?.date ?? null;
}

/** Value date, and the entry date that SWIFT leaves out when it is the same day. */
function datesOf(
  parts: MtEntryParts,
  context: MtContext,
): Pick<Entry, 'bookingDate' | 'valueDate'> {
  const { valueDate: text, entryDate } = parts.statementLine;
  const valueDate = said(mtDate(text), text, 'value date', parts, context);
  if (entryDate === '') return { bookingDate: valueDate, valueDate };
  if (valueDate === null) return { bookingDate: null, valueDate };
  const near = dayNearest(valueDate, Number(entryDate.slice(0, 2)), Number(entryDate.slice(2)));
  return { bookingDate: said(near, entryDate, 'entry date', parts, context), valueDate };
}

/** `EUR11,85` or `11,85` as decimal and currency. */
function moneyText(text: string | null, currency: string | null) {
  const match = /^([A-Z]{3})?\s*(-?[\d.,]+)/.exec(text?.trim() ?? '');
  const decimal = match === null ? null : mtDecimal(match[2] ?? '');
  return decimal === null ? null : { decimal, currency: match?.[1] ?? currency };
}

/** The original amount, from `/OCMT/` in the statement line or `OAMT+` in the information. */
function originalOf(
  details: ReadonlyMap<string, string>,
  information: Information,
  direction: 1 | -1,
  parts: MtEntryParts,
  context: MtContext,
): OriginalAmount | null {
  const text = details.get('OCMT') ?? information.original;
  const amount = moneyText(text, context.currency);
  if (amount === null) return null;
  const decimal = direction === 1 ? amount.decimal : negate(amount.decimal);
  const rate = details.get('EXCH') ?? information.rate;
  return {
    ...context.money.minor(decimal, amount.currency, parts.line),
    currency: amount.currency,
    rate,
  };
}

function chargesOf(
  details: ReadonlyMap<string, string>,
  information: Information,
  parts: MtEntryParts,
  context: MtContext,
): Charge[] {
  const inLine = details.get('CHGS');
  const texts = inLine === undefined ? information.charges : [inLine];
  return texts.flatMap((text) => {
    const amount = moneyText(text, context.currency);
    if (amount === null) return [];
    const minor = context.money.minor(negate(amount.decimal), amount.currency, parts.line);
    return { ...minor, currency: amount.currency, type: null, included: true };
  });
}

function referencesOf(line: StatementLine, information: Information): Entry['references'] {
  if (line.reference === null || /^[KE]REF\+$/.test(line.reference)) return information.references;
  return { ...information.references, customerReference: line.reference };
}

/** The words of the bank: booking text, and supplementary details that are no amounts. */
function wordsOf(line: StatementLine, information: Information): string | null {
  if (line.details.length === 0) return information.bookingText;
  const details = line.details.filter((text) => !/^\/(?:OCMT|CHGS|EXCH)\//.test(text.trim()));
  const words = [information.bookingText, ...details].flatMap((text) => text?.trim() || []);
  return words.length === 0 ? null : words.join('\n');
}

function codeOf(line: StatementLine, information: Information): Entry['transactionCode'] {
  const { type } = line;
  const { businessCode } = information;
  if (type === null || businessCode === null) {
    const word = type ?? businessCode;
    return word === null ? null : proprietaryCode(word);
  }
  return proprietaryCode(`${type}+${businessCode}`);
}

/** The funds code is the last letter of the currency; one that is not may mean another currency. */
function checkFundsCode({ statementLine, line }: MtEntryParts, { currency, log }: MtContext): void {
  const { fundsCode } = statementLine;
  if (fundsCode === null || currency === null || currency.endsWith(fundsCode)) return;
  const message = `the funds code ${fundsCode} is not of ${currency}, which is assumed`;
  log.warn('currency-differs', message, line);
}

/**
 * An entry of `:61:` and `:86:`. Credits (C, EC) and reversed debits (RD) are positive; debits and
 * reversed credits (RC) are negative.
 */
export function mtEntry(parts: MtEntryParts, context: MtContext): Entry {
  const { statementLine: line } = parts;
  const information = readInformation(parts.information);
  const positive = line.mark === 'C' || line.mark === 'EC' || line.mark === 'RD';
  const direction = positive ? 1 : -1;
  const decimal = positive ? line.decimal : negate(line.decimal);
  const details = line.details.length === 0 ? noParts : slashParts(line.details.join(''));
  const { currency } = context;
  checkFundsCode(parts, context);
  const { bookingDate, valueDate } = datesOf(parts, context);
  const money = context.money.minor(decimal, currency, parts.line);
  return {
    bookingDate,
    valueDate,
    amountMinor: money.amountMinor,
    exactAmount: money.exactAmount,
    currency,
    status: context.interim || line.mark.startsWith('E') ? 'PDNG' : 'BOOK',
    reversal: line.mark.startsWith('R'),
    endToEndId: information.endToEndId,
    bankReference: line.bankReference ?? information.bankReference,
    transactionCode: codeOf(line, information),
    counterparty: information.counterparty,
    remittance: { structured: information.structured, free: information.free },
    original: originalOf(details, information, direction, parts, context),
    charges: chargesOf(details, information, parts, context),
    mandateId: information.mandateId,
    creditorId: information.creditorId,
    returnReason: information.returnReason,
    purpose: information.purpose,
    information: wordsOf(line, information),
    references: referencesOf(line, information),
    details: [],
    batchCount: null,
    line: parts.line,
    other: information.other,
  };
}
