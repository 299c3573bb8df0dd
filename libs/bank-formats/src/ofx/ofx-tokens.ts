import { BankFormatError } from '../model/bank-format.errors.js';
import { TextPosition } from '../model/text-position.js';

/** Where something stands in a file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What OFX text is made of, whether SGML or XML. */
export interface OfxTokenHandler {
  open(name: string, place: Place): void;
  close(name: string, place: Place): void;
  text(text: string, place: Place): void;
  /** Text and processing instructions before the first tag: the OFX header. */
  header(text: string): void;
}

const maxTokenChars = 1_000_000;

/** Tags are words, with points in the names that vendors add; attributes are let stand. */
const tag = /<(\/?)([A-Za-z][\w.:-]{0,80})(?:\s[^<>]{0,500}?)?(\/?)>/y;

/** A `<` that no tag begins with. */
const noTag = /<[^A-Za-z/!?]/y;

const doctype = /<!(?:DOCTYPE|ENTITY)/iy;

function stands(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Longer than any tag can be: what has not become one by then is text. */
const maxTagChars = 700;

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

/** Text with the entities of OFX resolved. Unknown ones stay as written: `AT&T` is a name. */
export function resolveEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (whole, ...parts) => {
    const [decimal, hexadecimal, name] = parts as (string | undefined)[];
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
    return code > 31 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
      ? String.fromCodePoint(code)
      : whole;
  });
}

/**
 * Cuts OFX into tags and text, piece by piece and in bounded memory. Nothing is assumed about
 * closing tags; a `<` that begins no tag is text.
 */
export class OfxTokens {
  readonly #handler: OfxTokenHandler;
  readonly #position = new TextPosition();
  /** Text from `#at` on was not read yet. */
  #buffer = '';
  #at = 0;
  #started = false;

  constructor(handler: OfxTokenHandler) {
    this.#handler = handler;
  }

  get place(): Place {
    const line = this.#position.lineAt(this.#at);
    return { line, column: this.#position.columnAt(this.#at) };
  }

  write(text: string): void {
    const nul = text.indexOf('\0');
    const buffer = this.#buffer.slice(this.#at) + (nul < 0 ? text : text.slice(0, nul));
    this.#position.next(this.#at, buffer);
    this.#buffer = buffer;
    this.#at = 0;
    this.#cut(nul >= 0);
    if (nul >= 0) {
      this.#at = buffer.length;
      throw new BankFormatError('nul-character', 'a NUL character', this.place);
    }
    if (buffer.length - this.#at > maxTokenChars) {
      const message = `a tag or text of more than ${maxTokenChars} characters`;
      throw new BankFormatError('too-large', message, this.place);
    }
  }

  end(): void {
    this.#cut(true);
  }

  #cut(last: boolean): void {
    while (this.#at < this.#buffer.length && this.#one(last));
  }

  /** Takes one token off the front; false when more text is needed to see its end. */
  #one(last: boolean): boolean {
    const buffer = this.#buffer;
    const at = this.#at;
    const next = buffer.indexOf('<', at);
    if (next !== at) {
      if (next < 0 && !last) return false;
      this.#text(next < 0 ? buffer.length : next);
      return true;
    }
    const special = this.#special(last);
    if (special !== null) return special;
    tag.lastIndex = at;
    const match = tag.exec(buffer);
    if (match === null) return this.#noTag(last);
    this.#started = true;
    const { place } = this;
    const name = (match[2] ?? '').toUpperCase();
    this.#at = tag.lastIndex;
    if (match[1] === '/') this.#handler.close(name, place);
    else {
      this.#handler.open(name, place);
      if (match[3] === '/') this.#handler.close(name, place);
    }
    return true;
  }

  /** A `<` after which no tag came: text, once enough is there to be sure. */
  #noTag(last: boolean): boolean {
    const buffer = this.#buffer;
    const length = buffer.length - this.#at;
    if (!last && length < maxTagChars && !stands(noTag, buffer, this.#at)) return false;
    const end = buffer.indexOf('<', this.#at + 1);
    if (end < 0 && !last && length < 4096) return false;
    this.#text(end < 0 ? buffer.length : end);
    return true;
  }

  #text(to: number): void {
    const text = this.#buffer.slice(this.#at, to);
    if (this.#started) {
      const { place } = this;
      this.#at = to;
      this.#handler.text(resolveEntities(text), place);
    } else {
      this.#at = to;
      this.#handler.header(text);
    }
  }

  /** CDATA, comments and instructions; null when the buffer begins with none of them. */
  #special(last: boolean): boolean | null {
    const buffer = this.#buffer;
    const at = this.#at;
    const second = buffer[at + 1];
    if (second === undefined) return last ? null : false;
    if (second !== '!' && second !== '?') return null;
    if (stands(doctype, buffer, at)) {
      const message = 'a document type declaration is not accepted';
      throw new BankFormatError('xml-doctype', message, this.place);
    }
    const [start, stop] = specialBounds(buffer, at);
    if (start === null) return buffer.length - at < 9 && !last ? false : null;
    const end = buffer.indexOf(stop, at + start.length);
    if (end < 0) {
      if (last) throw new BankFormatError('truncated', `'${start}' has no end`, this.place);
      return false;
    }
    const { place } = this;
    const inner = buffer.slice(at + start.length, end);
    this.#at = end + stop.length;
    if (start === '<![CDATA[') this.#handler.text(inner, place);
    else if (start === '<?' && !this.#started) this.#handler.header(inner);
    return true;
  }
}

function specialBounds(buffer: string, at: number): readonly [string | null, string] {
  if (buffer.startsWith('<![CDATA[', at)) return ['<![CDATA[', ']]>'];
  if (buffer.startsWith('<!--', at)) return ['<!--', '-->'];
  return buffer.startsWith('<?', at) ? ['<?', '?>'] : [null, ''];
}
