import type { Rational } from '../arithmetic/rational.js';
import type { Election } from '../model/election.js';
import { approvalElection, rankedElection, scoreElection } from '../model/make-election.js';
import type { ElectionFrame, Weight } from '../model/make-election.js';
import type { FileFormat, ReadContext } from '../reading/file-format.js';
import { placed } from '../reading/placed.js';
import { readJson, startsAsJsonWith } from '../reading/json-text.js';
import type { JsonNode } from '../reading/json-text.js';
import { overOneDivisor } from '../reading/marks.js';

/**
 * A proposal with its votes as Snapshot exports them. Choices count from 1, `balance` is the weight
 * of a vote. A vote is one choice, a list of choices (approved, or ranked if rankings are asked
 * for), or points by choice.
 */
export const snapshotJson: FileFormat = {
  names: ['snapshot-json', 'snapshot-json (choices are 1-based; balance = ballot weight)'],
  title: 'A Snapshot proposal with its votes as JSON',
  extensions: ['.json'],
  sniff: (start) => startsAsJsonWith(start, 'proposal', 'choices'),
  read: (bytes, context) =>
    placed(context.file, () => readVotes(readJson(bytes, context.file), context)),
};

function readVotes(root: JsonNode, context: ReadContext): Election {
  const proposal = root.member('proposal');
  const choices = proposal
    .member('choices')
    .items()
    .map((node) => node.text());
  const frame: ElectionFrame = {
    title: proposal.optional('title')?.text() ?? '',
    candidates: choices,
    ...(context.seats === undefined ? {} : { seats: context.seats }),
  };
  const votes = root.member('votes').items();
  const first = votes[0]?.member('choice').value;
  if (typeof first === 'object' && !Array.isArray(first)) {
    return readPoints(frame, votes, context);
  }
  const lists = votes.map((vote): [Weight, number[]] => [
    vote.member('balance').weight(),
    readChoices(vote.member('choice'), choices.length),
  ]);
  return context.ballots === 'ranked'
    ? rankedElection(frame, lists)
    : approvalElection(frame, lists);
}

/** One choice, or several without repetition, as candidate indexes. */
function readChoices(node: JsonNode, width: number): number[] {
  const listed = typeof node.value === 'number' ? [node] : node.items();
  const indexes = listed.map((choice) => choice.integer(1, width, 'CANDIDATE_UNKNOWN') - 1);
  if (new Set(indexes).size < indexes.length) {
    throw node.refusal('names a choice twice', 'CANDIDATE_REPEATED');
  }
  return indexes;
}

function readPoints(
  frame: ElectionFrame,
  votes: readonly JsonNode[],
  context: ReadContext,
): Election {
  const width = frame.candidates.length;
  const rows = votes.map((vote) => {
    const points = Array.from({ length: width }, (): Rational | null => null);
    for (const [choice, node] of vote.member('choice').entries()) {
      const index = /^[1-9]\d{0,5}$/.test(choice) ? Number(choice) - 1 : width;
      if (index >= width) throw node.refusal('is no choice', 'CANDIDATE_UNKNOWN');
      const value = node.exact();
      if (value.isNegative()) throw node.refusal('is below zero');
      points[index] = value;
    }
    return points;
  });
  const { divisor, scores } = overOneDivisor(rows, context.file);
  return scoreElection(
    frame,
    votes.map((vote, at) => [vote.member('balance').weight(), scores[at] as (number | null)[]]),
    context.ballots === 'score' ? 'score' : 'allocation',
    divisor,
  );
}
