import { BankFormatError } from '../model/bank-format.errors.js';

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
const tag = /^<(\/?)([A-Za-z][\w.:-]{0,80})(?:\s[^<>]{0,500}?)?(\/?)>/;

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
  #buffer = '';
  #line = 1;
  #column = 1;
  #started = false;

  constructor(handler: OfxTokenHandler) {
    this.#handler = handler;
  }

  get place(): Place {
    return { line: this.#line, column: this.#column };
  }

  write(text: string): void {
    const nul = text.indexOf('\0');
    this.#buffer += nul < 0 ? text : text.slice(0, nul);
    this.#cut(nul >= 0);
    if (nul >= 0) {
      this.#advance(this.#buffer.length);
      throw new BankFormatError('nul-character', 'a NUL character', this.place);
    }
    if (this.#buffer.length > maxTokenChars) {
      const message = `a tag or text of more than ${maxTokenChars} characters`;
      throw new BankFormatError('too-large', message, this.place);
    }
  }

  end(): void {
    this.#cut(true);
  }

  #advance(length: number): void {
    const taken = this.#buffer.slice(0, length);
    let from = 0;
    for (let at = taken.indexOf('\n'); at >= 0; at = taken.indexOf('\n', from)) {
      this.#line += 1;
      this.#column = 1;
      from = at + 1;
    }
    this.#column += length - from;
    this.#buffer = this.#buffer.slice(length);
  }

  #cut(last: boolean): void {
    // Cutting off the front of a long string at each tag would copy it each time.
    const whole = this.#buffer;
    let rest = '';
    for (let from = 0; from < whole.length || rest !== '';) {
      const window = rest + whole.slice(from, from + 65_536);
      from += 65_536;
      this.#buffer = window;
      const final = from >= whole.length;
      while (this.#buffer !== '' && this.#one(last && final));
      rest = this.#buffer;
      if (final) break;
    }
    this.#buffer = rest;
  }

  /** Takes one token off the front; false when more text is needed to see its end. */
  #one(last: boolean): boolean {
    const buffer = this.#buffer;
    const next = buffer.indexOf('<');
    if (next !== 0) {
      if (next < 0 && !last) return false;
      this.#text(next < 0 ? buffer.length : next);
      return true;
    }
    const special = this.#special(last);
    if (special !== null) return special;
    const match = tag.exec(buffer);
    if (match === null) {
      if (!last && buffer.length < maxTagChars && !/^<[^A-Za-z/!?]/.test(buffer)) return false;
      const end = buffer.indexOf('<', 1);
      if (end < 0 && !last && buffer.length < 4096) return false;
      this.#text(end < 0 ? buffer.length : end);
      return true;
    }
    this.#started = true;
    const { place } = this;
    const name = (match[2] ?? '').toUpperCase();
    this.#advance(match[0].length);
    if (match[1] === '/') this.#handler.close(name, place);
    else {
      this.#handler.open(name, place);
      if (match[3] === '/') this.#handler.close(name, place);
    }
    return true;
  }

  #text(length: number): void {
    const { place } = this;
    const text = this.#buffer.slice(0, length);
    this.#advance(length);
    if (!this.#started) this.#handler.header(text);
    else this.#handler.text(resolveEntities(text), place);
  }

  /** CDATA, comments and instructions; null when the buffer begins with none of them. */
  #special(last: boolean): boolean | null {
    const buffer = this.#buffer;
    if (!buffer.startsWith('<!') && !buffer.startsWith('<?')) {
      return buffer.length < 2 && !last ? false : null;
    }
    if (/^<!DOCTYPE/i.test(buffer) || /^<!ENTITY/i.test(buffer)) {
      const message = 'a document type declaration is not accepted';
      throw new BankFormatError('xml-doctype', message, this.place);
    }
    const [start, stop] = specialBounds(buffer);
    if (start === null) return buffer.length < 9 && !last ? false : null;
    const end = buffer.indexOf(stop, start.length);
    if (end < 0) {
      if (last) throw new BankFormatError('truncated', `'${start}' has no end`, this.place);
      return false;
    }
    const { place } = this;
    const inner = buffer.slice(start.length, end);
    this.#advance(end + stop.length);
    if (start === '<![CDATA[') this.#handler.text(inner, place);
    else if (start === '<?' && !this.#started) this.#handler.header(inner);
    return true;
  }
}

function specialBounds(buffer: string): readonly [string | null, string] {
  if (buffer.startsWith('<![CDATA[')) return ['<![CDATA[', ']]>'];
  if (buffer.startsWith('<!--')) return ['<!--', '-->'];
  return buffer.startsWith('<?') ? ['<?', '?>'] : [null, ''];
}
