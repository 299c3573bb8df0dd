import { TallyError } from '../model/errors.js';
import type { FilePosition } from '../model/errors.js';

/** A name as it is compared: in lower case, with single blanks and none around it. */
export function folded(name: string): string {
  return name.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase();
}

/**
 * The candidates of a file whose ballots name them. Names that differ only by case or blanks are
 * one person to whoever wrote them, and two to a program: they are refused, or merged into the
 * spelling that came first, as the caller says.
 */
export class CandidateNames {
  readonly list: string[] = [];
  readonly #merge: boolean;
  readonly #bySpelling = new Map<string, number>();
  readonly #byFolded = new Map<string, number>();
  readonly #merged = new Map<string, string>();

  readonly #advice: string;

  /** @param rule `columns`: each has a column of its own, of which two cannot be merged */
  constructor(rule: 'refuse' | 'merge' | 'columns' = 'refuse') {
    this.#merge = rule === 'merge';
    this.#advice =
      rule === 'columns' ? 'two columns cannot be one' : 'make them alike, or say --names merge';
  }

  /** What was merged, in words. */
  get notes(): string[] {
    return [...this.#merged].map(([spelling, name]) => `'${spelling}' was read as '${name}'.`);
  }

  /**
   * The index of a candidate, who is added when not known yet.
   * @throws TallyError CANDIDATE_REPEATED for a name that differs from another by case or blanks
   */
  indexOf(spelling: string, position: FilePosition): number {
    const known = this.#bySpelling.get(spelling);
    if (known !== undefined) return known;
    const key = folded(spelling);
    const alike = this.#byFolded.get(key);
    if (alike === undefined) return this.#add(spelling, key);
    const name = this.list[alike] as string;
    if (!this.#merge) {
      const message =
        `'${shown(spelling)}' differs from '${shown(name)}' only by case or blanks; ` +
        this.#advice;
      throw new TallyError('CANDIDATE_REPEATED', message, position);
    }
    this.#merged.set(spelling, name);
    this.#bySpelling.set(spelling, alike);
    return alike;
  }

  #add(spelling: string, key: string): number {
    const index = this.list.push(spelling) - 1;
    this.#bySpelling.set(spelling, index);
    this.#byFolded.set(key, index);
    return index;
  }
}

/** A text of a file as a message shows it. */
export function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/**
 * Refuses candidates of a file that numbers them when two have one name, or names that differ only
 * by case or blanks: of a result that names them nobody would know whom it elects.
 * @throws TallyError CANDIDATE_REPEATED
 */
export function requireOwnNames(names: readonly string[], position: FilePosition = {}): void {
  const known = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const first = known.get(folded(name));
    if (first !== undefined) {
      const differs = first === name ? 'is' : 'differs only by case or blanks from';
      const message = `the name '${shown(name)}' of candidate ${index + 1} ${differs} one before`;
      throw new TallyError('CANDIDATE_REPEATED', message, position);
    }
    known.set(folded(name), name);
  }
}
