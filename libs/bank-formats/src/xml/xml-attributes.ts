import { namePattern } from './xml-names.js';
import { isBlank, resolved } from './xml-text.js';

/** The attributes of a start tag by their names, prefixes and all. */
export type XmlAttributes = Readonly<Record<string, string>>;

export const noAttributes: XmlAttributes = Object.freeze({});

const attribute = new RegExp(
  `[ \\t\\n]+(${namePattern})[ \\t\\n]*=[ \\t\\n]*(?:"([^"<]*)"|'([^'<]*)')`,
  'uy',
);

/**
 * The attributes between a tag's name and its end.
 *
 * @returns what is wrong with them as a sentence when they are not well-formed.
 */
function readAttributes(text: string): XmlAttributes | string {
  const found: Record<string, string> = {};
  let at = 0;
  attribute.lastIndex = 0;
  for (let match = attribute.exec(text); match !== null; match = attribute.exec(text)) {
    at = attribute.lastIndex;
    const name = match[1] ?? '';
    const written = match[2] ?? match[3] ?? '';
    if (Object.hasOwn(found, name)) return `duplicate attribute: ${name}`;
    const plain = written.includes('&') ? resolved(blanked(written)) : blanked(written);
    if (plain === null) return `undefined entity in the attribute ${name}`;
    found[name] = plain;
  }
  return isBlank(text.slice(at)) ? found : 'a malformed attribute';
}

/** Line ends and tabs within a value are blanks, by the rules of XML. */
function blanked(value: string): string {
  return /[\t\n]/.test(value) ? value.replaceAll(/[\t\n]/g, ' ') : value;
}

/**
 * Reads attributes, and remembers the last: in a million amounts of one currency they are always
 * the same.
 */
export class AttributeReader {
  #lastText = '';
  #last: XmlAttributes = noAttributes;

  /** The attributes in a text, or what is wrong with them as a sentence. */
  read(text: string): XmlAttributes | string {
    if (text === '') return noAttributes;
    if (text === this.#lastText) return this.#last;
    const read = readAttributes(text);
    if (typeof read === 'string') return read;
    this.#lastText = text;
    this.#last = read;
    return read;
  }
}

const quotationMark = 34;
const apostrophe = 39;
const lessThan = 60;
const greaterThan = 62;

/**
 * Place of the `>` that ends a tag, quoted ones passed over. -1 when the tag is not complete, and
 * -2 when a `<` shows that it never will be.
 */
export function tagEnd(text: string, from: number): number {
  let quote = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === lessThan) return -2;
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === greaterThan) {
      return at;
    } else if (code === quotationMark || code === apostrophe) {
      quote = code;
    }
  }
  return -1;
}
