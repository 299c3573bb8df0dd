import { BankFormatError } from '../model/bank-format.errors.js';
import { proprietaryCode } from '../model/no-facts.js';
import { referencesIn } from '../reference/remittance.js';
import { unreadOfx } from './ofx-node.js';
import { amountIn, dayIn, requiredDay } from './ofx-values.js';
import type { MoneyReading } from '../model/statement-draft.js';
import type { WarningLog } from '../model/statement-sink.js';
import type { BankAccount, Counterparty, Entry } from '../model/statement.js';
import type { OfxNode } from './ofx-node.js';

/** What an entry needs to know of its statement and file. */
export interface OfxContext {
  readonly currency: string | null;
  readonly pending: boolean;
  readonly log: WarningLog;
  readonly money: MoneyReading;
}

/** A currency code in a child element; null when there is none. */
export function currencyIn(node: OfxNode, ...path: readonly string[]): string | null {
  const text = node.textAt(...path)?.toUpperCase() ?? '';
  return /^[A-Z]{3}$/.test(text) ? text : null;
}

/** The account in `BANKACCTFROM`, `CCACCTFROM`, `INVACCTFROM` or their `…TO` kin. */
export function ofxAccount(node: OfxNode | null): BankAccount {
  if (node === null) return {};
  const number = node.textAt('ACCTID');
  const bankCode = node.textAt('BANKID') ?? node.textAt('BROKERID');
  const iban = number !== null && /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(number);
  return {
    ...(number === null ? {} : iban ? { iban: number } : { other: number }),
    ...(bankCode === null ? {} : { bankCode }),
  };
}

function counterpartyOf(node: OfxNode): Counterparty | null {
  const name =
    node.textAt('EXTDNAME') ?? node.textAt('NAME') ?? node.textAt('PAYEE', 'NAME') ?? null;
  const to = ofxAccount(node.child('BANKACCTTO') ?? node.child('CCACCTTO'));
  const account = to.iban ?? to.other ?? null;
  return name === null && account === null ? null : { name, account, bic: null };
}

function referencesOf(node: OfxNode): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of ['CHECKNUM', 'REFNUM', 'SRVRTID', 'CORRECTFITID', 'CORRECTACTION']) {
    const text = node.textAt(name);
    if (text !== null) found[name] = text;
  }
  return found;
}

/**
 * `STMTTRN`. The amount carries its sign. An amount in `CURRENCY` is in that currency and not
 * converted; one with `ORIGCURRENCY` has been converted already.
 *
 * @throws BankFormatError `statement-malformed` without a readable amount or posting date.
 */
export function ofxEntry(node: OfxNode, context: OfxContext): Entry {
  const decimal = amountIn(node, 'TRNAMT', context.log);
  if (decimal === null) {
    const { place } = node.child('TRNAMT') ?? node;
    throw new BankFormatError('statement-malformed', `${node.name} has no TRNAMT`, place);
  }
  const currency = currencyIn(node, 'CURRENCY', 'CURSYM') ?? context.currency;
  const posted = context.pending ? 'DTTRAN' : 'DTPOSTED';
  const bookingDate = requiredDay(node, posted);
  const memo = node.textAt('MEMO');
  const type = node.textAt('TRNTYPE');
  const references = referencesOf(node);
  if (references['CORRECTFITID'] !== undefined) {
    const action = references['CORRECTACTION'] ?? 'correct';
    const message = `an entry says that it is to ${action} ${references['CORRECTFITID']}`;
    context.log.warn('correction', message, node.place.line);
  }
  const money = context.money.minor(decimal, currency, node.place.line);
  return {
    bookingDate,
    valueDate: dayIn(node, 'DTAVAIL', context.log) ?? dayIn(node, 'VALUEDATE', context.log),
    amountMinor: money.amountMinor,
    exactAmount: money.exactAmount,
    currency,
    status: context.pending ? 'PDNG' : 'BOOK',
    reversal: false,
    endToEndId: null,
    bankReference: node.textAt('FITID'),
    transactionCode: type === null ? null : proprietaryCode(type, 'OFX'),
    counterparty: counterpartyOf(node),
    remittance: {
      structured: memo === null ? [] : referencesIn(memo),
      free: memo === null ? [] : [memo],
    },
    original: null,
    charges: [],
    mandateId: null,
    creditorId: null,
    returnReason: null,
    purpose: null,
    information: null,
    references,
    details: [],
    batchCount: null,
    line: node.place.line,
    other: unreadOfx(node),
  };
}
