import { Rational } from '../arithmetic/rational.js';
import { TallyError } from '../model/errors.js';
import type { TallyErrorCode } from '../model/errors.js';
import type { Weight } from '../model/make-election.js';
import { decodeUtf16, utf16Of, utf8Text } from './encoding.js';
import { requireShallowJson } from './json-depth.js';
import { offsetOf, positionAt } from './json-position.js';

/** JSON is read in one piece, so it may not be endless; rankings by the million come as BLT. */
export const JSON_BYTES_LIMIT = 64 * 1024 * 1024;

/** The file that nodes belong to. */
interface JsonSource {
  readonly file: string;
  readonly text: string;
}

/** A value somewhere in a JSON file; refusals name the way to it and its line and column. */
export class JsonNode {
  readonly #source: JsonSource;
  readonly #parent: JsonNode | undefined;
  readonly #key: string | number;

  constructor(
    readonly value: unknown,
    source: JsonSource,
    parent?: JsonNode,
    key: string | number = '',
  ) {
    this.#source = source;
    this.#parent = parent;
    this.#key = key;
  }

  /** A member that has to be there. */
  member(name: string): JsonNode {
    const node = this.optional(name);
    if (node === undefined) throw this.refusal(`has no '${name}'`);
    return node;
  }

  /** A member that may be left out; null counts as left out. */
  optional(name: string): JsonNode | undefined {
    const object = this.object();
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    return value === undefined || value === null ? undefined : this.#child(value, name);
  }

  object(): Readonly<Record<string, unknown>> {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) {
      throw this.refusal('has to be an object');
    }
    return this.value as Readonly<Record<string, unknown>>;
  }

  /** The members of an object, in the order of the file. */
  entries(): [string, JsonNode][] {
    return Object.entries(this.object()).map(([name, value]) => [name, this.#child(value, name)]);
  }

  items(length?: number): JsonNode[] {
    if (!Array.isArray(this.value)) throw this.refusal('has to be a list');
    if (length !== undefined && this.value.length !== length) {
      throw this.refusal(`has to have ${length} entries, not ${this.value.length}`);
    }
    const list: readonly unknown[] = this.value;
    return list.map((value, at) => this.#child(value, at));
  }

  text(): string {
    if (typeof this.value !== 'string') throw this.refusal('has to be text');
    return this.value;
  }

  /** An integer from `least` to `most`. */
  integer(least: number, most: number, code: TallyErrorCode = 'FILE_MALFORMED'): number {
    const value = this.value;
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
      throw this.refusal('has to be an integer', code);
    }
    if (value < least || value > most) {
      throw this.refusal(`is ${value}, outside ${least} to ${most}`, code);
    }
    return value;
  }

  /** An exact number: JSON's own, or text such as `"0.9"` or `"2/3"`. */
  exact(code: TallyErrorCode = 'FILE_MALFORMED'): Rational {
    const value = this.value;
    const exact =
      typeof value === 'string' || (typeof value === 'number' && isExact(value))
        ? Rational.parse(String(value))
        : null;
    if (exact === null) throw this.refusal('has to be an exact number', code);
    return exact;
  }

  /** The weight of a ballot, above zero. */
  weight(): Weight {
    const weight = this.exact('WEIGHT_INVALID');
    if (weight.isNegative() || weight.isZero()) {
      throw this.refusal('has to be above zero', 'WEIGHT_INVALID');
    }
    return weight;
  }

  refusal(message: string, code: TallyErrorCode = 'FILE_MALFORMED'): TallyError {
    const { file, text } = this.#source;
    const path = this.#path();
    const name = path
      .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
      .join('')
      .replace(/^\./, '');
    const position = positionAt(text, offsetOf(text, path));
    return new TallyError(code, `${name || 'the file'} ${message}`, { file, ...position });
  }

  #child(value: unknown, key: string | number): JsonNode {
    return new JsonNode(value, this.#source, this, key);
  }

  #path(): (string | number)[] {
    return this.#parent === undefined ? [] : [...this.#parent.#path(), this.#key];
  }
}

/** JSON numbers of more digits than a double holds would have been changed by the parser. */
function isExact(value: number): boolean {
  if (Number.isInteger(value)) return Number.isSafeInteger(value);
  return Number.isFinite(value) && String(value).replace(/e.*|\D/g, '').length <= 15;
}

/** Parses a JSON file. Throws FILE_TOO_LARGE or FILE_MALFORMED with line and column. */
export function readJson(bytes: Uint8Array, file: string): JsonNode {
  if (bytes.length > JSON_BYTES_LIMIT) {
    const message = `${bytes.length} bytes of JSON; at most ${JSON_BYTES_LIMIT} are read`;
    throw new TallyError('FILE_TOO_LARGE', message, { file });
  }
  const plain = asUtf8(bytes, file);
  requireShallowJson(plain, file);
  const text = utf8Text(plain);
  if (text === null) throw new TallyError('FILE_MALFORMED', 'the file is not UTF-8 text', { file });
  try {
    return new JsonNode(JSON.parse(text), { file, text });
  } catch (error) {
    const position = positionAt(text, offsetIn(error) ?? text.length);
    throw new TallyError('FILE_MALFORMED', 'this is not JSON', { file, ...position });
  }
}

/** JSON is UTF-8; some editors write UTF-16. */
function asUtf8(bytes: Uint8Array, file: string): Uint8Array {
  const utf16 = utf16Of(bytes);
  if (utf16 === null) return bytes;
  const decoder = new TextDecoder(utf16, { fatal: true });
  return new TextEncoder().encode(decodeUtf16(decoder, bytes, file));
}

/** Where the parser stopped, as far as it says. */
function offsetIn(error: unknown): number | undefined {
  const found = error instanceof Error ? /position (\d+)/.exec(error.message) : null;
  return found ? Number(found[1]) : undefined;
}

/** True if the start of a file is JSON that names all of these members. */
export function startsAsJsonWith(start: string, ...members: readonly string[]): boolean {
  return /^\s*\{/.test(start) && members.every((name) => start.includes(`"${name}"`));
}
