import { BankFormatError } from '../model/bank-format.errors.js';
import { MoneyReading } from '../model/statement-draft.js';
import { WarningLog } from '../model/statement-sink.js';
import { isAggregate, isTrade, OfxNode } from './ofx-node.js';
import { OfxStatement } from './ofx-statement.js';
import { OfxTokens } from './ofx-tokens.js';
import type { BankFileSink, FormatReader } from '../model/statement-sink.js';
import type { OfxTokenHandler, Place } from './ofx-tokens.js';
import type { WarningCode } from '../model/kept-words.js';

const statements = new Set(['STMTRS', 'CCSTMTRS', 'INVSTMTRS']);

/** Parts of a statement that stand in nothing else: what is open when one begins has ended. */
const partsOfStatement = new Set(['BANKTRANLIST', 'BANKTRANLISTP', 'LEDGERBAL', 'AVAILBAL']);

/** Lists of securities, orders and the like: parts of an investment statement that are no money. */
const notRead = new Set(['INVPOSLIST', 'INVOOLIST', 'SECLIST', 'INV401K', 'INV401KBAL']);

const maxDepth = 64;
/** Elements that are held at one time; entries are let go as they close. */
const maxHeld = 200_000;
const maxTextChars = 1_000_000;

/** Reads OFX 1 (SGML) and 2 (XML) alike: closing tags of elements are welcome, never needed. */
export class OfxReader implements FormatReader, OfxTokenHandler {
  readonly #sink: BankFileSink;
  readonly #log: WarningLog;
  readonly #money: MoneyReading;
  readonly #tokens = new OfxTokens(this);
  #header = '';
  #announced = false;
  #ended = false;
  /** Open aggregates, the innermost last. */
  #open: OfxNode[] = [];
  /** The element whose text is being read. */
  #element: OfxNode | null = null;
  #held = 0;
  #statement: OfxStatement | null = null;
  #statements = 0;
  #serverTime: string | null = null;
  #bankError: BankFormatError | null = null;
  readonly #said = new Set<string>();

  constructor(sink: BankFileSink) {
    this.#sink = sink;
    this.#log = new WarningLog(sink);
    this.#money = new MoneyReading(this.#log);
  }

  /** Where warnings about the file as a whole go. */
  get log(): WarningLog {
    return this.#log;
  }

  write(text: string): void {
    this.#tokens.write(text);
  }

  end(): void {
    this.#tokens.end();
    this.#endElement();
    if (!this.#announced) {
      throw new BankFormatError('format-unknown', 'the file has no <OFX>', this.#tokens.place);
    }
    const [outer] = this.#open;
    if (outer !== undefined) {
      const message = `the file ends before </${outer.name}>`;
      throw new BankFormatError('truncated', message, this.#tokens.place);
    }
    if (this.#statements === 0) {
      if (this.#bankError !== null) throw this.#bankError;
      this.#log.warn('no-statement', 'the file holds no statement', null);
    }
    this.#log.end();
  }

  header(text: string): void {
    if (this.#header.length < 4096) this.#header += text.slice(0, 4096);
  }

  open(name: string, place: Place): void {
    this.#endElement();
    if (!isAggregate(name)) {
      this.#element = new OfxNode(name, place);
      return;
    }
    this.#announce(name, place);
    const same = this.#open.findIndex((node) => node.name === name);
    if (same >= 0 && (name === 'STMTTRN' || name === 'STMTTRNP' || statements.has(name))) {
      this.#say('not-closed', `${name} is not closed before the next one begins`, place.line);
      this.#closeTo(same);
    }
    if (partsOfStatement.has(name)) this.#closeParts(place);
    if (this.#open.length >= maxDepth) {
      throw new BankFormatError('too-deep', `aggregates nested more than ${maxDepth} deep`, place);
    }
    this.#hold(place);
    const node = new OfxNode(name, place);
    this.#open.push(node);
    if (statements.has(name)) this.#begin(node);
  }

  close(name: string, place: Place): void {
    const element = this.#element;
    this.#endElement();
    if (element?.name === name) return;
    const at = this.#open.findLastIndex((node) => node.name === name);
    if (at >= 0) this.#closeTo(at);
    else if (isAggregate(name)) {
      this.#say('close-without-open', `</${name}> closes what is not open`, place.line);
    }
  }

  text(text: string, place: Place): void {
    if (this.#element !== null) {
      this.#element.text += text;
      if (this.#element.text.length > maxTextChars) {
        const message = `a text of more than ${maxTextChars} characters`;
        throw new BankFormatError('too-large', message, place);
      }
    } else if (text.trim() !== '') {
      const shown = text.trim().slice(0, 40);
      this.#say('stray-text', `text '${shown}' stands outside of elements`, place.line);
    }
  }

  #closeParts(place: Place): void {
    const at = this.#open.findLastIndex((node) => statements.has(node.name)) + 1;
    const left = this.#open[at];
    if (at === 0 || left === undefined) return;
    this.#say('not-closed', `${left.name} is not closed before the next part begins`, place.line);
    this.#closeTo(at);
  }

  #say(code: WarningCode, message: string, line: number): void {
    if (this.#said.has(message) || this.#said.size > 500) return;
    this.#said.add(message);
    this.#log.warn(code, message, line);
  }

  #hold(place: Place): void {
    this.#held += 1;
    if (this.#held <= maxHeld) return;
    throw new BankFormatError('too-large', 'too many elements outside of entries', place);
  }

  #announce(name: string, place: Place): void {
    if (this.#ended && name === 'OFX') {
      this.#say('second-document', 'the file holds more than one <OFX>', place.line);
    }
    if (this.#announced) return;
    this.#announced = true;
    const version =
      /VERSION\s{0,9}=\s{0,9}["'](\d{2,4})["']/i.exec(
        this.#header.replace(/^xml[^?]*\?/i, ''),
      )?.[1] ??
      /VERSION\s{0,9}:\s{0,9}(\d{2,4})/i.exec(this.#header)?.[1] ??
      '';
    this.#sink({ kind: 'file', format: 'ofx', version });
    if (this.#header.trim() === '') {
      this.#log.warn('header-missing', 'the file has no OFX header', place.line);
    }
  }

  #endElement(): void {
    const element = this.#element;
    this.#element = null;
    if (element === null) return;
    const parent = this.#open.at(-1);
    if (parent === undefined) return;
    this.#hold(element.place);
    parent.children.push(element);
    if (element.name === 'DTSERVER') this.#serverTime = element.text.trim();
  }

  #closeTo(at: number): void {
    // One after the other: what is complete goes to the one that is still open around it.
    while (this.#open.length > at) {
      const node = this.#open.pop();
      if (node !== undefined) this.#complete(node);
    }
    if (this.#open.length === 0) this.#ended = true;
  }

  #begin(node: OfxNode): void {
    const answer = this.#open.at(-2);
    this.#statements += 1;
    this.#statement = new OfxStatement(node, {
      sink: this.#sink,
      log: this.#log,
      money: this.#money,
      id: answer?.textAt('TRNUID') ?? null,
      serverTime: this.#serverTime,
    });
  }

  #complete(node: OfxNode): void {
    const parent = this.#open.at(-1);
    if (node.name === 'STMTTRN' || node.name === 'STMTTRNP') {
      this.#entry(node, parent);
    } else if (node.name === 'STATUS') {
      this.#status(node);
    } else if (statements.has(node.name)) {
      this.#statement?.end();
      this.#statement = null;
    } else if (node.name === 'ACCTINFO') {
      this.#accountInfo(node);
    } else if (node.name === 'INVBANKTRAN') {
      const line = node.place.line;
      this.#say('not-read', 'SUBACCTFUND of investment entries is not read', line);
    } else if (isTrade(node.name) || notRead.has(node.name)) {
      this.#leaveOut(node);
    } else {
      parent?.children.push(node);
      return;
    }
    this.#held -= countOf(node);
  }

  #entry(node: OfxNode, parent: OfxNode | undefined): void {
    if (this.#statement === null) {
      const message = 'an entry stands outside of a statement';
      throw new BankFormatError('statement-malformed', message, node.place);
    }
    const list = parent?.name === 'BANKTRANLIST' || parent?.name === 'INVTRANLIST' ? parent : null;
    this.#statement.entry(node, list ?? this.#open.findLast((one) => one.name.endsWith('LIST')));
  }

  #leaveOut(node: OfxNode): void {
    const message = isTrade(node.name)
      ? `the trade of securities ${node.name} is no entry of an account and is not read`
      : `${node.name} is not read`;
    this.#log.warn('not-read', message, node.place.line);
  }

  #status(node: OfxNode): void {
    const code = node.textAt('CODE') ?? '0';
    const severity = node.textAt('SEVERITY')?.toUpperCase() ?? 'INFO';
    if (severity !== 'ERROR' && severity !== 'WARN') return;
    const words = node.textAt('MESSAGE');
    const message = `the bank answers ${severity} ${code}${words === null ? '' : `: ${words}`}`;
    if (severity === 'ERROR')
      this.#bankError ??= new BankFormatError('bank-error', message, node.place);
    this.#log.warn('bank-error', message, node.place.line);
  }

  /** A list of accounts tells that they exist; it is shown as statements without entries. */
  #accountInfo(node: OfxNode): void {
    const info = node.children.find((child) => child.name.endsWith('ACCTINFO'));
    const account = info?.children.find((child) => child.name.endsWith('ACCTFROM'));
    if (account === undefined) return;
    this.#statements += 1;
    const message = 'a list of accounts is no statement: the account is shown without entries';
    this.#log.warn('account-list', message, node.place.line);
    const statement = new OfxStatement(node, {
      sink: this.#sink,
      log: this.#log,
      money: this.#money,
      id: null,
      serverTime: this.#serverTime,
    });
    statement.endList(account);
  }
}

/** An aggregate and everything below it, itself included. */
function countOf(node: OfxNode): number {
  return node.children.reduce((sum, child) => sum + countOf(child), 1);
}
