import type { RankedBallots } from '../model/ballots.js';
import { EQUAL_RANK, SKIPPED_RANK } from '../model/ballots.js';
import type { TallyErrorCode } from '../model/errors.js';
import { RankedBuilder } from '../model/ranked-builder.js';
import {
  DIGIT_0,
  DIGIT_9,
  DOT,
  HASH,
  SPACE,
  TAB,
  isBlank,
  isDigit,
  skipBlanks,
} from '../reading/bytes.js';

const EQUALS = 61;
const OPEN_PAREN = 40;
const CLOSE_PAREN = 41;
/** Larger numbers than ten times this are left to the careful way of reading. */
const LARGEST_PLAIN = 99_999_999;
/** Weights may have this many decimals. */
const WEIGHT_DECIMALS = 6;

/** Refuses the line in hand, at a place in its bytes. */
export type FailAt = (code: TallyErrorCode, message: string, at: number) => never;

/** Reads the ballot lines of a BLT file: the hot path of reading, so it works on bytes. */
export class BltBallots {
  readonly nicknames = new Map<string, number>();
  readonly #candidates: number;
  readonly #fail: FailAt;
  readonly #builder = new RankedBuilder();
  /** The last ballot on which each candidate was seen, to find one named twice. */
  readonly #seen: Int32Array;
  /** The candidates of a plain ballot in hand. */
  readonly #plain: Uint16Array;
  #ballot = 0;
  #decimals = 0;

  constructor(candidates: number, fail: FailAt) {
    this.#candidates = candidates;
    this.#fail = fail;
    this.#seen = new Int32Array(candidates);
    this.#plain = new Uint16Array(candidates);
  }

  build(): RankedBallots {
    return this.#builder.build('last', 10n ** BigInt(this.#decimals));
  }

  /** False when the line is the 0 that ends the ballots. */
  readLine(bytes: Uint8Array, from: number, end: number): boolean {
    return this.#readPlain(bytes, from, end) || this.#readAny(bytes, from, end);
  }

  /**
   * Reads a ballot that is nothing but numbers and single spaces, as nearly all are. False for any
   * other line, also for a wrong one, which is then read anew with care.
   */
  #readPlain(bytes: Uint8Array, from: number, end: number): boolean {
    if (this.#decimals > 0) return false;
    const seen = this.#seen;
    const cells = this.#plain;
    const stamp = ++this.#ballot;
    let weight = 0;
    let length = -1;
    let at = from;
    while (at < end) {
      let number = (bytes[at++] as number) - DIGIT_0;
      if (number < 0 || number > 9) return false;
      while (at < end) {
        const digit = (bytes[at++] as number) - DIGIT_0;
        if (digit === SPACE - DIGIT_0) break;
        if (digit < 0 || digit > 9 || number > LARGEST_PLAIN) return false;
        number = number * 10 + digit;
      }
      if (length < 0) {
        weight = number;
        length = 0;
      } else if (number === 0) {
        if (at < end || weight === 0) return false;
        this.#builder.addPlain(cells, length, weight);
        return true;
      } else {
        if (number > this.#candidates || seen[number - 1] === stamp) return false;
        seen[number - 1] = stamp;
        cells[length++] = number - 1;
      }
    }
    return false;
  }

  #readAny(bytes: Uint8Array, from: number, end: number): boolean {
    const weightAt = bytes[from] === OPEN_PAREN ? this.#passId(bytes, from, end) : from;
    let at = weightAt;
    let weight = 0;
    let byte = bytes[at] as number;
    while (at < end && byte >= DIGIT_0 && byte <= DIGIT_9) {
      weight = weight * 10 + (byte - DIGIT_0);
      byte = bytes[++at] as number;
    }
    if (at === weightAt) {
      this.#fail('WEIGHT_INVALID', 'a ballot starts with its weight, a number above 0', weightAt);
    }
    if (at - weightAt > 15) {
      this.#fail('WEIGHT_INVALID', 'a ballot weight of more than 15 digits', weightAt);
    }
    if (at < end && byte === DOT) {
      const dot = at;
      while (++at < end && isDigit(bytes[at]));
      weight = this.#decimalWeight(weight, this.#word(bytes, dot + 1, at), dot);
    } else if (this.#decimals > 0) {
      weight *= 10 ** this.#decimals;
    }
    if (at < end && !isBlank(bytes[at])) {
      this.#fail('WEIGHT_INVALID', 'a ballot weight that is no number', weightAt);
    }
    at = skipBlanks(bytes, at, end);
    if (weight === 0) {
      if (at === end || bytes[at] === HASH) return false;
      this.#fail('WEIGHT_INVALID', 'a ballot of weight 0', weightAt);
    }
    this.#ballot++;
    this.#preferences(bytes, at, end);
    this.#endBallot(weight, weightAt);
    return true;
  }

  /** The candidate of that nickname or number. */
  candidateByWord(word: string, at: number): number {
    const byNickname = this.nicknames.get(word);
    if (byNickname !== undefined) return byNickname;
    const number = /^\d{1,9}$/.test(word) ? Number(word) : 0;
    if (number < 1 || number > this.#candidates) {
      const shown = word.slice(0, 40);
      this.#fail('CANDIDATE_UNKNOWN', `no candidate '${shown}' among ${this.#candidates}`, at);
    }
    return number - 1;
  }

  #preferences(bytes: Uint8Array, from: number, end: number): void {
    let at = from;
    let equal = 0;
    for (;;) {
      const begin = at;
      let number = 0;
      let byte = bytes[at] as number;
      while (at < end && byte >= DIGIT_0 && byte <= DIGIT_9) {
        number = number * 10 + (byte - DIGIT_0);
        byte = bytes[++at] as number;
      }
      if (at - begin > 9) this.#fail('CANDIDATE_UNKNOWN', 'a candidate number too large', begin);
      if (at === begin) {
        const next = this.#otherPreference(bytes, at, end, equal);
        number = next.candidate;
        at = next.at;
        byte = bytes[at] as number;
      } else if (number === 0) {
        if (equal !== 0) this.#fail('FILE_MALFORMED', 'an = with nobody after it', begin);
        at = skipBlanks(bytes, at, end);
        if (at < end && bytes[at] !== HASH) {
          this.#fail('FILE_MALFORMED', 'something after the 0 that ends the ballot', at);
        }
        return;
      }
      if (number > 0) this.#prefer(number - 1, equal, begin);
      if (at < end && byte === EQUALS) {
        if (number < 0) this.#fail('FILE_MALFORMED', 'an = after an empty rank', at);
        equal = EQUAL_RANK;
        at++;
        continue;
      }
      equal = 0;
      if (at < end && byte !== SPACE && byte !== TAB) {
        this.#fail('FILE_MALFORMED', 'a ballot holds candidate numbers and ends with 0', at);
      }
      at = skipBlanks(bytes, at, end);
    }
  }

  /** A nickname, or `-` for an empty rank (candidate -1). */
  #otherPreference(
    bytes: Uint8Array,
    from: number,
    end: number,
    equal: number,
  ): { candidate: number; at: number } {
    let at = from;
    while (at < end && !isBlank(bytes[at]) && bytes[at] !== EQUALS && bytes[at] !== HASH) at++;
    if (at === from) this.#fail('FILE_MALFORMED', 'a ballot that does not end with 0', from);
    const word = this.#word(bytes, from, at);
    if (word === '-') {
      if (equal !== 0) this.#fail('FILE_MALFORMED', 'an = before an empty rank', from);
      this.#builder.push(SKIPPED_RANK);
      return { candidate: -1, at };
    }
    return { candidate: this.candidateByWord(word, from) + 1, at };
  }

  #prefer(candidate: number, equal: number, at: number): void {
    if (candidate >= this.#candidates) {
      const message = `candidate ${candidate + 1} on a ballot, but there are ${this.#candidates}`;
      this.#fail('CANDIDATE_UNKNOWN', message, at);
    }
    if (this.#seen[candidate] === this.#ballot) {
      this.#fail('CANDIDATE_REPEATED', `candidate ${candidate + 1} twice on one ballot`, at);
    }
    this.#seen[candidate] = this.#ballot;
    this.#builder.push(candidate | equal);
  }

  #passId(bytes: Uint8Array, from: number, end: number): number {
    const close = bytes.indexOf(CLOSE_PAREN, from);
    if (close < 0 || close >= end) this.#fail('FILE_MALFORMED', 'a ballot id without )', from);
    return skipBlanks(bytes, close + 1, end);
  }

  /** The weight in units of the finest weight so far. */
  #decimalWeight(whole: number, part: string, at: number): number {
    if (part.length < 1 || part.length > WEIGHT_DECIMALS) {
      this.#fail('WEIGHT_INVALID', `a weight has 1 to ${WEIGHT_DECIMALS} decimals`, at);
    }
    if (part.length > this.#decimals) {
      const factor = 10 ** (part.length - this.#decimals);
      this.#decimals = part.length;
      try {
        this.#builder.rescale(factor);
      } catch {
        this.#fail('WEIGHT_INVALID', 'the weights are too fine to be counted together', at);
      }
    }
    return whole * 10 ** this.#decimals + Number(part.padEnd(this.#decimals, '0'));
  }

  #endBallot(weight: number, at: number): void {
    try {
      this.#builder.endBallot(weight);
    } catch {
      this.#fail('WEIGHT_INVALID', 'the weights add up to more than can be counted', at);
    }
  }

  /** Options and ballots are plain ASCII words, except nicknames. */
  #word(bytes: Uint8Array, start: number, end: number): string {
    return new TextDecoder().decode(bytes.subarray(start, end));
  }
}
