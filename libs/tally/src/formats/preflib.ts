import { requireOwnNames } from '../csv/candidate-names.js';
import { EQUAL_RANK, MAX_CANDIDATES } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import { makeElection } from '../model/make-election.js';
import { RankedBuilder } from '../model/ranked-builder.js';
import type { FileFormat } from '../reading/file-format.js';
import { TextReader } from '../reading/text-reader.js';

/**
 * PrefLib's ordinal files: strict and complete (soc), strict and incomplete (soi), with ties and
 * complete (toc), with ties and incomplete (toi). Metadata lines `# NAME: value`, then orders
 * `count: 1,{2,3},4` of alternatives numbered from 1.
 */
class PreflibReader extends TextReader {
  readonly #builder = new RankedBuilder();
  readonly #facts = new Map<string, string>();
  readonly #names = new Map<number, string>();
  #alternatives = 0;
  #voters = 0;
  #orders = 0;

  protected readLine(line: string): void {
    if (line.trim() === '') return;
    if (line.startsWith('#')) this.#readFact(line);
    else this.#readOrder(line);
  }

  protected finish(): Election {
    if (this.#alternatives === 0) this.#readAlternatives();
    this.#check('NUMBER VOTERS', this.#voters);
    this.#check('NUMBER UNIQUE ORDERS', this.#orders);
    const candidates = Array.from(
      { length: this.#alternatives },
      (_, index) => this.#names.get(index + 1) ?? `Alternative ${index + 1}`,
    );
    requireOwnNames(candidates, { file: this.context.file });
    return makeElection(
      {
        title: this.#facts.get('TITLE') ?? '',
        candidates,
        ...(this.context.seats === undefined ? {} : { seats: this.context.seats }),
      },
      this.#builder.build('last'),
    );
  }

  #readFact(line: string): void {
    const match = /^#\s*([^:]+):\s*(.*)$/.exec(line);
    if (!match) this.refuse('FILE_MALFORMED', 'a metadata line that is not # NAME: value');
    const [, name = '', value = ''] = match;
    const alternative = /^ALTERNATIVE NAME (\d{1,6})$/.exec(name.trim());
    if (alternative) this.#names.set(Number(alternative[1]), value.trim());
    else this.#facts.set(name.trim(), value.trim());
  }

  #readAlternatives(): void {
    const count = this.#facts.get('NUMBER ALTERNATIVES') ?? '';
    this.#alternatives = /^\d{1,9}$/.test(count) ? Number(count) : 0;
    if (this.#alternatives < 1 || this.#alternatives > MAX_CANDIDATES) {
      this.refuse('FILE_MALFORMED', 'no PrefLib file: # NUMBER ALTERNATIVES is missing or odd');
    }
    const kind = this.#facts.get('DATA TYPE');
    if (kind !== undefined && !['soc', 'soi', 'toc', 'toi'].includes(kind)) {
      this.refuse('FILE_MALFORMED', `PrefLib's '${kind}' files hold no orders`);
    }
  }

  #readOrder(line: string): void {
    if (this.#alternatives === 0) this.#readAlternatives();
    const colon = line.indexOf(':');
    const count = line.slice(0, Math.max(colon, 0)).trim();
    if (!/^\d{1,15}$/.test(count) || Number(count) === 0) {
      this.refuse('WEIGHT_INVALID', "an order starts with its count: '3: 1,2'");
    }
    const seen = new Set<number>();
    const order = line.slice(colon + 1);
    const token = /\s*(\{[^{}]*\}|\d+)\s*(,|$)/y;
    let trailing = false;
    while (token.lastIndex < order.length && order.slice(token.lastIndex).trim() !== '') {
      const at = order.length - order.slice(token.lastIndex).trimStart().length;
      const match = token.exec(order);
      if (!match) this.refuse('FILE_MALFORMED', 'an order that cannot be read', colon + 2 + at);
      this.#pushGroup(match[1] ?? '', seen, colon + 2 + at);
      trailing = match[2] === ',';
    }
    if (trailing) this.refuse('FILE_MALFORMED', 'an order that ends with a comma', line.length);
    this.#builder.endBallot(Number(count));
    this.#voters += Number(count);
    this.#orders++;
  }

  #pushGroup(text: string, seen: Set<number>, column: number): void {
    const words = text.startsWith('{') ? text.slice(1, -1).split(',') : [text];
    words.forEach((word, place) => {
      const number = /^\s*\d{1,6}\s*$/.test(word) ? Number(word) : 0;
      if (number < 1 || number > this.#alternatives) {
        const shown = word.trim().slice(0, 20);
        this.refuse('CANDIDATE_UNKNOWN', `no alternative '${shown}'`, column);
      }
      if (seen.has(number)) {
        this.refuse('CANDIDATE_REPEATED', `alternative ${number} twice in one order`, column);
      }
      seen.add(number);
      this.#builder.push(place === 0 ? number - 1 : (number - 1) | EQUAL_RANK);
    });
  }

  #check(name: string, counted: number): void {
    const stated = this.#facts.get(name);
    if (stated === undefined || stated === String(counted)) return;
    this.refuse('FILE_MALFORMED', `# ${name}: ${stated}, but there are ${counted}`);
  }
}

/** PrefLib's soc, soi, toc and toi. */
export const preflib: FileFormat = {
  names: ['preflib'],
  title: 'PrefLib orders: soc, soi, toc and toi',
  extensions: ['.soc', '.soi', '.toc', '.toi'],
  sniff: (start, fileName) =>
    /\.(soc|soi|toc|toi)$/i.test(fileName) || /^#\s*(FILE NAME|NUMBER ALTERNATIVES):/m.test(start),
  read: (bytes, context) => {
    const reader = new PreflibReader(context);
    reader.push(bytes);
    return reader.end();
  },
  stream: (context) => new PreflibReader(context),
};
