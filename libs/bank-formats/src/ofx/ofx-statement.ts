import { withIban } from '../account/national-account.js';
import { BankFormatError } from '../model/bank-format.errors.js';
import { StatementDraft } from '../model/statement-draft.js';
import { currencyIn, ofxAccount, ofxEntry } from './ofx-entry.js';
import { unreadOfx } from './ofx-node.js';
import { amountIn, dayIn, ofxTime } from './ofx-values.js';
import type { MoneyReading } from '../model/statement-draft.js';
import type { BankFileSink, WarningLog } from '../model/statement-sink.js';
import type { OfxNode } from './ofx-node.js';

/** What a statement needs to know of its file. */
export interface OfxStatementContext {
  readonly sink: BankFileSink;
  readonly log: WarningLog;
  readonly money: MoneyReading;
  readonly id: string | null;
  readonly serverTime: string | null;
}

/** Transaction identifiers that are remembered to find repeated ones. */
const maxIdentifiers = 300_000;

/** One `STMTRS`, `CCSTMTRS` or `INVSTMTRS`. */
export class OfxStatement {
  readonly #node: OfxNode;
  readonly #context: OfxStatementContext;
  readonly #draft = new StatementDraft();
  readonly #identifiers = new Set<string>();
  #started = false;

  constructor(node: OfxNode, context: OfxStatementContext) {
    this.#node = node;
    this.#context = context;
    this.#draft.id = context.id;
    this.#draft.createdAt = context.serverTime === null ? null : ofxTime(context.serverTime);
  }

  /** `list` is the `BANKTRANLIST` that is still open, for the days that it covers. */
  entry(node: OfxNode, list: OfxNode | undefined): void {
    this.#start(list);
    const { log, money, sink } = this.#context;
    const pending = node.name === 'STMTTRNP';
    const entry = ofxEntry(node, { currency: this.#draft.currency, pending, log, money });
    this.#draft.currency ??= entry.currency;
    this.#checkIdentifier(entry.bankReference, node.place.line);
    this.#draft.count(entry);
    sink({ kind: 'entry', entry });
  }

  /** `FITID` ought to be unique in an account; banks repeat it for different entries. */
  #checkIdentifier(identifier: string | null, line: number): void {
    const { log } = this.#context;
    if (identifier === null) {
      log.warn('fitid-missing', 'an entry has no FITID', line);
      return;
    }
    if (this.#identifiers.has(identifier)) {
      const message = `the FITID '${identifier.slice(0, 40)}' occurs more than once`;
      log.warn('fitid-repeated', message, line);
    } else if (this.#identifiers.size < maxIdentifiers) {
      this.#identifiers.add(identifier);
    }
  }

  #start(list: OfxNode | null | undefined): void {
    if (this.#started) return;
    this.#started = true;
    const draft = this.#draft;
    const node = this.#node;
    draft.currency ??= currencyIn(node, 'CURDEF');
    const from = node.children.find((child) => child.name.endsWith('ACCTFROM')) ?? null;
    draft.account = withIban(ofxAccount(from), draft.currency);
    if (list) {
      draft.from = dayIn(list, 'DTSTART', this.#context.log);
      draft.to = dayIn(list, 'DTEND', this.#context.log);
    }
    this.#context.sink({ kind: 'statement-start', head: draft.head() });
  }

  end(): void {
    const node = this.#node;
    this.#start(node.child('BANKTRANLIST') ?? node.child('INVTRANLIST'));
    this.#balance('LEDGERBAL', 'CLBD');
    this.#balance('AVAILBAL', 'CLAV');
    const { account } = this.#draft;
    if (account.iban === undefined && account.other === undefined) {
      this.#context.log.warn('account-missing', 'a statement names no account', node.place.line);
    }
    this.#draft.information = node.textAt('MKTGINFO');
    this.#finish();
  }

  /** Ends a statement that only names an account. */
  endList(account: OfxNode): void {
    this.#started = true;
    this.#draft.account = ofxAccount(account);
    this.#context.sink({ kind: 'statement-start', head: this.#draft.head() });
    this.#finish();
  }

  #finish(): void {
    this.#draft.other = { ...unreadOfx(this.#node) };
    this.#context.sink({ kind: 'statement-end', summary: this.#draft.summary() });
  }

  /**
   * A balance. One with a date and no amount is refused: the bank states a balance that cannot be
   * known. One without either is as good as none.
   */
  #balance(name: 'LEDGERBAL' | 'AVAILBAL', code: string): void {
    const node = this.#node.child(name);
    if (node === null) return;
    const { log, money } = this.#context;
    const { line } = node.place;
    const decimal = amountIn(node, 'BALAMT', log);
    const date = dayIn(node, 'DTASOF', log);
    if (decimal === null) {
      if (name === 'LEDGERBAL' && date !== null) {
        const { place } = node.child('BALAMT') ?? node;
        throw new BankFormatError('statement-malformed', `${name} has no BALAMT`, place);
      }
      log.warn('balance-empty', `${name} is empty and left out`, line);
      return;
    }
    const { currency } = this.#draft;
    const minor = money.minor(decimal, currency, line);
    this.#draft.balances.push({ code, ...minor, currency, date });
  }
}
