import { Rational } from '../arithmetic/rational.js';
import type { Election } from '../model/election.js';
import type { ElectionFrame } from '../model/make-election.js';
import type { ReadContext } from '../reading/file-format.js';
import { electionOfMarks } from '../reading/marks.js';
import { shown } from './candidate-names.js';
import type { RefuseRow } from './ranked-row.js';

/** Ballots that give each candidate points, or none. */
export class ScoreTable {
  readonly #rows: [Rational, (Rational | null)[]][] = [];

  add(weight: Rational, values: readonly string[], refuse: RefuseRow): void {
    const row = values.map((value) => {
      if (value === '') return null;
      const score = Rational.parse(value);
      if (score === null) refuse('FILE_MALFORMED', `'${shown(value)}' is no score`);
      return score;
    });
    this.#rows.push([weight, row]);
  }

  election(frame: ElectionFrame, context: ReadContext): Election {
    return electionOfMarks(frame, this.#rows, context);
  }
}
