import { formatMinor } from '../model/amount.js';
import { becsCharacters, writeText } from '../writing/character-set.js';
import { refuse, requireDay } from '../writing/refuse.js';
import { abaIndicators, abaTransactionCodes } from './aba-order.js';
import type {
  AbaAccount,
  AbaBalancing,
  AbaOptions,
  AbaOrder,
  AbaTransaction,
} from './aba-order.js';

const recordLength = 120;
const amountMaxMinor = 9_999_999_999n;
const withholdingMaxMinor = 99_999_999n;
const detailRecordsMax = 999_999;

/** Writes fields of one file, all by the same options. */
class FieldWriter {
  readonly #options: AbaOptions;

  constructor(options: AbaOptions) {
    this.#options = options;
  }

  /** A text field, left-justified and blank-filled. */
  text(field: string, value: string, width: number): string {
    const policy = this.#options.characters ?? 'transliterate';
    const text = writeText(field, value, becsCharacters, policy);
    if (text === '') refuse(field, 'must not be blank');
    if (text.length <= width) return text.padEnd(width);
    if (this.#options.overlong !== 'cut') {
      refuse(field, `${text.length} characters, of which the field holds ${width}`);
    }
    return text.slice(0, width);
  }

  /** BSB and account number, seven and nine characters. */
  account(field: string, { bsb, accountNumber }: AbaAccount): string {
    const digits = /^(\d{3})-?(\d{3})$/.exec(bsb);
    if (digits === null) refuse(`${field}bsb`, `'${bsb}' is no BSB of six digits`);
    const number = accountNumber.replaceAll(' ', '');
    if (!/^[0-9A-Za-z-]{1,9}$/.test(number)) {
      refuse(`${field}accountNumber`, 'one to nine letters, digits and hyphens');
    }
    if (/^[0-]+$/.test(number)) refuse(`${field}accountNumber`, 'must not be zeros alone');
    return `${digits[1]}-${digits[2]}${number.padStart(9)}`;
  }

  /** Cents, zero-filled on the left. */
  cents(field: string, amountMinor: bigint, width: number, least: bigint, most: bigint): string {
    if (amountMinor < least || amountMinor > most) {
      refuse(field, `AUD ${formatMinor(amountMinor, 2)} is outside what the field carries`);
    }
    return amountMinor.toString().padStart(width, '0');
  }
}

function header(order: AbaOrder, write: FieldWriter): string {
  const reel = order.reelSequence ?? 1;
  if (!Number.isInteger(reel) || reel < 1 || reel > 99) refuse('reelSequence', 'from 1 to 99');
  if (!/^[A-Z]{3}$/.test(order.bank)) refuse('bank', 'three capitals, e.g. CBA');
  if (!/^\d{1,6}$/.test(order.userId)) refuse('userId', 'one to six digits');
  const [year, month, day] = requireDay('processingDate', order.processingDate).split('-');
  const funding = order.fundingAccount;
  return [
    '0',
    (funding === undefined ? '' : write.account('fundingAccount.', funding)).padEnd(17),
    String(reel).padStart(2, '0'),
    order.bank,
    ' '.repeat(7),
    write.text('userName', order.userName, 26),
    order.userId.padStart(6, '0'),
    write.text('description', order.description, 12),
    `${day}${month}${year?.slice(2)}`,
    ' '.repeat(40),
  ].join('');
}

function requireCodes(at: string, transaction: AbaTransaction): void {
  const { transactionCode, indicator = ' ', withholdingTaxMinor = 0n } = transaction;
  if (!abaTransactionCodes.includes(transactionCode)) {
    refuse(`${at}transactionCode`, `one of ${abaTransactionCodes.join(', ')}`);
  }
  if (!abaIndicators.includes(indicator)) {
    refuse(`${at}indicator`, 'a blank, N, T, W, X or Y');
  }
  const withheld = ['W', 'X', 'Y'].includes(indicator);
  if (withheld && withholdingTaxMinor <= 0n) {
    refuse(`${at}withholdingTaxMinor`, `the indicator ${indicator} asks for the tax withheld`);
  }
  if (!withheld && withholdingTaxMinor !== 0n) {
    refuse(`${at}indicator`, 'withholding tax asks for the indicator W, X or Y');
  }
}

function detail(at: string, transaction: AbaTransaction, write: FieldWriter): string {
  requireCodes(at, transaction);
  const { indicator = ' ', withholdingTaxMinor = 0n } = transaction;
  return [
    '1',
    write.account(at, transaction),
    indicator,
    String(transaction.transactionCode),
    write.cents(`${at}amountMinor`, transaction.amountMinor, 10, 1n, amountMaxMinor),
    write.text(`${at}title`, transaction.title, 32),
    write.text(`${at}reference`, transaction.reference, 18),
    write.account(`${at}trace.`, transaction.trace),
    write.text(`${at}remitter`, transaction.remitter, 16),
    write.cents(`${at}withholdingTaxMinor`, withholdingTaxMinor, 8, 0n, withholdingMaxMinor),
  ].join('');
}

interface Totals {
  readonly creditMinor: bigint;
  readonly debitMinor: bigint;
  readonly records: number;
}

function totalsOf(transactions: readonly AbaTransaction[]): Totals {
  let creditMinor = 0n;
  let debitMinor = 0n;
  for (const { transactionCode, amountMinor } of transactions) {
    if (transactionCode === 13) debitMinor += amountMinor;
    else creditMinor += amountMinor;
  }
  return { creditMinor, debitMinor, records: transactions.length };
}

function total({ creditMinor, debitMinor, records }: Totals, write: FieldWriter): string {
  const net = creditMinor > debitMinor ? creditMinor - debitMinor : debitMinor - creditMinor;
  return [
    '7999-999',
    ' '.repeat(12),
    write.cents('transactions', net, 10, 0n, amountMaxMinor),
    write.cents('transactions', creditMinor, 10, 0n, amountMaxMinor),
    write.cents('transactions', debitMinor, 10, 0n, amountMaxMinor),
    ' '.repeat(24),
    String(records).padStart(6, '0'),
    ' '.repeat(40),
  ].join('');
}

function balancingTransaction(balancing: AbaBalancing, totals: Totals): AbaTransaction | null {
  const netMinor = totals.creditMinor - totals.debitMinor;
  if (netMinor === 0n) return null;
  const { bsb, accountNumber, title, reference, remitter } = balancing;
  const own = { bsb, accountNumber };
  return {
    ...own,
    transactionCode: netMinor > 0n ? 13 : 50,
    amountMinor: netMinor > 0n ? netMinor : -netMinor,
    title,
    reference,
    trace: own,
    remitter,
  };
}

/**
 * Writes an Australian direct entry file (ABA, "Cemtext"): records of 120 characters, each ended by
 * CRLF, ASCII. Same order, same bytes.
 *
 * @throws BankFormatError `field-refused` naming the first field that the format cannot carry.
 */
export function writeAba(order: AbaOrder, options: AbaOptions = {}): Uint8Array {
  const write = new FieldWriter(options);
  const first = header(order, write);
  if (order.transactions.length === 0) refuse('transactions', 'a file carries at least one');
  const records = order.transactions.map((transaction, index) =>
    detail(`transactions[${index}].`, transaction, write),
  );
  let totals = totalsOf(order.transactions);
  const balance = order.balancing && balancingTransaction(order.balancing, totals);
  if (balance) {
    records.push(detail('balancing.', balance, write));
    totals = totalsOf([...order.transactions, balance]);
  }
  if (totals.records > detailRecordsMax) {
    refuse('transactions', `a file carries at most ${detailRecordsMax} records`);
  }
  const file = [first, ...records, total(totals, write)];
  const misfit = file.findIndex((record) => record.length !== recordLength);
  if (misfit !== -1) throw new Error(`record ${misfit} is not ${recordLength} characters long`);
  return new TextEncoder().encode(file.map((record) => `${record}\r\n`).join(''));
}
