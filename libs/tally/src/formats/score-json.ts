import { Rational } from '../arithmetic/rational.js';
import { TallyError } from '../model/errors.js';
import { approvalElection, scoreElection } from '../model/make-election.js';
import type { Election } from '../model/election.js';
import type { ElectionFrame, Weight } from '../model/make-election.js';
import type { FileFormat, ReadContext } from '../reading/file-format.js';
import { placed } from '../reading/placed.js';
import { readJson, startsAsJsonWith } from '../reading/json-text.js';
import type { JsonNode } from '../reading/json-text.js';

/** Scores are kept over one divisor in 32 bits each. */
const LARGEST_SCORE = 0x7ffffffe;

/** `{candidates, ballots: [[count, [score or null per candidate]]]}` */
export const scoreJson: FileFormat = {
  names: ['score-json'],
  title: 'Scores as JSON: candidates, and ballots of a count and a score or null for each',
  extensions: ['.json'],
  sniff: (start) => startsAsJsonWith(start, 'candidates', 'ballots') && !isZeroOne(start),
  read: (bytes, context) =>
    placed(context.file, () => readScores(readJson(bytes, context.file), context)),
};

/** `{candidates, ballots: [[count, [0 or 1 per candidate]]]}` */
export const approvalJson: FileFormat = {
  names: ['approval-json'],
  title: 'Approvals as JSON: candidates, and ballots of a count and 0 or 1 for each',
  extensions: ['.json'],
  sniff: (start) => startsAsJsonWith(start, 'candidates', 'ballots') && isZeroOne(start),
  read: (bytes, context) =>
    placed(context.file, () => readApprovals(readJson(bytes, context.file), context)),
};

/** True if the first ballots hold nothing but 0 and 1, and no list within their list. */
function isZeroOne(start: string): boolean {
  const ballots = start.slice(start.indexOf('"ballots"'));
  return /^"ballots"\s*:\s*\[\s*\[\s*\d+\s*,\s*\[\s*[01](\s*,\s*[01])*\s*\]/.test(ballots);
}

function frameOf(root: JsonNode, context: ReadContext): ElectionFrame {
  const candidates = root
    .member('candidates')
    .items()
    .map((node) => node.text());
  const title = root.optional('title')?.text();
  return {
    candidates,
    ...(title === undefined ? {} : { title }),
    ...(context.seats === undefined ? {} : { seats: context.seats }),
  };
}

function readScores(root: JsonNode, context: ReadContext): Election {
  const frame = frameOf(root, context);
  const ballots = ballotsOf(root, frame.candidates.length, (node) =>
    node.value === null ? null : node.exact(),
  );
  const { divisor, scores } = overOneDivisor(
    ballots.map(([, row]) => row),
    context.file,
  );
  return scoreElection(
    frame,
    ballots.map(([weight], at) => [weight, scores[at] as (number | null)[]]),
    context.ballots === 'allocation' ? 'allocation' : 'score',
    divisor,
  );
}

function readApprovals(root: JsonNode, context: ReadContext): Election {
  const frame = frameOf(root, context);
  const ballots = ballotsOf(root, frame.candidates.length, (node) => node.integer(0, 1) === 1);
  return approvalElection(
    frame,
    ballots.map(([weight, row]) => [
      weight,
      row.flatMap((approved, candidate) => (approved ? [candidate] : [])),
    ]),
  );
}

function ballotsOf<T>(root: JsonNode, width: number, read: (node: JsonNode) => T): [Weight, T[]][] {
  return root
    .member('ballots')
    .items()
    .map((ballot) => {
      const [count, row] = ballot.items(2) as [JsonNode, JsonNode];
      return [count.weight(), row.items(width).map((node) => read(node))];
    });
}

/** Whole numbers over the least common denominator of exact scores. */
export function overOneDivisor(
  rows: readonly (readonly (Rational | null)[])[],
  file: string,
): { divisor: bigint; scores: (number | null)[][] } {
  let divisor = 1n;
  for (const row of rows) {
    for (const score of row) {
      if (score === null || divisor % score.denominator === 0n) continue;
      divisor *= Rational.of(score.denominator, divisor).numerator;
    }
  }
  const scores = rows.map((row) =>
    row.map((score) => {
      if (score === null) return null;
      const units = Number((score.numerator * divisor) / score.denominator);
      if (Math.abs(units) <= LARGEST_SCORE) return units;
      const message = `the score ${score.toDecimal()} cannot be counted`;
      throw new TallyError('FILE_MALFORMED', message, { file });
    }),
  );
  return { divisor, scores };
}
