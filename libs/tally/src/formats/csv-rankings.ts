import { Rational } from '../arithmetic/rational.js';
import type { Stance } from '../model/ballots.js';
import { EQUAL_RANK, SKIPPED_RANK, stances } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import { makeElection, rankedElection, stanceElection } from '../model/make-election.js';
import { RankedBuilder } from '../model/ranked-builder.js';
import type { FileFormat } from '../reading/file-format.js';
import { TextReader } from '../reading/text-reader.js';

const weightHeads = ['weight', 'count', 'votes', 'number'];
const passedOver = ['id', 'ballot', 'voter', 'timestamp'];

type Shape = 'ranks' | 'choices' | 'stances';

/**
 * Rankings as CSV, with a head line. Either a column per candidate, holding the rank that the
 * voter gave (equal numbers for equal ranks, empty for none); or a column per rank, headed `1`,
 * `rank 1`, `choice 1` or `1st choice`, holding the candidate's name. A column `weight` or `count`
 * may give the number of equal ballots. A file with a column `stance` holds stances on a proposal.
 */
class CsvReader extends TextReader {
  readonly #builder = new RankedBuilder();
  readonly #candidates: string[] = [];
  readonly #byName = new Map<string, number>();
  readonly #weighted: [Rational, Stance][] = [];
  #separator = ',';
  #columns: number[] = [];
  #weightColumn = -1;
  #width = 0;
  #shape: Shape | null = null;
  #proposal = '';

  protected readLine(line: string): void {
    if (line.trim() === '') return;
    if (this.#shape === null) this.#readHead(line);
    else this.#readRow(this.#split(line));
  }

  protected finish(): Election {
    if (this.#shape === null) this.refuse('FILE_MALFORMED', 'no CSV file: it has no head line');
    if (this.#shape === 'stances') return stanceElection(this.#proposal, this.#weighted);
    const frame = {
      candidates: this.#candidates,
      ...(this.context.seats === undefined ? {} : { seats: this.context.seats }),
    };
    if (this.#candidates.length === 0) return rankedElection(frame, []);
    return makeElection(frame, this.#builder.build('last'));
  }

  #readHead(line: string): void {
    this.#separator = line.includes(';') && !line.includes(',') ? ';' : ',';
    if (line.includes('\t') && !line.includes(',')) this.#separator = '\t';
    const heads = this.#split(line).map((head) => head.trim());
    this.#width = heads.length;
    const lower = heads.map((head) => head.toLowerCase());
    this.#weightColumn = lower.findIndex((head) => weightHeads.includes(head));
    const rest = heads
      .map((_, column) => column)
      .filter(
        (column) => column !== this.#weightColumn && !passedOver.includes(lower[column] ?? ''),
      );
    if (rest.length === 0) this.refuse('FILE_MALFORMED', 'the head line names no candidates');
    this.#columns = rest;
    if (rest.length === 1 && lower[rest[0] as number] === 'stance') {
      this.#shape = 'stances';
      this.#proposal = 'Proposal';
    } else if (rest.every((column) => isRankHead(lower[column] ?? ''))) {
      this.#shape = 'choices';
      rest.forEach((column, place) => {
        if (rankOfHead(lower[column] ?? '') !== place + 1) {
          this.refuse('FILE_MALFORMED', 'the rank columns are not in order');
        }
      });
    } else {
      this.#shape = 'ranks';
      for (const column of rest) this.#addCandidate(heads[column] ?? '');
      if (this.#byName.size < rest.length) {
        this.refuse('CANDIDATE_REPEATED', 'the head line names a candidate twice');
      }
    }
  }

  #addCandidate(name: string): number {
    if (name === '') this.refuse('FILE_MALFORMED', 'a candidate without a name');
    this.#byName.set(name, this.#candidates.length);
    return this.#candidates.push(name) - 1;
  }

  #readRow(fields: readonly string[]): void {
    if (fields.length !== this.#width) {
      const message = `${fields.length} fields, but the head line has ${this.#width}`;
      this.refuse('FILE_MALFORMED', message);
    }
    const weight = this.#weightOf(fields);
    const values = this.#columns.map((column) => (fields[column] ?? '').trim());
    if (this.#shape === 'stances') return this.#readStance(weight, values[0] ?? '');
    if (this.#shape === 'choices') this.#pushChoices(values);
    else this.#pushRanks(values);
    if (weight.denominator !== 1n || weight.numerator > BigInt(Number.MAX_SAFE_INTEGER)) {
      this.refuse('WEIGHT_INVALID', 'rankings have whole weights here');
    }
    this.#builder.endBallot(Number(weight.numerator));
  }

  #weightOf(fields: readonly string[]): Rational {
    if (this.#weightColumn < 0) return Rational.ONE;
    const weight = Rational.parse((fields[this.#weightColumn] ?? '').trim());
    if (weight === null || weight.isNegative() || weight.isZero()) {
      this.refuse('WEIGHT_INVALID', 'a weight that is no number above 0');
    }
    return weight;
  }

  #readStance(weight: Rational, value: string): void {
    const stance = stances.find((known) => known === value.toLowerCase());
    if (stance === undefined) {
      this.refuse('FILE_MALFORMED', `'${value.slice(0, 40)}' is none of ${stances.join(', ')}`);
    }
    this.#weighted.push([weight, stance]);
  }

  #pushRanks(values: readonly string[]): void {
    const ranked = values.flatMap((value, candidate) => {
      if (value === '') return [];
      if (!/^[1-9]\d{0,5}$/.test(value)) {
        this.refuse('FILE_MALFORMED', `'${value.slice(0, 40)}' is no rank`);
      }
      return [{ candidate, rank: Number(value) }];
    });
    ranked.sort((a, b) => a.rank - b.rank || a.candidate - b.candidate);
    let last = 0;
    for (const { candidate, rank } of ranked) {
      if (rank === last) {
        this.#builder.push(candidate | EQUAL_RANK);
        continue;
      }
      // Gaps in the numbers are kept, as rules differ on them; more than this is a slip of the pen.
      for (let gap = Math.max(last, rank - 100) + 1; gap < rank; gap++) {
        this.#builder.push(SKIPPED_RANK);
      }
      this.#builder.push(candidate);
      last = rank;
    }
  }

  #pushChoices(values: readonly string[]): void {
    const seen = new Set<number>();
    const end = values.findLastIndex((value) => value !== '') + 1;
    for (const value of values.slice(0, end)) {
      if (value === '') {
        this.#builder.push(SKIPPED_RANK);
        continue;
      }
      const candidate = this.#byName.get(value) ?? this.#addCandidate(value);
      if (seen.has(candidate)) {
        this.refuse('CANDIDATE_REPEATED', `'${value.slice(0, 40)}' twice on one ballot`);
      }
      seen.add(candidate);
      this.#builder.push(candidate);
    }
  }

  /** The fields of a line; a quoted field may hold separators and doubled quotes. */
  #split(line: string): string[] {
    const fields: string[] = [];
    let at = 0;
    for (;;) {
      const [field, next] =
        line[at] === '"' ? this.#quotedField(line, at) : this.#plainField(line, at);
      fields.push(field);
      if (next >= line.length) return fields;
      at = next + 1;
      if (at === line.length) return [...fields, ''];
    }
  }

  #plainField(line: string, from: number): [string, number] {
    const end = line.indexOf(this.#separator, from);
    const next = end < 0 ? line.length : end;
    return [line.slice(from, next), next];
  }

  #quotedField(line: string, from: number): [string, number] {
    let field = '';
    let at = from + 1;
    for (;;) {
      const close = line.indexOf('"', at);
      if (close < 0) this.refuse('FILE_MALFORMED', 'a quoted field without its end', from + 1);
      field += line.slice(at, close);
      if (line[close + 1] !== '"') {
        const next = close + 1;
        if (next < line.length && line[next] !== this.#separator) {
          this.refuse('FILE_MALFORMED', 'something after a quoted field', next + 1);
        }
        return [field, next];
      }
      field += '"';
      at = close + 2;
    }
  }
}

function isRankHead(head: string): boolean {
  return rankOfHead(head) > 0;
}

/** The rank that a column is headed with: `1`, `rank 1`, `choice 1`, `1st choice`; else 0. */
function rankOfHead(head: string): number {
  const match =
    /^(?:rank|choice|preference)?[ _-]?(\d{1,4})$/.exec(head) ??
    /^(\d{1,4})(?:st|nd|rd|th)(?: (?:rank|choice|preference))?$/.exec(head);
  return match ? Number(match[1]) : 0;
}

/** CSV of rankings or stances. */
export const csvRankings: FileFormat = {
  names: ['csv'],
  title: 'CSV of rankings (a column per candidate or per rank) or of stances',
  extensions: ['.csv', '.tsv'],
  sniff: (start, fileName) =>
    /\.(csv|tsv)$/i.test(fileName) && !/^\s*META\b/i.test(start) && !start.startsWith('{'),
  read: (bytes, context) => {
    const reader = new CsvReader(context);
    reader.push(bytes);
    return reader.end();
  },
  stream: (context) => new CsvReader(context),
};
