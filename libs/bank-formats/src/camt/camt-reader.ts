import { BankFormatError } from '../model/bank-format.errors.js';
import { MoneyReading } from '../model/statement-draft.js';
import { WarningLog } from '../model/statement-sink.js';
import { noAttributes } from '../xml/xml-attributes.js';
import { XmlReader } from '../xml/xml-reader.js';
import { CamtNode, unreadTexts } from './camt-node.js';
import { partyOf } from './camt-parties.js';
import { SchemaCheck } from './camt-schema.js';
import { CamtStatement } from './camt-statement.js';
import { clip } from './camt-amounts.js';
import type { CamtReading } from './camt-amounts.js';
import type { BankFileSink, FormatReader } from '../model/statement-sink.js';
import type { StatementFormat } from '../model/statement.js';
import type { XmlAttributes } from '../xml/xml-attributes.js';
import type { XmlHandler } from '../xml/xml-handler.js';

interface Message {
  readonly format: StatementFormat;
  /** Name of the element of one statement. */
  readonly statement: string;
  /** Status assumed for an entry that states none. */
  readonly status: string;
}

/** The three messages by their element; the first version appended its number to the names. */
const messages: Readonly<Record<string, Message>> = {
  BkToCstmrAcctRpt: { format: 'camt.052', statement: 'Rpt', status: 'PDNG' },
  BkToCstmrStmt: { format: 'camt.053', statement: 'Stmt', status: 'BOOK' },
  BkToCstmrDbtCdtNtfctn: { format: 'camt.054', statement: 'Ntfctn', status: 'BOOK' },
};

/** The largest entry that is held in memory, transactions and all. */
const maxNodes = 1_000_000;
const maxChars = 32_000_000;

/** Reads camt.052, .053 and .054 of any version: elements are known by their local names. */
export class CamtReader implements FormatReader, XmlHandler {
  readonly #xml = new XmlReader(this);
  readonly #sink: BankFileSink;
  readonly #log: WarningLog;
  readonly #reading: CamtReading;
  readonly #schema: SchemaCheck;
  #version: string | null = null;
  #message: Message | null = null;
  #statement: CamtStatement | null = null;
  #statementLine = 0;
  /** Names and lines of the statement's children; entries in a row count once. */
  #children: CamtNode[] = [];
  /** Elements open within the one that is being gathered, the innermost last. */
  #open: CamtNode[] = [];
  #nodes = 0;
  #chars = 0;
  /** Elements around the message that are not read, such as a business application header. */
  readonly #around: string[] = [];
  #seenMessage = false;
  /** A namespace of unprefixed elements that is no camt message's; whether one is. */
  #namespace: string | null = null;
  #named = false;
  #statements = 0;

  constructor(sink: BankFileSink) {
    this.#sink = sink;
    this.#log = new WarningLog(sink);
    this.#reading = { log: this.#log, money: new MoneyReading(this.#log) };
    this.#schema = new SchemaCheck(this.#log);
  }

  /** Where warnings about the file as a whole go. */
  get log(): WarningLog {
    return this.#log;
  }

  write(text: string): void {
    this.#xml.write(text);
  }

  end(): void {
    this.#xml.end();
    if (!this.#seenMessage) {
      throw new BankFormatError('not-a-statement', 'the XML holds no camt.052, .053 or .054', {
        line: 1,
        column: 1,
      });
    }
    this.#log.end();
  }

  open(name: string, attributes: XmlAttributes, line: number): void {
    if (this.#open.length > 0) {
      this.#push(new CamtNode(name, attributes, line));
    } else if (this.#message === null) {
      this.#outside(name, attributes, line);
    } else if (this.#statement === null && name === this.#message.statement) {
      this.#statement = new CamtStatement(this.#sink, this.#reading, this.#message.status, line);
      this.#statementLine = line;
      this.#statements += 1;
      this.#children = [];
    } else {
      this.#nodes = 0;
      this.#chars = 0;
      this.#push(new CamtNode(name, attributes, line));
    }
  }

  text(text: string): void {
    const node = this.#open.at(-1);
    if (node === undefined) {
      if (text.trim() !== '') this.#stray(text);
      return;
    }
    this.#chars += text.length;
    if (this.#chars > maxChars) throw this.#tooLarge();
    node.text += text;
  }

  close(name: string): void {
    const node = this.#open.pop();
    if (node !== undefined) {
      if (this.#open.length === 0) this.#complete(node);
    } else if (this.#statement !== null && name === this.#message?.statement) {
      this.#endStatement();
    } else if (this.#message !== null) {
      this.#endMessage(name, this.#message);
    }
  }

  #endMessage(name: string, { statement }: Message): void {
    if (this.#statements === 0) {
      const message = `${name} has no ${statement}, which the schema requires`;
      this.#log.warn('schema-missing', message, this.#xml.line);
    }
    this.#message = null;
  }

  #stray(text: string): void {
    if (this.#message === null) return;
    const shown = text.trim().slice(0, 40);
    this.#log.warn('stray-text', `text '${shown}' stands between elements`, this.#xml.line);
  }

  #push(node: CamtNode): void {
    this.#nodes += 1;
    if (this.#nodes > maxNodes) throw this.#tooLarge();
    this.#open.at(-1)?.append(node);
    this.#open.push(node);
  }

  #tooLarge(): BankFormatError {
    const place = { line: this.#xml.line, column: this.#xml.column };
    return new BankFormatError('too-large', 'one element of the message is too large', place);
  }

  #outside(name: string, attributes: XmlAttributes, line: number): void {
    for (const [attribute, value] of Object.entries(attributes)) {
      const named = /camt\.05[234]\.\d{3}\.\d{2}/.exec(value)?.[0];
      if (named !== undefined) this.#version ??= named;
      if (attribute === 'xmlns' && named === undefined) this.#namespace = value;
      else if (attribute.startsWith('xmlns') && named !== undefined) this.#named = true;
    }
    const first = /^(.*?)V(\d{2})$/.exec(name);
    const bare = first?.[1] ?? name;
    const message = Object.hasOwn(messages, bare) ? messages[bare] : undefined;
    if (message === undefined) {
      if (name !== 'Document' && this.#around.length < 100) this.#around.push(name);
      return;
    }
    this.#message = message;
    if (this.#seenMessage) return;
    this.#seenMessage = true;
    if (first !== null) this.#version ??= `${message.format}.001.${first[2]}`;
    this.#sink({ kind: 'file', format: message.format, version: this.#version ?? '' });
    this.#checkOpening(message, line);
  }

  #checkOpening(message: Message, line: number): void {
    if (this.#version === null) {
      this.#log.warn('version-missing', 'no namespace tells the version of the message', line);
    } else if (!this.#version.startsWith(message.format)) {
      const text = `the namespace says ${this.#version}, the elements ${message.format}`;
      this.#log.warn('version-differs', text, line);
    }
    if (this.#namespace !== null && !this.#named) {
      const text = `the namespace '${clip(this.#namespace)}' is none of camt.052, .053 and .054`;
      this.#log.warn('namespace-unknown', text, line);
    }
    if (this.#around.length > 0) {
      const text = `elements around the message are not read: ${this.#around.join(', ')}`;
      this.#log.warn('envelope-not-read', text, line);
    }
  }

  #complete(node: CamtNode): void {
    if (this.#statement !== null) {
      this.#schema.check(node);
      const last = this.#children.at(-1);
      if (node.name !== 'Ntry' || last?.name !== 'Ntry') {
        this.#children.push(new CamtNode(node.name, noAttributes, node.line));
      }
      this.#statement.take(node);
    } else if (node.name === 'GrpHdr') {
      this.#header(node);
    } else {
      const message = `${node.name} is no part of the message and is not read`;
      this.#log.warn('schema-unknown', message, node.line);
    }
  }

  #header(node: CamtNode): void {
    const recipient = partyOf(node.child('MsgRcpt'), null, 'other');
    this.#sink({
      kind: 'message',
      message: {
        id: node.textAt('MsgId'),
        createdAt: node.textAt('CreDtTm'),
        recipient,
        other: unreadTexts(node),
      },
    });
  }

  #endStatement(): void {
    const needsBalance = this.#message?.format === 'camt.053';
    const name = this.#message?.statement ?? '';
    this.#schema.checkStatement(name, this.#children, this.#statementLine, needsBalance);
    this.#statement?.end();
    this.#statement = null;
  }
}
