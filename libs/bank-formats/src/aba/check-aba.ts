import { formatMinor } from '../model/amount.js';
import type { Findings } from '../model/payment-finding.js';
import { isDay } from '../writing/refuse.js';
import { abaIndicators, abaTransactionCodes } from './aba-order.js';
import type { AbaDetailRecord, AbaHeaderRecord, AbaTotalRecord } from './aba-file.js';

/** What the detail records of a file add up to. */
export interface AbaSums {
  readonly creditMinor: bigint;
  readonly debitMinor: bigint;
  readonly details: readonly AbaDetailRecord[];
}

function blank(record: string, from: number, to: number): boolean {
  return record.slice(from - 1, to).trim() === '';
}

/** DDMMYY; the century is ours. */
function isProcessingDate(text: string): boolean {
  const match = /^(\d\d)(\d\d)(\d\d)$/.exec(text);
  return match !== null && isDay(`20${match[3]}-${match[2]}-${match[1]}`);
}

/** The rules of the header record. */
export function checkHeader(header: AbaHeaderRecord, record: string, findings: Findings): void {
  const { line } = header;
  const wrong = (field: string, message: string): void =>
    findings.error('header-field', `${field}: ${message}`, line, field);
  if (!/^(0[1-9]|[1-9]\d)$/.test(header.reelSequence)) {
    wrong('reel sequence number', `'${header.reelSequence}' is not 01 to 99`);
  }
  if (!/^[A-Z]{3}$/.test(header.bank)) {
    wrong('financial institution', `'${header.bank}' is not three capitals`);
  }
  if (header.userName === '') wrong('user name', 'is blank');
  if (!/^\d{6}$/.test(header.userId)) wrong('user number', `'${header.userId}' is not six digits`);
  if (header.description === '') wrong('description', 'is blank');
  if (!isProcessingDate(header.processingDate)) {
    wrong('processing date', `'${header.processingDate}' is no day DDMMYY`);
  }
  if (!blank(record, 24, 30)) wrong('positions 24 to 30', 'must be blank');
  if (!blank(record, 85, 120)) wrong('positions 85 to 120', 'must be blank');
}

function checkAccount(
  kind: string,
  bsb: string,
  accountNumber: string,
  wrong: (field: string, message: string) => void,
): void {
  if (!/^\d{3}-\d{3}$/.test(bsb)) wrong(`${kind}BSB`, `'${bsb}' is not of the form 000-000`);
  if (!/^[0-9A-Za-z-]{1,9}$/.test(accountNumber)) {
    wrong(`${kind}account number`, `'${accountNumber}' is not letters, digits and hyphens`);
  } else if (/^[0-]+$/.test(accountNumber)) wrong(`${kind}account number`, 'is zeros alone');
}

/** The rules of a detail record. */
export function checkDetail(detail: AbaDetailRecord, findings: Findings): void {
  const wrong = (field: string, message: string): void =>
    findings.error('detail-field', `${field}: ${message}`, detail.line, field);
  checkAccount('', detail.bsb, detail.accountNumber, wrong);
  checkAccount('trace ', detail.traceBsb, detail.traceAccountNumber, wrong);
  if (!abaTransactionCodes.some((code) => String(code) === detail.transactionCode)) {
    wrong('transaction code', `'${detail.transactionCode}' is not 13 or 50 to 57`);
  }
  if (!abaIndicators.some((indicator) => indicator === detail.indicator)) {
    wrong('indicator', `'${detail.indicator}' is not a blank, N, T, W, X or Y`);
  }
  if (detail.amountMinor === null) wrong('amount', 'is not ten digits');
  else if (detail.amountMinor === 0n) wrong('amount', 'is zero');
  if (detail.title.trim() === '') wrong('title of account', 'is blank');
  else if (detail.title.startsWith(' ')) wrong('title of account', 'begins with a blank');
  if (detail.remitter.trim() === '') wrong('remitter', 'is blank');
  if (detail.reference.trim() === '') {
    findings.warning('reference-blank', 'the lodgement reference is blank', detail.line);
  }
  const withheld = detail.withholdingTaxMinor;
  if (withheld === null) wrong('withholding tax', 'is not eight digits');
  else if (['W', 'X', 'Y'].includes(detail.indicator) !== withheld > 0n) {
    wrong('withholding tax', 'and the indicators W, X, Y go together');
  }
}

/** The rules of the total record, against what the detail records add up to. */
export function checkTotal(
  total: AbaTotalRecord,
  record: string,
  sums: AbaSums,
  findings: Findings,
): void {
  const netMinor = sums.creditMinor - sums.debitMinor;
  const compare = (field: string, stated: bigint | null, found: bigint, exponent: number): void => {
    if (stated === found) return;
    const said = stated === null ? 'is no number' : `states ${formatMinor(stated, exponent)}`;
    const message = `${field} ${said}, the records give ${formatMinor(found, exponent)}`;
    findings.error('control-total', message, total.line, field);
  };
  compare('net total', total.netMinor, netMinor < 0n ? -netMinor : netMinor, 2);
  compare('credit total', total.creditMinor, sums.creditMinor, 2);
  compare('debit total', total.debitMinor, sums.debitMinor, 2);
  compare('record count', total.records, BigInt(sums.details.length), 0);
  if (record.slice(1, 8) !== '999-999') {
    findings.error('total-field', 'positions 2 to 8 are not 999-999', total.line);
  }
  if (!blank(record, 9, 20) || !blank(record, 51, 74) || !blank(record, 81, 120)) {
    findings.error('total-field', 'a part that must be blank is not', total.line);
  }
}
