import type { Rational } from '../arithmetic/rational.js';
import { folded } from '../csv/candidate-names.js';
import type { Election } from '../model/election.js';
import { rankedElection } from '../model/make-election.js';
import type { ElectionFrame } from '../model/make-election.js';
import type { FileFormat, ReadContext } from '../reading/file-format.js';
import type { JsonNode } from '../reading/json-text.js';
import { readJson, startsAsJsonWith } from '../reading/json-text.js';
import { electionOfMarks } from '../reading/marks.js';
import { placed } from '../reading/placed.js';

/** What a score of a ballot means, by BetterVoting's names of methods. */
const kinds: Readonly<Record<string, 'score' | 'approval' | 'ranked'>> = {
  STAR: 'score',
  STAR_PR: 'score',
  Approval: 'approval',
  Plurality: 'approval',
  RankedRobin: 'ranked',
  IRV: 'ranked',
  STV: 'ranked',
};

/**
 * An election with its ballots as BetterVoting gives them out: `{Election: {races}, Ballots}`. Of
 * several races `key` names one, by its title or id. A voter who was not asked about a race has no
 * ballot in it.
 *
 * @see github.com/Equal-Vote/bettervoting
 */
export const bettervotingJson: FileFormat = {
  names: ['bettervoting-json'],
  title: 'An election of BetterVoting with its ballots as JSON',
  extensions: ['.json'],
  sniff: (start) => startsAsJsonWith(start, 'Election', 'races'),
  read: (bytes, context) =>
    placed(context.file, () => readRace(readJson(bytes, context.file), context)),
};

function readRace(root: JsonNode, context: ReadContext): Election {
  const race = raceOf(root.member('Election'), context.key);
  const method = race.member('voting_method');
  const kind = kinds[method.text()];
  if (kind === undefined) throw method.refusal('is no method that is known');
  const candidates = race.member('candidates').items();
  const indexOf = new Map(
    candidates.map((node, index) => [node.member('candidate_id').text(), index]),
  );
  const frame: ElectionFrame = {
    title: race.member('title').text(),
    candidates: candidates.map((node) => node.member('candidate_name').text()),
    seats: context.seats ?? race.optional('num_winners')?.integer(1, 10_000) ?? 1,
  };
  const raceId = race.member('race_id').text();
  const rows = root
    .member('Ballots')
    .items()
    .flatMap((ballot) => ballot.member('votes').items())
    .filter((vote) => vote.member('race_id').text() === raceId)
    .map((vote) => marksOf(vote, indexOf));
  if (kind === 'ranked') return rankedElection(frame, rows.map(ranksOf));
  const ballots = rows.map((row) => [1, row] as const);
  const wanted = context.ballots === 'approval' || context.ballots === 'allocation';
  return electionOfMarks(frame, ballots, wanted ? context : { ...context, ballots: kind });
}

function raceOf(election: JsonNode, key: string | undefined): JsonNode {
  const races = election.member('races');
  const found = races.items().filter((race) => {
    if (key === undefined) return true;
    const names = [race.member('title').text(), race.member('race_id').text()];
    return names.some((name) => folded(name) === folded(key));
  });
  const [race] = found;
  if (found.length === 1 && race !== undefined) return race;
  const names = races.items().map((one) => `'${one.member('title').text()}'`);
  throw races.refusal(`hold several; --key names one of ${names.join(', ')}`);
}

/** The score or rank of each candidate, null for none. */
function marksOf(vote: JsonNode, indexOf: ReadonlyMap<string, number>): (Rational | null)[] {
  const row = Array.from({ length: indexOf.size }, (): Rational | null => null);
  for (const node of vote.member('scores').items()) {
    const id = node.member('candidate_id');
    const index = indexOf.get(id.text());
    if (index === undefined) throw id.refusal('is no candidate of the race', 'CANDIDATE_UNKNOWN');
    const score = node.optional('score');
    if (row[index] !== null) throw id.refusal('has two scores', 'CANDIDATE_REPEATED');
    row[index] = score?.exact() ?? null;
    if (row[index]?.isNegative()) throw node.refusal('has a score below zero');
  }
  return row;
}

/** Candidates by rank, 1 first; equal numbers share one, and 0 is no rank. */
function ranksOf(row: readonly (Rational | null)[]): [number, number[][]] {
  const given = row.flatMap((rank, index) =>
    rank === null || rank.isZero() ? [] : [{ rank, index }],
  );
  given.sort((a, b) => a.rank.compare(b.rank) || a.index - b.index);
  const ranks: number[][] = [];
  given.forEach(({ rank, index }, at) => {
    if (at > 0 && given[at - 1]?.rank.equals(rank)) ranks.at(-1)?.push(index);
    else ranks.push([index]);
  });
  return [1, ranks];
}
