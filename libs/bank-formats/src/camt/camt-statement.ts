import { withIban } from '../account/national-account.js';
import { BankFormatError } from '../model/bank-format.errors.js';
import { minorToDecimal, parseLooseDecimal, sameDecimal } from '../model/amount.js';
import { exponentOrAssumed } from '../model/currency.js';
import { StatementDraft } from '../model/statement-draft.js';
import { amountOf, clip, dayOf, directionOf, signed } from './camt-amounts.js';
import { proveSigns } from './camt-balances.js';
import { unreadTexts } from './camt-node.js';
import { statementAccount } from './camt-parties.js';
import { entryOf } from './camt-entry.js';
import type { UnsignedBalance } from './camt-balances.js';
import type { CamtReading } from './camt-amounts.js';
import type { CamtNode } from './camt-node.js';
import type { BankFileSink } from '../model/statement-sink.js';
import type { Entry, StatementSummary } from '../model/statement.js';
import type { WarningCode } from '../model/kept-words.js';

/** Balances and other single elements that one statement may have, before it is no statement. */
const maxParts = 20_000;

/** One `Stmt`, `Rpt` or `Ntfctn`, read child by child as the elements close. */
export class CamtStatement {
  readonly #draft = new StatementDraft();
  readonly #sink: BankFileSink;
  readonly #reading: CamtReading;
  readonly #assumedStatus: string;
  readonly #line: number;
  #legalSequence: string | null = null;
  #summary: CamtNode | null = null;
  readonly #unsigned: UnsignedBalance[] = [];
  #parts = 0;
  #started = false;

  constructor(sink: BankFileSink, reading: CamtReading, assumedStatus: string, line: number) {
    this.#sink = sink;
    this.#reading = reading;
    this.#assumedStatus = assumedStatus;
    this.#line = line;
  }

  /** Takes a complete child element. */
  take(node: CamtNode): void {
    if (node.name === 'Ntry') {
      this.#entry(node);
      return;
    }
    this.#parts += 1;
    if (this.#parts > maxParts) {
      const message = `a statement with more than ${maxParts} balances and other elements`;
      throw new BankFormatError('too-large', message, { line: node.line, column: 1 });
    }
    this.#part(node);
    const leftovers = unreadTexts(node);
    for (const [path, text] of Object.entries(leftovers)) {
      this.#draft.other[`${node.name}/${path}`] = text;
    }
  }

  #part(node: CamtNode): void {
    const draft = this.#draft;
    switch (node.name) {
      case 'Id':
        draft.id = draft.id ?? node.takeText();
        break;
      case 'ElctrncSeqNb':
        draft.sequence = node.takeText();
        break;
      case 'LglSeqNb':
        this.#legalSequence = node.takeText();
        draft.other['LglSeqNb'] = this.#legalSequence ?? '';
        break;
      case 'CreDtTm':
        draft.createdAt = node.takeText();
        break;
      case 'FrToDt':
        draft.from = dayOf(node.child('FrDtTm') ?? node.child('FrDt'), this.#reading);
        draft.to = dayOf(node.child('ToDtTm') ?? node.child('ToDt'), this.#reading);
        break;
      case 'StmtPgntn':
      case 'RptPgntn':
      case 'NtfctnPgntn':
        this.#page(node);
        break;
      case 'Acct':
        draft.account = statementAccount(node);
        draft.currency = node.textAt('Ccy')?.toUpperCase() ?? null;
        break;
      case 'Bal':
        this.#balance(node);
        break;
      case 'TxsSummry':
        this.#summary = node;
        break;
      case 'AddtlStmtInf':
      case 'AddtlRptInf':
      case 'AddtlNtfctnInf':
        draft.information = node.takeText();
        break;
      default:
        this.#unnamed(node);
    }
  }

  /** An element without a field: its text, if it has any of its own, is handed on. */
  #unnamed(node: CamtNode): void {
    const text = node.takeText();
    if (text !== null) this.#draft.other[node.name] = text;
  }

  #page(node: CamtNode): void {
    const number = node.at('PgNb')?.text.trim() ?? '';
    const last = node.at('LastPgInd')?.text.trim().toLowerCase() ?? '';
    this.#draft.page = {
      continues: /^\d+$/.test(number) && !/^0*1$/.test(number),
      goesOn: last === 'false' || last === '0',
    };
  }

  #balance(node: CamtNode): void {
    const code = node.codeAt('Tp', 'CdOrPrtry') ?? node.codeAt('Tp') ?? '';
    const amount = amountOf(node.child('Amt'), this.#draft.currency, this.#reading);
    const direction = directionOf(node);
    const date = dayOf(node.child('Dt'), this.#reading);
    if (amount === null) {
      this.#leaveOut(code, 'no readable amount', node.line);
    } else if (direction === null) {
      this.#unsigned.push({ code, amount, date, line: node.line });
    } else {
      this.#draft.balances.push({ code, ...signed(amount, direction, this.#reading), date });
    }
  }

  #leaveOut(code: string, why: string, line: number): void {
    const message = `the balance ${clip(code)} has ${why}: left out`;
    this.#reading.log.warn('balance-unreadable', message, line);
  }

  #entry(node: CamtNode): void {
    this.#start();
    const { currency, account: own } = this.#draft;
    const context = { currency, own, assumedStatus: this.#assumedStatus };
    const entry: Entry = entryOf(node, context, this.#reading);
    this.#draft.currency ??= entry.currency;
    this.#draft.count(entry);
    this.#sink({ kind: 'entry', entry });
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    const draft = this.#draft;
    draft.sequence ??= this.#legalSequence;
    const [unsigned] = this.#unsigned;
    draft.currency ??= draft.balances[0]?.currency ?? unsigned?.amount.currency ?? null;
    draft.account = withIban(draft.account, draft.currency);
    draft.from ??= this.#dateOf('OPBD');
    draft.to ??= this.#dateOf('CLBD');
    this.#sink({ kind: 'statement-start', head: draft.head() });
  }

  #dateOf(code: string): string | null {
    const balances = [...this.#draft.balances, ...this.#unsigned];
    return balances.find((balance) => balance.code === code)?.date ?? null;
  }

  /** The statement's element has closed. */
  end(): void {
    this.#start();
    for (const { code, line } of proveSigns(this.#draft, this.#unsigned, this.#reading)) {
      this.#leaveOut(code, 'no CdtDbtInd, and the entries prove no sign', line);
    }
    const summary = this.#draft.summary();
    const { account } = summary;
    if (account.iban === undefined && account.other === undefined) {
      this.#warn('account-missing', 'a statement names no account (Acct/Id)');
    }
    if (summary.balanced === false) {
      this.#warn('not-balanced', `the entries do not lead from the opening to the closing balance`);
    }
    this.#checkSummary(summary);
    this.#sink({ kind: 'statement-end', summary });
  }

  #warn(code: WarningCode, message: string): void {
    this.#reading.log.warn(code, message, this.#line);
  }

  /** Compares what the bank says of its own entries (`TxsSummry`) with what was read. */
  #checkSummary({ totals }: StatementSummary): void {
    if (this.#summary === null) return;
    const entries = totals.reduce((sum, total) => sum + total.entries, 0);
    const count = this.#summary.at('TtlNtries', 'NbOfNtries')?.text.trim() ?? '';
    if (/^\d{1,15}$/.test(count) && Number(count) !== entries) {
      const message = `TxsSummry says ${count} entries, the statement has ${entries}`;
      this.#warn('summary-differs', message);
    }
    const [only] = totals;
    if (only === undefined || totals.length > 1 || only.exactNet !== null) return;
    const exponent = exponentOrAssumed(only.currency);
    for (const [element, amountMinor] of [
      ['TtlCdtNtries', only.creditMinor],
      ['TtlDbtNtries', only.debitMinor],
    ] as const) {
      const text = this.#summary.at(element, 'Sum')?.text.trim() ?? '';
      const said = text === '' ? null : parseLooseDecimal(text);
      if (said === null) continue;
      if (sameDecimal(said, minorToDecimal({ amountMinor, exactAmount: null }, exponent))) continue;
      this.#warn('summary-differs', `TxsSummry says ${element} ${clip(text)}, the entries do not`);
    }
  }
}
