import { BankFormatError } from '../model/bank-format.errors.js';
import { TextPosition } from '../model/text-position.js';
import { AttributeReader, noAttributes, tagEnd } from './xml-attributes.js';
import { isInstruction } from './xml-instruction.js';
import { XmlNames } from './xml-names.js';
import { forbiddenAt, isBlank, resolved } from './xml-text.js';
import type { XmlAttributes } from './xml-attributes.js';
import type { XmlHandler, XmlLimits } from './xml-handler.js';
import type { XmlName } from './xml-names.js';

const defaultLimits: XmlLimits = { maxDepth: 64, maxTokenChars: 1_000_000 };

/** Text is read in slices, so that the token bound is checked in time. */
const sliceChars = 65_536;

const slash = 47;
const greaterThan = 62;
const exclamationMark = 33;
const questionMark = 63;

/** The markup is not complete: its end is in the next slice. */
const incomplete = -1;

const specials = ['<!--', '<![CDATA[', '<!DOCTYPE'];
/**
 * Reads XML piece by piece in bounded memory: no document type, no entities but the five, bounded
 * depth and token length. Whatever is wrong is thrown as {@link BankFormatError} with its place.
 *
 * It knows what banks' files need and no more, which makes it several times as fast as a parser
 * for all of XML; a test holds it to the same answers as one, on well-formed and broken files.
 */
export class XmlReader {
  readonly #handler: XmlHandler;
  readonly #limits: XmlLimits;
  readonly #names = new XmlNames();
  readonly #attributes = new AttributeReader();
  readonly #position = new TextPosition();
  readonly #open: XmlName[] = [];
  /** Text that was not read yet, from `#at` on. */
  #buffer = '';
  #at = 0;
  /** What a slice ended with, to be judged with the next: half a pair, half a line end. */
  #held = '';
  /** Places of the next `&` and `]]>` in the buffer; its length when there is none. */
  #nextReference = -1;
  #nextStray = -1;
  #started = false;
  #sawMarkup = false;
  #sawRoot = false;
  #rootPrefix = '';

  constructor(handler: XmlHandler, limits: Partial<XmlLimits> = {}) {
    this.#handler = handler;
    this.#limits = { ...defaultLimits, ...limits };
  }

  /** Line of the reader's position, from 1. */
  get line(): number {
    return this.#position.lineAt(this.#at);
  }

  /** Column of the reader's position, from 1. */
  get column(): number {
    return this.#position.columnAt(this.#at);
  }

  /** Prefix of the document element's name, '' without one. */
  get rootPrefix(): string {
    return this.#rootPrefix;
  }

  write(text: string): void {
    for (let at = 0; at < text.length; at += sliceChars) {
      let slice = text.slice(at, at + sliceChars);
      // Blank lines before the declaration are no harm, though XML forbids them.
      if (!this.#started) slice = slice.trimStart();
      if (slice === '') continue;
      this.#started = true;
      this.#feed(slice);
    }
  }

  end(): void {
    if (!this.#started) throw new BankFormatError('empty-file', 'the file is empty');
    if (this.#open.length > 0) {
      const message = `the file ends within ${this.#open.length} open elements`;
      this.#at = this.#buffer.length;
      throw this.#refusal('truncated', message);
    }
    const rest = this.#buffer.slice(this.#at) + this.#held;
    if (!isBlank(rest)) throw this.#malformed('unexpected end');
    if (!this.#sawRoot) throw this.#malformed('document must contain a root element');
  }

  #feed(slice: string): void {
    const text = this.#normalised(slice);
    const forbidden = forbiddenAt(text);
    this.#append(forbidden < 0 ? text : text.slice(0, forbidden));
    this.#scan();
    if (forbidden >= 0) {
      this.#at = this.#buffer.length;
      if (text[forbidden] === '\0') throw this.#refusal('nul-character', 'a NUL character');
      throw this.#malformed('disallowed character');
    }
    if (this.#buffer.length - this.#at <= this.#limits.maxTokenChars + sliceChars) return;
    const message = `a tag or text of more than ${this.#limits.maxTokenChars} characters`;
    throw this.#refusal('too-large', message);
  }

  /** The slice with line ends as XML has them, without what only the next slice can settle. */
  #normalised(slice: string): string {
    let text = this.#held + slice;
    this.#held = '';
    const last = text.charCodeAt(text.length - 1);
    if (last === 13 || (last >= 0xd800 && last <= 0xdbff)) {
      this.#held = text.slice(-1);
      text = text.slice(0, -1);
    }
    return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
  }

  #append(text: string): void {
    const rest = this.#buffer.slice(this.#at);
    const buffer = rest === '' ? text : rest + text;
    this.#position.next(this.#at, buffer);
    this.#buffer = buffer;
    this.#at = 0;
    this.#nextReference = -1;
    this.#nextStray = -1;
  }

  #scan(): void {
    const buffer = this.#buffer;
    for (;;) {
      const start = buffer.indexOf('<', this.#at);
      if (start < 0) return;
      if (start > this.#at) this.#text(start);
      const end = this.#markup(start);
      if (end === incomplete) return;
      this.#at = end;
    }
  }

  /** Text from the reader's position up to the next tag. */
  #text(to: number): void {
    const from = this.#at;
    const text = this.#buffer.slice(from, to);
    this.#at = to;
    if (this.#open.length === 0) {
      if (isBlank(text)) return;
      throw this.#malformed('text data outside of root node');
    }
    this.#handler.text(this.#plain(text, from, to));
  }

  #plain(text: string, from: number, to: number): string {
    if (this.#nextStray < from) this.#nextStray = this.#find(']]>', from);
    if (this.#nextStray < to) throw this.#malformed('the string "]]>" is disallowed in text');
    if (this.#nextReference < from) this.#nextReference = this.#find('&', from);
    if (this.#nextReference >= to) return text;
    const plain = resolved(text);
    if (plain === null) throw this.#malformed('undefined entity');
    return plain;
  }

  #find(what: string, from: number): number {
    const at = this.#buffer.indexOf(what, from);
    return at < 0 ? this.#buffer.length : at;
  }

  /** Reads the markup at a place. Returns where it ends, or {@link incomplete}. */
  #markup(start: number): number {
    const code = this.#buffer.charCodeAt(start + 1);
    if (code === slash) return this.#endTag(start);
    if (code === exclamationMark) return this.#special(start);
    if (code === questionMark) return this.#instruction(start);
    return this.#startTag(start);
  }

  #startTag(start: number): number {
    const buffer = this.#buffer;
    if (start + 1 === buffer.length) return incomplete;
    const name = this.#names.read(buffer, start + 1);
    if (name === null) throw this.#malformed('disallowed character in tag name');
    const after = this.#names.end;
    if (buffer.charCodeAt(after) === greaterThan) {
      this.#opened(name, noAttributes, after + 1);
      return after + 1;
    }
    const end = tagEnd(buffer, after);
    if (end === -2) throw this.#malformed('disallowed character in a tag');
    if (end < 0) return incomplete;
    const empty = buffer.charCodeAt(end - 1) === slash;
    const attributes = this.#attributes.read(buffer.slice(after, empty ? end - 1 : end));
    if (typeof attributes === 'string') throw this.#malformed(attributes);
    this.#opened(name, attributes, end + 1);
    if (empty) this.#closed(name);
    return end + 1;
  }

  #opened(name: XmlName, attributes: XmlAttributes, end: number): void {
    this.#at = end;
    this.#sawMarkup = true;
    if (this.#open.length === 0) {
      if (this.#sawRoot) throw this.#malformed('documents may contain only one root');
      this.#sawRoot = true;
      this.#rootPrefix = name.written.slice(0, -name.local.length - 1);
    }
    this.#open.push(name);
    if (this.#open.length > this.#limits.maxDepth) {
      const message = `elements nested more than ${this.#limits.maxDepth} deep`;
      throw this.#refusal('too-deep', message);
    }
    this.#handler.open(name.local, attributes, this.#position.lineAt(end));
  }

  #endTag(start: number): number {
    const buffer = this.#buffer;
    const name = this.#open.at(-1);
    if (name === undefined) throw this.#malformed('unmatched closing tag');
    let end = start + 2 + name.written.length;
    if (buffer.length <= end) return incomplete;
    if (!buffer.startsWith(name.written, start + 2)) throw this.#malformed('unexpected close tag');
    if (buffer.charCodeAt(end) !== greaterThan) {
      const after = end;
      end = buffer.indexOf('>', after);
      if (end < 0) return incomplete;
      if (!isBlank(buffer.slice(after, end))) throw this.#malformed('unexpected close tag');
    }
    this.#at = end + 1;
    this.#closed(name);
    return end + 1;
  }

  #closed(name: XmlName): void {
    this.#open.pop();
    this.#handler.close(name.local);
  }

  /** Comments and CDATA; a document type is refused at its first word. */
  #special(start: number): number {
    const buffer = this.#buffer;
    const kind = specials.find((one) => buffer.startsWith(one, start));
    if (kind === undefined) {
      const rest = buffer.slice(start, start + 9);
      if (specials.some((one) => one.startsWith(rest))) return incomplete;
      throw this.#malformed('unexpected markup declaration');
    }
    if (kind === '<!DOCTYPE') {
      throw this.#refusal('xml-doctype', 'a document type declaration is not accepted');
    }
    this.#sawMarkup = true;
    const from = start + kind.length;
    return kind === '<!--' ? this.#comment(from) : this.#cdata(from);
  }

  #comment(from: number): number {
    const end = this.#buffer.indexOf('--', from);
    if (end < 0 || end + 2 === this.#buffer.length) return incomplete;
    if (this.#buffer.charCodeAt(end + 2) !== greaterThan)
      throw this.#malformed('malformed comment');
    return end + 3;
  }

  #cdata(from: number): number {
    if (this.#open.length === 0) throw this.#malformed('text data outside of root node');
    const end = this.#buffer.indexOf(']]>', from);
    if (end < 0) return incomplete;
    this.#at = end + 3;
    this.#nextStray = -1;
    this.#handler.text(this.#buffer.slice(from, end));
    return end + 3;
  }

  /** The declaration, which only the beginning may have, and instructions, which mean nothing. */
  #instruction(start: number): number {
    const end = this.#buffer.indexOf('?>', start + 2);
    if (end < 0) return incomplete;
    const whole = this.#buffer.slice(start, end + 2);
    if (!isInstruction(whole, !this.#sawMarkup && start === 0)) {
      throw this.#malformed('malformed processing instruction or XML declaration');
    }
    this.#sawMarkup = true;
    return end + 2;
  }

  #malformed(what: string): BankFormatError {
    const code = what.includes('entity') ? 'xml-entity' : 'xml-malformed';
    return this.#refusal(code, `the XML is not well-formed: ${what}`);
  }

  #refusal(code: BankFormatError['code'], message: string): BankFormatError {
    return new BankFormatError(code, message, { line: this.line, column: this.column });
  }
}
