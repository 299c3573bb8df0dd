import fc from 'fast-check';

import { count } from '../methods/registry.js';
import type { RawOptions } from '../method/options.js';
import type { TallyResult } from '../model/result.js';
import { arbitraryStrict, electionOf } from './arbitrary-elections.js';
import type { PlainElection } from './arbitrary-elections.js';
import { meekReference } from './meek-reference.js';
import type { MeekFinding } from './meek-reference.js';
import { warrenOutcomes } from './warren-reference.js';

/** A profile on which two counts differ, and what each says. */
interface Difference {
  readonly plain: PlainElection;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** What comparing two counts on many profiles found. */
export interface Comparison {
  readonly compared: number;
  readonly differences: readonly Difference[];
}

/** Profiles of a fixed seed: the same for everybody, and as many as asked for. */
function profiles(times: number, seed: number): PlainElection[] {
  return fc.sample(arbitraryStrict(4, 7), { numRuns: times, seed });
}

function stv(plain: PlainElection, variant: string, options: RawOptions): TallyResult {
  return count(electionOf(plain), { method: 'stv', variant, options });
}

/** Compares winners, and the votes of each round, with another program's count by Meek's rule. */
export function compareMeek(times: number, seed: number): Comparison {
  let compared = 0;
  const differences = profiles(times, seed).flatMap((plain) => {
    const theirs = meekReference(plain);
    if (theirs === null) return [];
    compared += 1;
    const result = stv(plain, 'meek-prf', { tie: 'first-listed' });
    const ours = { winners: sorted(result.winnerIndexes), rounds: roundsLike(theirs, result) };
    const same = JSON.stringify(ours) === JSON.stringify(theirs);
    return same ? [] : [{ plain, ours, theirs }];
  });
  return { compared, differences };
}

/** Compares all outcomes that ties can lead to with those of the reference for Warren's rule. */
export function compareWarren(times: number, seed: number): Comparison {
  let compared = 0;
  const differences = profiles(times, seed).flatMap((plain) => {
    const theirs = warrenOutcomes(plain);
    if (theirs === null) return [];
    compared += 1;
    const result = stv(plain, 'warren', { tie: 'report' });
    const outcomes = result.outcomes ?? [result];
    const ours = outcomes.map(({ winnerIndexes }) => sorted(winnerIndexes).join()).sort();
    const same = JSON.stringify(ours) === JSON.stringify(theirs);
    return same ? [] : [{ plain, ours, theirs }];
  });
  return { compared, differences };
}

function sorted(indexes: readonly number[]): number[] {
  return indexes.toSorted((a, b) => a - b);
}

/** Our rounds without the figures of candidates that the other program no longer shows. */
function roundsLike({ rounds }: MeekFinding, result: TallyResult): (string | null)[][] {
  return rounds.map((votes, round) =>
    votes.map((held, index) =>
      held === null ? null : (result.rounds?.[round]?.votes[index] ?? ''),
    ),
  );
}
