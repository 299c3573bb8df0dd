import { Rational } from '../arithmetic/rational.js';
import { CandidateNames, shown } from '../csv/candidate-names.js';
import type { Election } from '../model/election.js';
import { scoreElection } from '../model/make-election.js';
import type { FileFormat, ReadContext } from '../reading/file-format.js';
import { overOneDivisor } from '../reading/marks.js';
import { TextReader } from '../reading/text-reader.js';

/** STAR's, where the file does not say. */
const usualMaximum = 5;

const options = ['method', 'seats', 'maximum score', 'tiebreaker', 'verbosity'];

/**
 * The elections of the program starvote: sections `[options]` and `[ballots]` of lines
 * `name = value`. A ballot is a block of lines `candidate = score`; `3 ballots:` in front of it
 * repeats it. The method is the caller's to name; a list as `tiebreaker` is the tie order.
 *
 * @see github.com/larryhastings/starvote, "starvote format"
 */
class StarvoteReader extends TextReader {
  readonly #names: CandidateNames;
  readonly #options = new Map<string, string>();
  readonly #tieOrder: string[] = [];
  readonly #ballots: [number, Map<number, Rational>][] = [];
  readonly #sections = new Set<string>();
  #section = '';
  #inList = false;
  #ballot = new Map<number, Rational>();
  #times: number | null = null;

  constructor(context: ReadContext) {
    super(context);
    this.#names = new CandidateNames(context.names);
  }

  protected readLine(text: string): void {
    const line = text.trim();
    if (line === '' || line.startsWith('#')) return this.#endBallot();
    if (this.#inList) return this.#readListed(line);
    const section = /^\[([^\]]*)\]$/.exec(line);
    if (section) return this.#openSection((section[1] ?? '').trim());
    const pragma = /^(\d{1,9})\s+ballots?\s*:$/.exec(line);
    if (pragma) return this.#repeat(Number(pragma[1]));
    const equals = line.lastIndexOf('=');
    if (equals < 1) this.refuse('FILE_MALFORMED', `'${shown(line)}' is no line 'name = value'`);
    const [name, value] = [line.slice(0, equals).trim(), line.slice(equals + 1).trim()];
    if (this.#section === 'options') this.#readOption(name, value);
    else if (this.#section === 'ballots') this.#readScore(name, value);
    else this.refuse('FILE_MALFORMED', 'a line before the section [options] or [ballots]');
  }

  protected finish(): Election {
    this.#endBallot();
    if (this.#times !== null) this.refuse('FILE_MALFORMED', 'a number of ballots, and no ballot');
    if (this.#inList) this.refuse('FILE_MALFORMED', 'a list that does not end with ]');
    if (this.#ballots.length === 0) this.refuse('FILE_MALFORMED', 'there are no ballots');
    const rows = this.#ballots.map(([, ballot]) =>
      this.#names.list.map((_, candidate) => ballot.get(candidate) ?? null),
    );
    const { divisor, scores } = overOneDivisor(rows, this.context.file);
    const tieOrder = this.#tieOrder
      .map((name) => this.#names.list.indexOf(name))
      .filter((candidate) => candidate >= 0);
    return scoreElection(
      {
        candidates: this.#names.list,
        seats: this.context.seats ?? this.#integer('seats', 1),
        notes: [...this.textNotes, ...this.#names.notes],
        ...(tieOrder.length > 0 ? { tieOrder } : {}),
      },
      this.#ballots.map(([times], at) => [times, scores[at] as (number | null)[]]),
      'score',
      divisor,
    );
  }

  #openSection(name: string): void {
    this.#endBallot();
    if (name !== 'options' && name !== 'ballots') {
      this.refuse(
        'FILE_MALFORMED',
        `a section [${shown(name)}]; there are [options] and [ballots]`,
      );
    }
    if (this.#sections.has(name)) this.refuse('FILE_MALFORMED', `[${name}] comes twice`);
    this.#sections.add(name);
    this.#section = name;
  }

  #readOption(name: string, value: string): void {
    if (name === 'csv_path' || name === 'starvote_path') {
      this.refuse('FILE_MALFORMED', `${name}: the ballots are in another file; count that one`);
    }
    if (!options.includes(name)) this.refuse('FILE_MALFORMED', `no option '${shown(name)}'`);
    if (this.#options.has(name)) this.refuse('FILE_MALFORMED', `option '${name}' comes twice`);
    this.#options.set(name, value);
    if (value === '[') this.#inList = true;
    else if (name === 'seats' || name === 'maximum score') this.#integer(name, 1);
  }

  #readListed(line: string): void {
    if (line === ']') this.#inList = false;
    else this.#tieOrder.push(line);
  }

  #repeat(times: number): void {
    if (this.#section !== 'ballots') this.refuse('FILE_MALFORMED', 'ballots outside of [ballots]');
    this.#endBallot();
    if (times === 0 || this.#times !== null) {
      this.refuse('FILE_MALFORMED', 'a number of ballots, and no ballot');
    }
    this.#times = times;
  }

  #readScore(name: string, value: string): void {
    const position = { file: this.context.file, line: this.line, column: 1 };
    const candidate = this.#names.indexOf(name, position);
    if (this.#ballot.has(candidate)) {
      this.refuse('CANDIDATE_REPEATED', `'${shown(name)}' twice on one ballot`);
    }
    const most = this.#integer('maximum score', usualMaximum);
    if (!/^\d{1,9}$/.test(value) || Number(value) > most) {
      this.refuse('FILE_MALFORMED', `'${shown(value)}' is no score from 0 to ${most}`);
    }
    this.#ballot.set(candidate, Rational.of(Number(value)));
  }

  #endBallot(): void {
    if (this.#ballot.size === 0) return;
    this.#ballots.push([this.#times ?? 1, this.#ballot]);
    this.#ballot = new Map();
    this.#times = null;
  }

  #integer(name: string, usual: number): number {
    const text = this.#options.get(name);
    if (text === undefined) return usual;
    if (!/^[1-9]\d{0,8}$/.test(text)) {
      this.refuse('FILE_MALFORMED', `option '${name}' is '${shown(text)}', no number above 0`);
    }
    return Number(text);
  }
}

/** Elections of the program starvote. */
export const starvote: FileFormat = {
  names: ['starvote'],
  title: 'starvote: scores as blocks of lines "candidate = score"',
  extensions: ['.starvote'],
  sniff: (start, fileName) =>
    /\.starvote$/i.test(fileName) || /^\s*(#[^\n]*\n\s*)*\[(options|ballots)\]\s*\n/.test(start),
  read: (bytes, context) => {
    const reader = new StarvoteReader(context);
    reader.push(bytes);
    return reader.end();
  },
  stream: (context) => new StarvoteReader(context),
};
