import { requireOwnNames } from '../csv/candidate-names.js';
import { MAX_CANDIDATES } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import type { TallyErrorCode } from '../model/errors.js';
import { TallyError } from '../model/errors.js';
import { makeElection } from '../model/make-election.js';
import type { FailAt } from './blt-ballots.js';
import { BltBallots } from './blt-ballots.js';
import { HASH, MINUS, isBlank, skipBlanks } from '../reading/bytes.js';
import type { ReadContext } from '../reading/file-format.js';
import { LineSplitter } from '../reading/line-splitter.js';

const QUOTE = 34;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;

type Section = 'header' | 'options' | 'ballots' | 'names' | 'rest';

/**
 * Reads a BLT file in chunks. BLT is the ballot file of ERS and OpenSTV: a line with the numbers of
 * candidates and seats; optional withdrawals (`-3`) and options (`[tie 3 1 2]`, `[nick a b c]`,
 * `[withdrawn b]`); one ballot a line (`weight first second … 0`, `=` between equals, `-` for an
 * empty rank, an optional `(id)` in front); `0`; quoted names; a quoted title. A `#` starts a
 * comment. What follows the title is for people and is passed over, unless it reads like ballots:
 * a file pasted together from two must not lose the second in silence.
 */
export class BltReader {
  readonly #context: ReadContext;
  readonly #lines: LineSplitter;
  readonly #fail: FailAt;
  #ballots: BltBallots;
  readonly #withdrawn: number[] = [];
  readonly #strings: string[] = [];
  /** How many quoted texts stand on one line: the fewest and the most. */
  readonly #aLine = { least: Number.POSITIVE_INFINITY, most: 0 };
  #tieOrder: number[] | null = null;
  #section: Section = 'header';
  #candidates = 0;
  #seats = 0;
  #start = 0;

  constructor(context: ReadContext) {
    this.#context = context;
    this.#fail = (code, message, at) => this.#refuse(code, message, at);
    this.#ballots = new BltBallots(0, this.#fail);
    this.#lines = new LineSplitter(context, (bytes, start, end) => {
      this.#line(bytes, start, end);
    });
  }

  push(chunk: Uint8Array): void {
    this.#lines.push(chunk);
  }

  /** The election. Throws TallyError when the file stops too early or makes no sense. */
  end(): Election {
    this.#lines.end();
    const names = this.#strings.slice(0, this.#candidates);
    if (this.#section === 'header') this.#refuse('FILE_MALFORMED', 'no BLT file: it is empty');
    if (this.#section === 'options' || this.#section === 'ballots') {
      this.#refuse('FILE_MALFORMED', 'the ballots do not end with a line 0');
    }
    this.#requireNames(names);
    const ids = [...this.#ballots.nicknames.keys()];
    try {
      return makeElection(
        {
          title: this.#strings[this.#candidates] ?? '',
          candidates: names.map((name, index) => {
            const id = ids[index];
            return id === undefined ? { name } : { name, id };
          }),
          seats: this.#context.seats ?? this.#seats,
          withdrawn: this.#withdrawn,
          ...(this.#tieOrder ? { tieOrder: this.#tieOrder } : {}),
          notes: this.#lines.notes,
        },
        this.#ballots.build(),
      );
    } catch (error) {
      if (!(error instanceof TallyError)) throw error;
      throw new TallyError(error.code, error.message, {
        file: this.#context.file,
        line: 1,
        column: 1,
      });
    }
  }

  /** Without a title there is no telling whether it is the title or a name that is missing. */
  #requireNames(names: readonly string[]): void {
    const found = this.#strings.length;
    if (found <= this.#candidates) {
      const message =
        `${found} quoted texts, but ${this.#candidates} names and a title ("" if there is none) ` +
        'have to be there: is a name missing?';
      this.#refuse('FILE_MALFORMED', message);
    }
    const nameless = names.indexOf('');
    if (nameless >= 0) {
      this.#refuse('FILE_MALFORMED', `candidate ${nameless + 1} has an empty name`);
    }
    requireOwnNames(names, { file: this.#context.file, line: this.#lines.line, column: 1 });
  }

  #line(bytes: Uint8Array, start: number, end: number): void {
    this.#start = start;
    const at = skipBlanks(bytes, start, end);
    if (at === end || bytes[at] === HASH) return;
    if (this.#section === 'rest') return this.#restLine(bytes, at, end);
    if (this.#section === 'ballots') return this.#ballotLine(bytes, at, end);
    if (this.#section === 'names') return this.#nameLine(bytes, at, end);
    if (this.#section === 'header') return this.#headerLine(bytes, at, end);
    if (bytes[at] === OPEN_BRACKET) return this.#optionLine(bytes, at, end);
    if (bytes[at] === MINUS) return this.#withdrawalLine(bytes, at, end);
    this.#section = 'ballots';
    this.#ballotLine(bytes, at, end);
  }

  #headerLine(bytes: Uint8Array, at: number, end: number): void {
    const text = this.#text(bytes, at, end).replace(/#.*$/, '').trim();
    const match = /^(\d{1,9})\s+(\d{1,9})$/.exec(text);
    if (!match) {
      this.#fail('FILE_MALFORMED', 'no BLT file: it does not start with two numbers', at);
    }
    this.#candidates = Number(match[1]);
    this.#seats = Number(match[2]);
    if (this.#candidates < 1 || this.#candidates > MAX_CANDIDATES) {
      const message = `${this.#candidates} candidates; 1 to ${MAX_CANDIDATES} can be counted`;
      this.#fail('TOO_MANY_CANDIDATES', message, at);
    }
    this.#ballots = new BltBallots(this.#candidates, this.#fail);
    this.#section = 'options';
  }

  #optionLine(bytes: Uint8Array, at: number, end: number): void {
    const text = this.#text(bytes, at, end).replace(/#.*$/, '').trim();
    const match = /^\[\s*([A-Za-z_-]+)\s*([^\]]*)\]$/.exec(text);
    if (!match) this.#fail('FILE_MALFORMED', 'an option line that is not [name …]', at);
    const words = (match[2] ?? '').split(/\s+/).filter((word) => word !== '');
    switch ((match[1] ?? '').toLowerCase()) {
      case 'nick':
        return this.#nickLine(words, at);
      case 'tie':
        this.#tieOrder = this.#candidateList(words, at);
        return;
      case 'withdrawn':
        this.#withdrawn.push(...this.#candidateList(words, at));
        return;
      default:
        this.#fail('FILE_MALFORMED', `an option [${match[1]}] that is not known`, at);
    }
  }

  #nickLine(words: readonly string[], at: number): void {
    if (words.length !== this.#candidates || new Set(words).size !== words.length) {
      this.#fail('FILE_MALFORMED', `[nick] needs ${this.#candidates} different words`, at);
    }
    for (const [index, word] of words.entries()) {
      if (/^[\d(-]|=/.test(word)) this.#fail('FILE_MALFORMED', `'${word}' is no nickname`, at);
      this.#ballots.nicknames.set(word, index);
    }
  }

  #candidateList(words: readonly string[], at: number): number[] {
    const list = words.map((word) => this.#ballots.candidateByWord(word, at));
    if (new Set(list).size < list.length) {
      this.#fail('CANDIDATE_REPEATED', 'a candidate named twice in an option', at);
    }
    return list;
  }

  #withdrawalLine(bytes: Uint8Array, at: number, end: number): void {
    const words = this.#text(bytes, at, end).replace(/#.*$/, '').trim().split(/\s+/);
    if (words.some((word) => !/^-\d{1,9}$/.test(word))) {
      const message = 'a line that starts with - lists withdrawn candidates, each with -';
      this.#fail(words.length > 1 ? 'WEIGHT_INVALID' : 'FILE_MALFORMED', message, at);
    }
    this.#withdrawn.push(...words.map((word) => this.#ballots.candidateByWord(word.slice(1), at)));
  }

  #nameLine(bytes: Uint8Array, from: number, end: number): void {
    const before = this.#strings.length;
    let at = from;
    while (at < end && bytes[at] !== HASH) {
      if (bytes[at] !== QUOTE) {
        if (this.#strings.length > this.#candidates) break;
        this.#fail('FILE_MALFORMED', 'a name must stand in quotes', at);
      }
      const close = closingQuote(bytes, at + 1, end);
      if (close < 0) this.#fail('FILE_MALFORMED', 'a quoted name without its end', at);
      this.#strings.push(
        this.#text(bytes, at + 1, close)
          .replace(/\\"/g, '"')
          .trim(),
      );
      this.#requireNameEnd(bytes, close + 1, end);
      at = skipBlanks(bytes, close + 1, end);
    }
    const count = this.#strings.length - before;
    this.#aLine.least = Math.min(this.#aLine.least, count);
    this.#aLine.most = Math.max(this.#aLine.most, count);
    if (this.#strings.length > this.#candidates) this.#section = 'rest';
  }

  /** Names one after the other have a blank between them: what follows at once was cut off. */
  #requireNameEnd(bytes: Uint8Array, at: number, end: number): void {
    if (at === end || isBlank(bytes[at]) || bytes[at] === HASH) return;
    const message =
      bytes[at] === QUOTE
        ? 'a doubled quote; a quote within a name is written \\"'
        : 'something right behind a quoted name';
    this.#fail('FILE_MALFORMED', message, at);
  }

  #restLine(bytes: Uint8Array, at: number, end: number): void {
    // One name a line, but for one line: quotes within a name have cut it in two.
    if (bytes[at] === QUOTE && this.#aLine.least === 1 && this.#aLine.most > 1) {
      const message = 'more quoted texts than names and a title: is a quote within a name not \\"?';
      this.#fail('FILE_MALFORMED', message, at);
    }
    const text = new TextDecoder().decode(bytes.subarray(at, end)).replace(/#.*$/, '');
    const ballot = /^(?:\([^)]*\)\s*)?\d[\d.]*((?:[\s=]+\d{1,9})+)\s+0\s*$/.exec(text);
    const ranked = ballot?.[1]?.match(/\d+/g)?.map(Number) ?? [];
    if (ranked.length > 0 && ranked.every((one) => one >= 1 && one <= this.#candidates)) {
      this.#fail('FILE_MALFORMED', 'a ballot after the title: are these two files in one?', at);
    }
  }

  #ballotLine(bytes: Uint8Array, at: number, end: number): void {
    if (!this.#ballots.readLine(bytes, at, end)) this.#section = 'names';
  }

  #text(bytes: Uint8Array, start: number, end: number): string {
    return this.#lines.text(bytes.subarray(start, end));
  }

  #refuse(code: TallyErrorCode, message: string, at?: number): never {
    throw new TallyError(code, message, {
      file: this.#context.file,
      line: this.#lines.line,
      column: at === undefined ? 1 : at - this.#start + 1,
    });
  }
}

function closingQuote(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if (bytes[at] === QUOTE && bytes[at - 1] !== BACKSLASH) return at;
  }
  return -1;
}
