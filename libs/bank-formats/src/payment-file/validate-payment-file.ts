import { readAba, looksLikeAba } from '../aba/read-aba.js';
import { addDecimals, formatMinor, toMinor } from '../model/amount.js';
import type { Decimal } from '../model/amount.js';
import { exponentOrAssumed } from '../model/currency.js';
import { BankFormatError } from '../model/bank-format.errors.js';
import { parseMessage, readPain001Tree } from '../sepa/read-pain001.js';
import type { XmlNode } from '../xml/xml-tree.js';
import type { PaymentFinding } from '../model/payment-finding.js';

/** What a payment file would move in one currency. */
export interface PaymentFileTotal {
  readonly currency: string;
  /** `credit` pays out, `debit` collects (ABA code 13). */
  readonly direction: 'credit' | 'debit';
  readonly payments: number;
  /** The exact sum as decimal text. */
  readonly amount: string;
}

/** The result of checking a payment file that anyone wrote. */
export interface PaymentFileReport {
  readonly format: 'pain.001' | 'aba';
  /** The message's version, or '' when it has none. */
  readonly version: string;
  /** Whether no finding is an error. */
  readonly valid: boolean;
  readonly payments: number;
  readonly totals: readonly PaymentFileTotal[];
  readonly findings: readonly PaymentFinding[];
}

function isValid(findings: readonly PaymentFinding[]): boolean {
  return findings.every(({ severity }) => severity !== 'error');
}

function validateAba(bytes: Uint8Array): PaymentFileReport {
  const { details, creditMinor, debitMinor, findings } = readAba(bytes);
  const debits = details.filter(({ transactionCode }) => transactionCode === '13').length;
  const totals = [
    { direction: 'credit', payments: details.length - debits, amountMinor: creditMinor },
    { direction: 'debit', payments: debits, amountMinor: debitMinor },
  ] as const;
  return {
    format: 'aba',
    version: '',
    valid: isValid(findings),
    payments: details.length,
    totals: totals
      .filter(({ payments }) => payments > 0)
      .map(({ direction, payments, amountMinor }) => {
        return { currency: 'AUD', direction, payments, amount: formatMinor(amountMinor, 2) };
      }),
    findings,
  };
}

/** With the currency's decimals, or all there are when the sum has more. */
function amountText(sum: Decimal, currency: string): string {
  const exponent = exponentOrAssumed(currency);
  const { amountMinor, exactAmount } = toMinor(sum, exponent);
  return exactAmount ?? formatMinor(amountMinor, exponent);
}

function validatePain001(root: XmlNode): PaymentFileReport {
  const { version, batches, findings } = readPain001Tree(root);
  const transfers = batches.flatMap((batch) => batch.transfers);
  const sums = new Map<string, { payments: number; sum: Decimal }>();
  for (const { currency, amount } of transfers) {
    const before = sums.get(currency ?? '') ?? { payments: 0, sum: { unscaled: 0n, scale: 2 } };
    const sum = amount === null ? before.sum : addDecimals(before.sum, amount);
    sums.set(currency ?? '', { payments: before.payments + 1, sum });
  }
  return {
    format: 'pain.001',
    version,
    valid: isValid(findings),
    payments: transfers.length,
    totals: Array.from(sums, ([currency, { payments, sum }]) => {
      return { currency, direction: 'credit', payments, amount: amountText(sum, currency) };
    }),
    findings,
  };
}

/**
 * Checks a payment file that anyone wrote: a credit transfer initiation (pain.001) or an Australian
 * direct entry file (ABA), told apart by content. Structure, counts, control sums, dates, amounts,
 * check digits of account numbers, identifiers.
 *
 * @throws BankFormatError when the content is neither, or cannot be read at all.
 */
export function validatePaymentFile(bytes: Uint8Array): PaymentFileReport {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 256));
  if (looksLikeAba(start)) return validateAba(bytes);
  const blank = start
    .replaceAll('\0', '')
    .replace(/^(?:ï»¿|ÿþ|þÿ)/, '')
    .trimStart();
  if (blank === '' && bytes.length <= 256) {
    throw new BankFormatError('empty-file', 'the file is empty');
  }
  if (!blank.startsWith('<')) {
    throw new BankFormatError('format-unknown', 'neither a pain.001 nor an ABA file', {
      line: 1,
      column: 1,
    });
  }
  return validatePain001(parseMessage(bytes));
}
