import { requireOwnNames } from '../csv/candidate-names.js';
import type { Rational } from '../arithmetic/rational.js';
import { approvalElection } from '../model/make-election.js';
import type { Election } from '../model/election.js';
import type { ElectionFrame, Weight } from '../model/make-election.js';
import type { FileFormat, ReadContext } from '../reading/file-format.js';
import { electionOfMarks } from '../reading/marks.js';
import { placed } from '../reading/placed.js';
import { readJson, startsAsJsonWith } from '../reading/json-text.js';
import type { JsonNode } from '../reading/json-text.js';

/**
 * `{candidates, ballots: [[count, [mark per candidate]]]}`: scores, or approvals if the whole file
 * has nothing but 0 and 1. How it starts does not say: the first voter may have liked nobody.
 */
export const marksJson: FileFormat = {
  names: ['marks-json'],
  title: 'Scores or approvals as JSON, told apart by what is counted and by the whole file',
  extensions: ['.json'],
  sniff: (start) => startsAsJsonWith(start, 'candidates', 'ballots'),
  read: (bytes, context) =>
    placed(context.file, () => readMarks(readJson(bytes, context.file), context)),
};

/** `{candidates, ballots: [[count, [score or null per candidate]]]}` */
export const scoreJson: FileFormat = {
  names: ['score-json'],
  title: 'Scores as JSON: candidates, and ballots of a count and a score or null for each',
  extensions: ['.json'],
  sniff: () => false,
  read: (bytes, context) =>
    placed(context.file, () => {
      const kind = context.ballots === 'allocation' ? 'allocation' : 'score';
      return readMarks(readJson(bytes, context.file), { ...context, ballots: kind });
    }),
};

/** `{candidates, ballots: [[count, [0 or 1 per candidate]]]}` */
export const approvalJson: FileFormat = {
  names: ['approval-json'],
  title: 'Approvals as JSON: candidates, and ballots of a count and 0 or 1 for each',
  extensions: ['.json'],
  sniff: () => false,
  read: (bytes, context) =>
    placed(context.file, () => readApprovals(readJson(bytes, context.file), context)),
};

function frameOf(root: JsonNode, context: ReadContext): ElectionFrame {
  const candidates = root
    .member('candidates')
    .items()
    .map((node) => node.text());
  requireOwnNames(candidates, { file: context.file });
  const title = root.optional('title')?.text();
  return {
    candidates,
    ...(title === undefined ? {} : { title }),
    ...(context.seats === undefined ? {} : { seats: context.seats }),
  };
}

function readMarks(root: JsonNode, context: ReadContext): Election {
  const frame = frameOf(root, context);
  const ballots = ballotsOf<Rational | null>(root, frame.candidates.length, (node) =>
    node.value === null ? null : node.exact(),
  );
  return electionOfMarks(frame, ballots, context);
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
