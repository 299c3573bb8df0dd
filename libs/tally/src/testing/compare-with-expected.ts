import { readFileSync } from 'node:fs';

import { Rational } from '../arithmetic/rational.js';
import type { TallyResult } from '../model/result.js';

/** What a case of the conformance index expects; every key is optional. */
export interface ExpectedResult {
  readonly winners?: readonly string[];
  readonly winnerIndexes?: readonly number[];
  readonly anyOfWinnerIndexes?: readonly number[];
  readonly anyOfWinnerSets?: readonly (readonly number[])[];
  readonly anyOfRankings?: readonly (readonly (readonly number[])[])[];
  readonly ranking?: readonly (number | readonly number[])[];
  readonly trueTieIndexes?: readonly number[];
  readonly totals?: readonly (number | string)[];
  readonly scores?: readonly (number | string)[];
  readonly tolerance?: number;
  readonly quota?: string;
  readonly roundsFile?: string;
  readonly rounds?: readonly unknown[];
  readonly ties?: readonly {
    readonly mode: string;
    readonly eliminated?: string;
    readonly won?: string;
  }[];
  readonly finalVotes?: Readonly<Record<string, string>>;
  readonly finalQuota?: string;
  readonly [figure: string]: unknown;
}

/** Figures of a result that are compared as they are, when a case expects them. */
const comparedFigures = [
  'strongestPaths',
  'topScoreCounts',
  'selectionOrder',
  'totalCost',
  'finalPerVoter',
  'satisfaction',
] as const;

/** What is wrong with a result, in words; null when it is as expected. */
export function compareWithExpected(
  result: TallyResult,
  expected: ExpectedResult,
  folder: URL,
): string | null {
  return (
    compareWinners(result, expected) ??
    compareRanking(result, expected) ??
    compareNumbers('totals', result.totals, expected.totals, expected.tolerance) ??
    compareNumbers('scores', result.totals, expected.scores, expected.tolerance) ??
    compareNumbers('quota', result.quota ? [result.quota] : [], quotaOf(expected)) ??
    compareFigures(result, expected) ??
    compareFinal(result, expected) ??
    compareRounds(result, expected, folder)
  );
}

function quotaOf(expected: ExpectedResult): string[] | undefined {
  return expected.quota === undefined ? undefined : [expected.quota];
}

function compareWinners(result: TallyResult, expected: ExpectedResult): string | null {
  const got = JSON.stringify(sorted(result.winnerIndexes));
  if (expected.anyOfWinnerSets) {
    const sets = expected.anyOfWinnerSets.map((set) => JSON.stringify(sorted(set)));
    return sets.includes(got) ? null : `winners ${got}, none of ${sets.join(' ')}`;
  }
  if (expected.anyOfWinnerIndexes) {
    const any = result.winnerIndexes.every((index) => expected.anyOfWinnerIndexes?.includes(index));
    return any && result.winnerIndexes.length > 0 ? null : `winners ${got}`;
  }
  if (expected.trueTieIndexes) {
    const tied = result.ties.some(
      ({ candidates }) =>
        JSON.stringify(sorted(candidates)) ===
        JSON.stringify(sorted(expected.trueTieIndexes ?? [])),
    );
    return tied ? null : `no true tie among ${JSON.stringify(expected.trueTieIndexes)}`;
  }
  if (expected.winnerIndexes) {
    const want = JSON.stringify(sorted(expected.winnerIndexes));
    return got === want ? null : `winners ${got}, not ${want}`;
  }
  if (!expected.winners) return null;
  const names = JSON.stringify(result.winners.toSorted());
  const want = JSON.stringify(expected.winners.toSorted());
  return names === want ? null : `winners ${names}, not ${want}`;
}

function compareRanking(result: TallyResult, expected: ExpectedResult): string | null {
  const got = JSON.stringify(result.rankingIndexes?.map(sorted));
  if (expected.anyOfRankings) {
    const any = expected.anyOfRankings.map((ranking) => JSON.stringify(ranking.map(sorted)));
    return any.includes(got) ? null : `ranking ${got}, none of ${any.join(' ')}`;
  }
  if (!expected.ranking) return null;
  const groups = expected.ranking.map((group) => (typeof group === 'number' ? [group] : group));
  const want = JSON.stringify(groups.map(sorted));
  return got === want ? null : `ranking ${got}, not ${want}`;
}

function compareFigures(result: TallyResult, expected: ExpectedResult): string | null {
  const matrix = normal(expected['preferenceMatrix']);
  if (matrix !== undefined && normal(result.pairwise) !== matrix) {
    return `pairwise ${normal(result.pairwise)}, not ${matrix}`;
  }
  for (const name of comparedFigures) {
    if (expected[name] === undefined) continue;
    const stated = result.figures?.[name];
    const got = normal(stated ?? (name === 'selectionOrder' ? result.winners : undefined));
    const want = normal(expected[name]);
    if (got !== want) return `${name} ${got}, not ${want}`;
  }
  return null;
}

function compareFinal(result: TallyResult, expected: ExpectedResult): string | null {
  if (!expected.finalVotes) return null;
  const last = result.rounds?.at(-1);
  const names = Object.keys(expected.finalVotes);
  const got = names.map((name) => last?.votes[result.candidates.indexOf(name)] ?? 'none');
  return (
    compareNumbers('final votes', got, Object.values(expected.finalVotes), expected.tolerance) ??
    compareNumbers(
      'final quota',
      [last?.quota ?? 'none'],
      [expected.finalQuota ?? ''],
      expected.tolerance,
    )
  );
}

interface ExpectedStage {
  readonly votes: readonly string[];
  readonly quota?: string;
  readonly elected?: readonly number[];
  readonly excluded?: readonly number[];
}

/** Compares stage by stage, where the stages are known. */
function compareRounds(result: TallyResult, expected: ExpectedResult, folder: URL): string | null {
  if (isTallied(expected.rounds)) return compareTallies(result, expected.rounds);
  if (isCounted(expected.rounds)) return compareCounts(result, expected.rounds);
  if (!expected.roundsFile?.endsWith('.json')) return null;
  const file = JSON.parse(readFileSync(new URL(expected.roundsFile, folder), 'utf8')) as {
    stages?: ExpectedStage[];
    rounds?: ExpectedStage[];
  };
  const stages = file.stages ?? file.rounds ?? [];
  if (stages.length !== result.rounds?.length) {
    return `${result.rounds?.length} rounds, not ${stages.length}`;
  }
  for (const [at, stage] of stages.entries()) {
    const round = result.rounds[at];
    const problem =
      compareNumbers('votes', round?.votes, stage.votes, expected.tolerance) ??
      compareNumbers(
        'quota',
        round?.quota === undefined ? undefined : [round.quota],
        stage.quota === undefined ? undefined : [stage.quota],
        expected.tolerance,
      ) ??
      compareSets('elected', round?.elected, stage.elected) ??
      compareSets('excluded', round?.excluded, stage.excluded);
    if (problem !== null) return `round ${at + 1}: ${problem}`;
  }
  return null;
}

interface Tallied {
  readonly tally: Readonly<Record<string, string>>;
  readonly threshold: string;
  readonly elected: readonly string[];
  readonly eliminated: readonly string[];
}

function isTallied(rounds: unknown): rounds is readonly Tallied[] {
  return Array.isArray(rounds) && (rounds as Tallied[])[0]?.tally !== undefined;
}

function isCounted(rounds: unknown): rounds is readonly Readonly<Record<string, number>>[] {
  return Array.isArray(rounds) && !isTallied(rounds);
}

/** Rounds as RCTab reports them: by name, with write-ins as a candidate. */
function compareTallies(result: TallyResult, rounds: readonly Tallied[]): string | null {
  if (rounds.length !== result.rounds?.length) {
    return `${result.rounds?.length} rounds, not ${rounds.length}`;
  }
  for (const [at, expected] of rounds.entries()) {
    const round = result.rounds[at];
    const names = Object.keys(expected.tally);
    const got = names.map((name) =>
      name === 'Undeclared Write-ins'
        ? textOf(round?.figures?.['writeIns'])
        : (round?.votes[result.candidates.indexOf(name)] ?? ''),
    );
    const index = (list: readonly string[]): number[] =>
      list.map((name) => result.candidates.indexOf(name)).filter((place) => place >= 0);
    const problem =
      compareNumbers('tally', got, Object.values(expected.tally)) ??
      compareNumbers('threshold', [round?.quota ?? ''], [expected.threshold]) ??
      compareSets('elected', round?.elected, index(expected.elected)) ??
      compareSets('eliminated', round?.excluded, index(expected.eliminated));
    if (problem !== null) return `round ${at + 1}: ${problem}`;
  }
  return null;
}

/** Rounds as counts by candidate index or name, of those still in the count. */
function compareCounts(
  result: TallyResult,
  rounds: readonly Readonly<Record<string, number>>[],
): string | null {
  for (const [at, expected] of rounds.entries()) {
    const keys = Object.keys(expected);
    const got = keys.map((key) => {
      const named = result.candidates.indexOf(key);
      return result.rounds?.[at]?.votes[named >= 0 ? named : Number(key)] ?? 'none';
    });
    const problem = compareNumbers('votes', got, Object.values(expected));
    if (problem !== null) return `round ${at + 1}: ${problem}`;
  }
  return null;
}

function compareNumbers(
  what: string,
  got: readonly string[] | undefined,
  want: readonly (number | string)[] | undefined,
  tolerance = 0,
): string | null {
  if (want === undefined) return null;
  const limit = Rational.parse(String(tolerance)) ?? Rational.ZERO;
  const equal =
    got?.length === want.length &&
    want.every((value, at) => within(got[at] ?? '', String(value), limit));
  return equal ? null : `${what} ${JSON.stringify(got)}, not ${JSON.stringify(want)}`;
}

function within(got: string, want: string, limit: Rational): boolean {
  const [left, right] = [Rational.parse(got), Rational.parse(want)];
  if (left === null || right === null) return false;
  const gap = left.sub(right);
  return (gap.isNegative() ? gap.negate() : gap).compare(limit) <= 0;
}

function compareSets(
  what: string,
  got: readonly number[] | undefined,
  want: readonly number[] | undefined,
): string | null {
  if (want === undefined) return null;
  const [left, right] = [sorted(got ?? []), sorted(want)].map((list) => JSON.stringify(list));
  return left === right ? null : `${what} ${left}, not ${right}`;
}

function sorted(list: readonly number[]): number[] {
  return [...list].sort((a, b) => a - b);
}

/** JSON in which 3 and "3" are the same. */
function normal(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'number' ? String(part) : part,
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
