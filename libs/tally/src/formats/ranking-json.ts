import { requireOwnNames } from '../csv/candidate-names.js';
import { EQUAL_RANK, EQUAL_WRITE_IN, OVERVOTE, SKIPPED_RANK, WRITE_IN } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import { makeElection, rankedElection } from '../model/make-election.js';
import { RankedBuilder } from '../model/ranked-builder.js';
import type { FileFormat, ReadContext } from '../reading/file-format.js';
import type { JsonNode } from '../reading/json-text.js';
import { readJson, startsAsJsonWith } from '../reading/json-text.js';

/** `{candidates, unranked, ballots: [[count, [[indexes at first], [second], …]]]}` */
export const rankedJson: FileFormat = {
  names: ['ranked-json'],
  title: 'Rankings as JSON: candidates, and ballots of a count and a list of ranks',
  extensions: ['.json'],
  sniff: (start) => startsAsJsonWith(start, 'candidates', 'ballots', 'unranked'),
  read: (bytes, context) => readRanked(readJson(bytes, context.file), context),
};

/** `{candidates, excluded, ballots: [[count, [cell, …]]]}`: paper ballots as they were marked. */
export const rankCellsJson: FileFormat = {
  names: ['rank-cells-json'],
  title: 'Marked papers as JSON: per rank a candidate, nothing, several, an overvote, a write-in',
  extensions: ['.json'],
  sniff: (start) => startsAsJsonWith(start, 'candidates', 'excluded', 'ballots'),
  read: (bytes, context) => readCells(readJson(bytes, context.file), context),
};

function readRanked(root: JsonNode, context: ReadContext): Election {
  const candidates = namesOf(root);
  const unranked = root.optional('unranked')?.text() ?? 'last';
  if (unranked !== 'last' && unranked !== 'no-opinion') {
    throw root.member('unranked').refusal("has to be 'last' or 'no-opinion'");
  }
  const ballots = root
    .member('ballots')
    .items()
    .map((ballot) => {
      const [count, ranks] = ballot.items(2) as [JsonNode, JsonNode];
      const seen = new Set<number>();
      return [
        count.weight(),
        ranks.items().map((rank) => {
          const group = Array.isArray(rank.value) ? rank.items() : [rank];
          return group.map((node) => uniqueCandidate(node, candidates.length, seen));
        }),
      ] as const;
    });
  return placed(context, () => rankedElection(frameOf(root, context), ballots, unranked));
}

function uniqueCandidate(node: JsonNode, count: number, seen: Set<number>): number {
  const candidate = node.integer(0, count - 1, 'CANDIDATE_UNKNOWN');
  if (seen.has(candidate)) throw node.refusal('names a candidate again', 'CANDIDATE_REPEATED');
  seen.add(candidate);
  return candidate;
}

function readCells(root: JsonNode, context: ReadContext): Election {
  const count = namesOf(root).length;
  const builder = new RankedBuilder();
  for (const ballot of root.member('ballots').items()) {
    const [weight, cells] = ballot.items(2) as [JsonNode, JsonNode];
    for (const cell of cells.items()) pushCell(builder, cell, count);
    builder.endBallot(weight.integer(1, Number.MAX_SAFE_INTEGER, 'WEIGHT_INVALID'));
  }
  const frame = frameOf(root, context);
  return placed(context, () => makeElection(frame, builder.build('last')));
}

function pushCell(builder: RankedBuilder, cell: JsonNode, count: number): void {
  if (cell.value === null) return builder.push(SKIPPED_RANK);
  if (cell.value === 'O') return builder.push(OVERVOTE);
  if (cell.value === 'W') return builder.push(WRITE_IN);
  if (!Array.isArray(cell.value)) {
    return builder.push(cell.integer(0, count - 1, 'CANDIDATE_UNKNOWN'));
  }
  const marked = cell.items();
  const writeIn = marked.some(({ value }) => value === 'W');
  const candidates = marked
    .filter(({ value }) => value !== 'W')
    .map((node) => node.integer(0, count - 1, 'CANDIDATE_UNKNOWN'));
  const group = [...new Set(candidates)].sort((a, b) => a - b);
  group.forEach((candidate, place) => {
    builder.push(place === 0 ? candidate : candidate | EQUAL_RANK);
  });
  if (writeIn) builder.push(group.length > 0 ? EQUAL_WRITE_IN : WRITE_IN);
  else if (group.length === 0) builder.push(SKIPPED_RANK);
}

function namesOf(root: JsonNode): string[] {
  return root
    .member('candidates')
    .items()
    .map((node) => node.text());
}

function frameOf(root: JsonNode, context: ReadContext): Parameters<typeof makeElection>[0] {
  const names = namesOf(root);
  requireOwnNames(names, { file: context.file });
  const title = root.optional('title')?.text();
  const excluded = (root.optional('excluded')?.items() ?? []).map((node) => node.text());
  return {
    candidates: names,
    withdrawn: excluded.map((name) => names.indexOf(name)).filter((index) => index >= 0),
    ...(title === undefined ? {} : { title }),
    ...(context.seats === undefined ? {} : { seats: context.seats }),
  };
}

function placed(context: ReadContext, make: () => Election): Election {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof TallyError) || error.position.file !== undefined) throw error;
    throw new TallyError(error.code, error.message, { file: context.file });
  }
}
