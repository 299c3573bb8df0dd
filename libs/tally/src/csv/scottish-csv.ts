import { SKIPPED_RANK } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import { makeElection } from '../model/make-election.js';
import { RankedBuilder } from '../model/ranked-builder.js';
import type { FileFormat } from '../reading/file-format.js';
import { TextReader } from '../reading/text-reader.js';
import { requireOwnNames } from './candidate-names.js';
import { fieldsOf } from './fields.js';

/**
 * The cast votes of a Scottish council ward as the archive of those elections keeps them: a line
 * with the numbers of candidates and seats; lines of a number of papers and the candidates on them,
 * by number; a line `"Candidate 1","Name","Party"` for each; the ward.
 *
 * @see github.com/mggg/scot-elex
 */
class ScottishReader extends TextReader {
  readonly #builder = new RankedBuilder();
  readonly #names: string[] = [];
  #candidates = 0;
  #seats = 0;
  #ward = '';
  #seen = new Set<number>();

  protected readLine(line: string): void {
    if (line.trim() === '') return;
    if (this.#ward !== '') this.refuse('FILE_MALFORMED', 'something after the name of the ward');
    if (this.#candidates === 0) this.#readNumbers(line);
    else if (/^[\d\s,]+$/.test(line)) this.#readPapers(line);
    else if (/^"?Candidate \d/.test(line)) this.#readCandidate(line);
    else this.#ward = line.replace(/^[",\s]+|[",\s]+$/g, '');
  }

  protected finish(): Election {
    if (this.#names.length !== this.#candidates || this.#candidates === 0) {
      const message = `${this.#names.length} names for ${this.#candidates} candidates`;
      this.refuse('FILE_MALFORMED', message);
    }
    requireOwnNames(this.#names, { file: this.context.file });
    return makeElection(
      {
        title: this.#ward,
        candidates: this.#names,
        seats: this.context.seats ?? this.#seats,
        notes: this.textNotes,
      },
      this.#builder.build('last'),
    );
  }

  #readNumbers(line: string): void {
    const match = /^\s*(\d{1,4})\s*,\s*(\d{1,4})[\s,]*$/.exec(line);
    if (match === null) {
      this.refuse('FILE_MALFORMED', 'it does not start with the numbers of candidates and seats');
    }
    this.#candidates = Number(match[1]);
    this.#seats = Number(match[2]);
  }

  #readPapers(line: string): void {
    if (this.#names.length > 0) this.refuse('FILE_MALFORMED', 'papers after the candidates');
    const cells = line.split(',').map((cell) => cell.trim());
    const end = cells.findLastIndex((cell) => cell !== '') + 1;
    const weight = /^\d{1,15}$/.test(cells[0] ?? '') ? Number(cells[0]) : 0;
    if (weight === 0) this.refuse('WEIGHT_INVALID', 'papers start with their number, above 0');
    this.#seen.clear();
    for (const cell of cells.slice(1, end)) {
      this.#builder.push(cell === '' ? SKIPPED_RANK : this.#candidate(cell));
    }
    this.#builder.endBallot(weight);
  }

  #candidate(cell: string): number {
    const number = /^\d{1,6}$/.test(cell) ? Number(cell) : 0;
    if (number < 1 || number > this.#candidates) {
      this.refuse('CANDIDATE_UNKNOWN', `no candidate ${cell} among ${this.#candidates}`);
    }
    if (this.#seen.has(number)) {
      this.refuse('CANDIDATE_REPEATED', `candidate ${number} twice on one paper`);
    }
    this.#seen.add(number);
    return number - 1;
  }

  #readCandidate(line: string): void {
    const fields = fieldsOf(line, ',');
    if (!Array.isArray(fields)) this.refuse('FILE_MALFORMED', fields.problem, fields.column);
    const [label = '', name = ''] = fields;
    const expected = `Candidate ${this.#names.length + 1}`;
    if (label !== expected) {
      this.refuse('FILE_MALFORMED', `'${label.slice(0, 40)}' where '${expected}' was to come`);
    }
    if (name.trim() === '') this.refuse('FILE_MALFORMED', `${expected} has no name`);
    this.#names.push(name.trim());
  }
}

/** CSV of a Scottish ward. */
export const scottishCsv: FileFormat = {
  names: ['scottish-csv'],
  title: 'CSV of a Scottish council ward: papers by number of candidates, then their names',
  extensions: [],
  sniff: (start, fileName) =>
    /\.csv$/i.test(fileName) && /^\uFEFF?\d{1,4},\d{1,4}[ ,\r]*\n\d+,\d/.test(start),
  read: (bytes, context) => {
    const reader = new ScottishReader(context);
    reader.push(bytes);
    return reader.end();
  },
  stream: (context) => new ScottishReader(context),
};
