import { BankFormatError } from '../model/bank-format.errors.js';
import { Findings } from '../model/payment-finding.js';
import type { AbaDetailRecord, AbaFile, AbaHeaderRecord, AbaTotalRecord } from './aba-file.js';
import { checkDetail, checkHeader, checkTotal } from './check-aba.js';

const recordLength = 120;
const fileMaxBytes = 130 * 1_000_010;

/** Positions count from 1 and include both ends, as the format's table has them. */
function at(record: string, from: number, to: number): string {
  return record.slice(from - 1, to);
}

function count(text: string): bigint | null {
  return /^\d+$/.test(text) ? BigInt(text) : null;
}

function readHeader(record: string, line: number): AbaHeaderRecord {
  return {
    line,
    funding: at(record, 2, 18),
    reelSequence: at(record, 19, 20),
    bank: at(record, 21, 23),
    userName: at(record, 31, 56).trim(),
    userId: at(record, 57, 62),
    description: at(record, 63, 74).trim(),
    processingDate: at(record, 75, 80),
  };
}

function readDetail(record: string, line: number): AbaDetailRecord {
  return {
    line,
    bsb: at(record, 2, 8),
    accountNumber: at(record, 9, 17).trim(),
    indicator: at(record, 18, 18),
    transactionCode: at(record, 19, 20),
    amountMinor: count(at(record, 21, 30)),
    title: at(record, 31, 62).trimEnd(),
    reference: at(record, 63, 80).trimEnd(),
    traceBsb: at(record, 81, 87),
    traceAccountNumber: at(record, 88, 96).trim(),
    remitter: at(record, 97, 112).trimEnd(),
    withholdingTaxMinor: count(at(record, 113, 120)),
  };
}

function readTotal(record: string, line: number): AbaTotalRecord {
  return {
    line,
    netMinor: count(at(record, 21, 30)),
    creditMinor: count(at(record, 31, 40)),
    debitMinor: count(at(record, 41, 50)),
    records: count(at(record, 75, 80)),
  };
}

/** Whether the first record looks like the header of a direct entry file. */
export function looksLikeAba(start: string): boolean {
  return /^0(?: {17}|\d{3}-\d{3}[0-9A-Za-z -]{9} )[0-9 ]{2}[A-Z ]{3} {7}/.test(start);
}

class AbaReader {
  readonly findings = new Findings();
  readonly details: AbaDetailRecord[] = [];
  header: AbaHeaderRecord | null = null;
  total: AbaTotalRecord | null = null;
  creditMinor = 0n;
  debitMinor = 0n;

  read(text: string): void {
    const lines = text.split(/\r\n|\n|\r/);
    lines.forEach((record, index) => {
      if (record.trim() !== '' && record !== '\u001a') this.#record(record, index + 1);
    });
    if (this.header === null) {
      this.findings.error('header-missing', 'no header record (type 0)', 1);
    }
    if (this.details.length === 0) {
      this.findings.error('details-missing', 'no detail record (type 1)', null);
    }
    if (this.total === null) {
      this.findings.error('total-missing', 'no total record (type 7)', lines.length);
    }
  }

  #record(written: string, line: number): void {
    const record = written.padEnd(recordLength);
    if (written.length !== recordLength) {
      const message = `a record of ${written.length} characters instead of ${recordLength}`;
      if (record.length === recordLength && /^[07]/.test(written)) {
        this.findings.warning('record-short', message, line);
      } else this.findings.error('record-length', message, line);
    }
    const foreign = /[^A-Za-z0-9 ^_[\]',?;:=#/.*()&%!$@+-]/.exec(record);
    if (foreign !== null) {
      const message = `a character outside the BECS set at position ${foreign.index + 1}`;
      this.findings.error('character', message, line);
    }
    if (this.total !== null) {
      this.findings.error('record-after-total', 'a record follows the total record', line);
    }
    this.#place(record, line);
  }

  #place(record: string, line: number): void {
    const type = record.charAt(0);
    if (type === '0') {
      if (this.header !== null || this.details.length > 0) {
        this.findings.error('header-misplaced', 'a header record that is not the first', line);
      }
      this.header = readHeader(record, line);
      checkHeader(this.header, record, this.findings);
    } else if (type === '1') {
      this.#detail(readDetail(record, line));
    } else if (type === '7') {
      this.total = readTotal(record, line);
      checkTotal(this.total, record, this, this.findings);
    } else {
      this.findings.error('record-type', `no record type '${type}' is known`, line);
    }
  }

  #detail(detail: AbaDetailRecord): void {
    this.details.push(detail);
    checkDetail(detail, this.findings);
    if (detail.transactionCode === '13') this.debitMinor += detail.amountMinor ?? 0n;
    else this.creditMinor += detail.amountMinor ?? 0n;
  }
}

/**
 * Reads an Australian direct entry file that anyone wrote. What breaks a rule is read as far as it
 * can be and listed in `findings`.
 *
 * @throws BankFormatError `empty-file`, `too-large`, or `format-unknown` when the content does not
 * begin like a direct entry file.
 */
export function readAba(bytes: Uint8Array): AbaFile {
  if (bytes.length > fileMaxBytes) {
    throw new BankFormatError('too-large', 'larger than any direct entry file can be');
  }
  const text = new TextDecoder('latin1').decode(bytes);
  if (text.trim() === '') throw new BankFormatError('empty-file', 'the file is empty');
  if (!looksLikeAba(text)) {
    throw new BankFormatError('format-unknown', 'the file does not begin with an ABA header', {
      line: 1,
      column: 1,
    });
  }
  const reader = new AbaReader();
  reader.read(text);
  const { header, details, total, creditMinor, debitMinor, findings } = reader;
  return { header, details, total, creditMinor, debitMinor, findings: findings.result() };
}
