import { Rational } from '../arithmetic/rational.js';
import type { Stance } from '../model/ballots.js';
import { stances } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import { makeElection, rankedElection, stanceElection } from '../model/make-election.js';
import { RankedBuilder } from '../model/ranked-builder.js';
import type { ReadContext } from '../reading/file-format.js';
import { LONGEST_LINE } from '../reading/line-splitter.js';
import { TextReader } from '../reading/text-reader.js';
import { CandidateNames, shown } from './candidate-names.js';
import { fieldsOf, isOpen, separatorOf } from './fields.js';
import { listed, pushChoices, pushRanks } from './ranked-row.js';
import type { RefuseRow } from './ranked-row.js';
import { ScoreTable } from './score-table.js';
import { HeadProblem, readTableHead } from './table-head.js';
import type { TableHead } from './table-head.js';

/**
 * Ballots as a table with a head line. Either a column per candidate, holding the rank or score
 * that the voter gave (equal numbers for equal ranks, empty for none); or a column per rank, headed
 * `1`, `rank 1`, `choice 1` or `1st choice`, holding the candidate's name. A column `weight` or
 * `count` may give the number of equal ballots. What forms, polls and scanners put beside the
 * ballot is passed over; see `readTableHead`.
 */
export class CsvReader extends TextReader {
  readonly #builder = new RankedBuilder();
  readonly #names: CandidateNames;
  readonly #scores = new ScoreTable();
  readonly #weighted: [Rational, Stance][] = [];
  #separator: string | null = null;
  /** The head line, while the first row has not come. */
  #headLine: { readonly text: string; readonly line: number } | null = null;
  #head: TableHead | null = null;
  #width = 0;
  /** The beginning of a record whose quotes are still open, and the line that it began on. */
  #open = '';
  #begun = 0;
  /** Made once: rows come by the million. */
  readonly #refuse: RefuseRow = (code, message) => this.#refuseRow(code, message);

  constructor(context: ReadContext) {
    super(context);
    this.#names = new CandidateNames(context.names);
  }

  protected readLine(line: string): void {
    const record = this.#open === '' ? line : `${this.#open}\n${line}`;
    if (this.#open === '') this.#begun = this.line;
    this.#open = '';
    if (record.trim() === '') return;
    if (record.includes('"') && record.length < LONGEST_LINE && this.#isOpen(record)) {
      this.#open = record;
      return;
    }
    this.#readRecord(record);
  }

  protected finish(): Election {
    if (this.#open !== '') {
      this.#readRecord(this.#open);
    }
    if (this.#head === null && this.#headLine !== null) this.#readHead(null);
    const head = this.#head;
    if (head === null) this.refuse('FILE_MALFORMED', 'no CSV file: it has no head line');
    if (head.shape === 'stances') return stanceElection('Proposal', this.#weighted);
    const frame = {
      candidates: this.#names.list,
      notes: [...this.textNotes, ...head.notes, ...this.#names.notes],
      ...(this.context.seats === undefined ? {} : { seats: this.context.seats }),
    };
    if (head.shape === 'scores') return this.#scores.election(frame, this.context);
    if (frame.candidates.length === 0) return rankedElection(frame, []);
    return makeElection(frame, this.#builder.build('last'));
  }

  #isOpen(record: string): boolean {
    if (this.#separator !== null) return isOpen(record, this.#separator);
    return [',', ';', '\t', '|'].some((separator) => isOpen(record, separator));
  }

  #readRecord(record: string): void {
    if (this.#headLine === null) {
      const named = record.startsWith('sep=\t') ? '\t' : /^sep=(.)$/.exec(record.trim())?.[1];
      if (named !== undefined && this.#separator === null) this.#separator = named;
      else this.#headLine = { text: record, line: this.#begun };
      return;
    }
    if (this.#head === null) this.#readHead(record);
    this.#readRow(this.#fields(record));
  }

  #readHead(firstRow: string | null): void {
    const { text, line } = this.#headLine as { text: string; line: number };
    this.#separator ??= separatorOf(text, firstRow);
    const heads = this.#fields(text, line);
    const row = firstRow === null ? [] : this.#fields(firstRow);
    this.#width = heads.length;
    try {
      this.#head = readTableHead(heads, row, this.context);
    } catch (error) {
      if (!(error instanceof HeadProblem)) throw error;
      this.refuse('FILE_MALFORMED', error.message, 1, line);
    }
    const { shape, columns } = this.#head;
    if (shape === 'ranks' || shape === 'scores') this.#addCandidates(columns, line);
  }

  #addCandidates(columns: TableHead['columns'], line: number): void {
    const position = { file: this.context.file, line, column: 1 };
    const strict = new CandidateNames('columns');
    columns.forEach(({ name }, place) => {
      if (name === '') this.refuse('FILE_MALFORMED', 'a candidate without a name', 1, line);
      if (strict.indexOf(name, position) < place) {
        this.refuse('CANDIDATE_REPEATED', 'the head line names a candidate twice', 1, line);
      }
      this.#names.indexOf(name, position);
    });
  }

  #readRow(fields: readonly string[]): void {
    const head = this.#head as TableHead;
    if (fields.length !== this.#width) {
      const message = `${fields.length} fields, but the head line has ${this.#width}`;
      this.#refuseRow('FILE_MALFORMED', message);
    }
    if (head.blank.some((at) => (fields[at] ?? '').trim() !== '')) {
      this.#refuseRow('FILE_MALFORMED', 'something in a column without a head');
    }
    const weight = this.#weightOf(fields, head);
    const values = head.columns.map(({ at }) => (fields[at] ?? '').trim());
    const refuse = this.#refuse;
    switch (head.shape) {
      case 'stances':
        return this.#readStance(weight, values[0] ?? '');
      case 'scores':
        return this.#scores.add(weight, values, refuse);
      case 'ranks':
        pushRanks(this.#builder, values, refuse);
        break;
      default:
        pushChoices(this.#builder, head.shape === 'list' ? listed(values[0] ?? '') : values, {
          asCast: head.asCast,
          isGrid: head.isGrid ?? false,
          candidate: (name) => this.#candidate(name),
          refuse,
        });
    }
    if (weight.denominator !== 1n || weight.numerator > BigInt(Number.MAX_SAFE_INTEGER)) {
      this.#refuseRow('WEIGHT_INVALID', 'rankings have whole weights here');
    }
    this.#builder.endBallot(Number(weight.numerator));
  }

  #candidate(name: string): number {
    return this.#names.indexOf(name, { file: this.context.file, line: this.#begun, column: 1 });
  }

  #weightOf(fields: readonly string[], { weightColumn }: TableHead): Rational {
    if (weightColumn < 0) return Rational.ONE;
    const weight = Rational.parse((fields[weightColumn] ?? '').trim());
    if (weight === null || weight.isNegative() || weight.isZero()) {
      this.#refuseRow('WEIGHT_INVALID', 'a weight that is no number above 0');
    }
    return weight;
  }

  #readStance(weight: Rational, value: string): void {
    const stance = stances.find((known) => known === value.toLowerCase());
    if (stance === undefined) {
      const message = `'${shown(value)}' is none of ${stances.join(', ')}`;
      this.#refuseRow('FILE_MALFORMED', message);
    }
    this.#weighted.push([weight, stance]);
  }

  #fields(record: string, line = this.#begun): string[] {
    const fields = fieldsOf(record, this.#separator ?? ',');
    if (Array.isArray(fields)) return fields;
    this.refuse('FILE_MALFORMED', fields.problem, fields.column, line);
  }

  #refuseRow(code: Parameters<TextReader['refuse']>[0], message: string): never {
    this.refuse(code, message, 1, this.#begun);
  }
}
