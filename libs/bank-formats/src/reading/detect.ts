import { BankFormatError } from '../model/bank-format.errors.js';
import type { StatementFormat } from '../model/statement.js';

/** What a file seems to be, judged by its beginning and never by its name. */
export interface Detection {
  readonly format: StatementFormat;
  /** `camt.053.001.08`, `102`, or '' when the beginning does not tell. */
  readonly version: string;
  /** What in the file gave it away. */
  readonly reason: string;
}

/** How much of a file is looked at. */
export const detectionChars = 65_536;

/** First bytes of files that people send in by mistake. */
const signatures: readonly (readonly [readonly number[], string])[] = [
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture (PNG)'],
  [[0xff, 0xd8, 0xff], 'a picture (JPEG)'],
  [[0x47, 0x49, 0x46, 0x38], 'a picture (GIF)'],
  [[0x49, 0x49, 0x2a, 0x00], 'a picture (TIFF)'],
  [[0x4d, 0x4d, 0x00, 0x2a], 'a picture (TIFF)'],
  [[0x1f, 0x8b], 'a gzip archive'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Office document'],
];

/** Refuses what is no text at all, by its first bytes. */
export function refuseBinary(bytes: Uint8Array): void {
  for (const [signature, what] of signatures) {
    if (signature.every((byte, at) => bytes[at] === byte)) {
      throw new BankFormatError('not-a-statement', `the file is ${what}`, { line: 1, column: 1 });
    }
  }
}

/** Elements of XML files that are not statements, and what they are. */
const otherDocuments: Readonly<Record<string, string>> = {
  CstmrCdtTrfInitn: 'a payment order (pain.001)',
  'pain.001.001.02': 'a payment order (pain.001)',
  CstmrPmtStsRpt: 'a payment status report (pain.002)',
  CstmrDrctDbtInitn: 'a direct debit order (pain.008)',
  CstmrPmtRvsl: 'a payment reversal (pain.007)',
  FIToFICstmrCdtTrf: 'an interbank payment (pacs.008)',
  FIToFIPmtStsRpt: 'an interbank status report (pacs.002)',
  PmtRtr: 'an interbank return (pacs.004)',
  Invoice: 'an invoice',
  CreditNote: 'a credit note',
  CrossIndustryInvoice: 'an invoice',
  CrossIndustryDocument: 'an invoice',
  FatturaElettronica: 'an invoice',
  svg: 'a picture (SVG)',
  html: 'a web page',
  HTML: 'a web page',
};

const camtElements: Readonly<Record<string, StatementFormat>> = {
  BkToCstmrAcctRpt: 'camt.052',
  BkToCstmrStmt: 'camt.053',
  BkToCstmrDbtCdtNtfctn: 'camt.054',
};

/** Line and column, from 1, of a place in text. */
export function placeIn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at);
  const lines = before.split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

function refuse(text: string, at: number, what: string): never {
  throw new BankFormatError('not-a-statement', `the file is ${what}`, placeIn(text, at));
}

function detectXml(text: string): Detection {
  const version = /camt\.05[234]\.\d{3}\.\d{2}/.exec(text)?.[0] ?? '';
  let first: { name: string; at: number } | null = null;
  for (const match of text.matchAll(/<(?![?!/])(?:[\w.-]+:)?([\w.-]+)/g)) {
    const name = match[1] ?? '';
    first ??= { name, at: match.index };
    const format = camtElements[name.replace(/V\d{2}$/, '')];
    if (format !== undefined) return { format, version, reason: `element ${name}` };
    const other = otherDocuments[name];
    if (other !== undefined) refuse(text, match.index, other);
  }
  // An envelope may fill the beginning: the namespace alone then has to do.
  const named = /camt\.05[234]/.exec(version)?.[0];
  if (named !== undefined) {
    return { format: namedFormat(named), version, reason: `namespace ${version}` };
  }
  const at = first?.at ?? 0;
  return refuse(text, at, first === null ? 'XML without elements' : `XML of '${first.name}'`);
}

function namedFormat(name: string): StatementFormat {
  if (name === 'camt.052') return 'camt.052';
  return name === 'camt.054' ? 'camt.054' : 'camt.053';
}

/** A line that begins as MT940 and MT942 fields begin. */
const mtField = new RegExp(
  '^[ \\t]{0,9}(?:\\{4:[ \\t]{0,9})?' +
    ':(20|21|25P?|28C?|60[FM]?|61|62[FM]?|64|65F?|86|NS|34F|13D?|90[CD]):',
  'm',
);

function detectMt(text: string): Detection | null {
  const field = mtField.exec(text);
  if (field === null) return null;
  const named = /\{2:[IO](94[0-9]|950)/.exec(text)?.[1];
  const opening = /^:60[FM]?:/m.test(text);
  const interim = /^:(?:34F|13D|90[CD]):/m.test(text);
  const is942 = named === '942' || (named === undefined && interim && !opening);
  const reason = named === undefined ? `field :${field[1]}:` : `message type ${named}`;
  return { format: is942 ? 'mt942' : 'mt940', version: named ?? '', reason };
}

/** Lines of files that are orders to a bank rather than statements from it. */
const otherText: readonly (readonly [RegExp, string])[] = [
  [/^0(?: {17}|\d{3}-\d{3}.{10})\d{2}[A-Z]{3}/, 'a payment order (ABA)'],
  [/^101 [ \d]\d{9}[\dA-Z]?\d{9}/, 'a payment file (ACH)'],
  [/^UN[AB][+:]/, 'an EDIFACT message'],
  [/^\s*[[{]\s*["\]}{]/, 'JSON'],
];

/**
 * What a file is, by the beginning of its text. Null when it is none of the formats that show
 * themselves; it may still be CSV.
 *
 * @throws BankFormatError `not-a-statement` for orders, invoices, pictures and the like,
 *   `empty-file` for blanks.
 */
export function detectText(text: string): Detection | null {
  if (/^[\s\ufeff]*$/.test(text)) {
    throw new BankFormatError('empty-file', 'the file is empty', { line: 1, column: 1 });
  }
  const ofx =
    /<\?OFX\s[^>]{0,300}?\bVERSION=["'](\d+)|<OFX[\s>]|^[ \t]{0,9}OFXHEADER[ \t]{0,9}[:=]/im.exec(
      text,
    );
  if (ofx !== null) {
    const version =
      ofx[1] ?? /^[ \t]{0,9}VERSION[ \t]{0,9}:[ \t]{0,9}(\d+)/im.exec(text)?.[1] ?? '';
    return { format: 'ofx', version, reason: `'${ofx[0].trim().slice(0, 20)}'` };
  }
  if (/^\s*</.test(text)) return detectXml(text);
  if (/^\ufeff?0{5}\d{6}[\d ]{3}05/.test(text)) {
    return { format: 'coda', version: '2', reason: 'a header record of CODA' };
  }
  const qif = /^\s*!(?:Type:|Account|Option:|Clear:)/i.exec(text);
  if (qif !== null) return { format: 'qif', version: '', reason: `'${qif[0].trim()}'` };
  const mt = detectMt(text);
  if (mt !== null) return mt;
  for (const [pattern, what] of otherText) if (pattern.test(text)) refuse(text, 0, what);
  return null;
}
