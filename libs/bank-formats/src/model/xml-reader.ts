import { SaxesParser } from 'saxes';
import type { SaxesTagPlain } from 'saxes';
import { BankFormatError } from './bank-format.errors.js';

/** What a reader of XML is told, in document order. Names are local: `ns2:Ntry` is `Ntry`. */
export interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>, line: number): void;
  /** Text and CDATA between tags; may come in several pieces. */
  text(text: string): void;
  close(name: string): void;
}

/** Bounds within which every bank's file lies, and hostile files do not. */
export interface XmlLimits {
  readonly maxDepth: number;
  /** Longest tag, comment or run of text, in characters. */
  readonly maxTokenChars: number;
}

const defaultLimits: XmlLimits = { maxDepth: 64, maxTokenChars: 1_000_000 };

/** Text is handed to the parser in slices, so that the token bound is checked in time. */
const sliceChars = 65_536;

/** A name without its namespace prefix. */
export function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/**
 * Reads XML piece by piece in bounded memory: no document type, no entities but the five, bounded
 * depth and token length. Whatever is wrong is thrown as {@link BankFormatError} with its place.
 */
export class XmlReader {
  readonly #parser = new SaxesParser({ position: true, xmlns: false });
  readonly #handler: XmlHandler;
  readonly #limits: XmlLimits;
  #depth = 0;
  #started = false;
  #fedChars = 0;
  #tokenStart = 0;
  #rootPrefix = '';

  constructor(handler: XmlHandler, limits: Partial<XmlLimits> = {}) {
    this.#handler = handler;
    this.#limits = { ...defaultLimits, ...limits };
    this.#parser.on('opentag', (tag) => this.#open(tag));
    this.#parser.on('closetag', (tag) => this.#close(tag));
    this.#parser.on('text', (text) => this.#text(text));
    this.#parser.on('cdata', (text) => this.#text(text));
    this.#parser.on('comment', () => this.#tokenEnd());
    this.#parser.on('processinginstruction', () => this.#tokenEnd());
    this.#parser.on('doctype', () => {
      throw this.#refusal('xml-doctype', 'a document type declaration is not accepted');
    });
    this.#parser.on('error', (error) => {
      throw this.#malformed(error.message);
    });
  }

  /** Line of the parser's position, from 1. */
  get line(): number {
    return this.#parser.line;
  }

  /** Column of the parser's position, from 1. */
  get column(): number {
    return this.#parser.column + 1;
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
    if (this.#depth > 0) {
      throw this.#refusal('truncated', `the file ends within ${this.#depth} open elements`);
    }
    this.#parser.close();
  }

  #feed(slice: string): void {
    const nul = slice.indexOf('\0');
    if (nul >= 0) {
      this.#parser.write(slice.slice(0, nul));
      throw this.#refusal('nul-character', 'a NUL character');
    }
    this.#parser.write(slice);
    this.#fedChars += slice.length;
    if (this.#fedChars - this.#tokenStart > this.#limits.maxTokenChars + sliceChars) {
      throw this.#refusal(
        'too-large',
        `a tag or text of more than ${this.#limits.maxTokenChars} characters`,
      );
    }
  }

  #tokenEnd(): void {
    this.#tokenStart = this.#fedChars;
  }

  #open(tag: SaxesTagPlain): void {
    this.#tokenEnd();
    this.#depth += 1;
    if (this.#depth > this.#limits.maxDepth) {
      throw this.#refusal('too-deep', `elements nested more than ${this.#limits.maxDepth} deep`);
    }
    const name = localName(tag.name);
    if (this.#depth === 1) {
      this.#rootPrefix = name === tag.name ? '' : tag.name.slice(0, -name.length - 1);
    }
    this.#handler.open(name, tag.attributes, this.#parser.line);
  }

  #close(tag: SaxesTagPlain): void {
    this.#tokenEnd();
    this.#depth -= 1;
    this.#handler.close(localName(tag.name));
  }

  #text(text: string): void {
    this.#tokenEnd();
    if (this.#depth > 0) this.#handler.text(text);
  }

  #malformed(message: string): BankFormatError {
    const plain = message.replace(/^[^ ]*?\d+:\d+: /, '').replace(/\.$/, '');
    const code = plain.includes('entity') ? 'xml-entity' : 'xml-malformed';
    return this.#refusal(code, `the XML is not well-formed: ${plain}`);
  }

  #refusal(code: BankFormatError['code'], message: string): BankFormatError {
    return new BankFormatError(code, message, { line: this.line, column: this.column });
  }
}
