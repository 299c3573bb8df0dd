import type { Election } from '../model/election.js';
import type { CountRound, JsonValue, Outcome, TallyResult, TieRecord } from '../model/result.js';
import type { CountingMethod } from './counting-method.js';
import type { OptionValues } from './options.js';

/** What a method found out, by candidate index; `makeResult` adds names and the frame. */
export interface Finding {
  readonly winnerIndexes: readonly number[];
  readonly rankingIndexes?: readonly (readonly number[])[];
  readonly quota?: string;
  readonly rounds?: readonly CountRound[];
  readonly pairwise?: readonly (readonly string[])[];
  readonly totals?: readonly string[];
  readonly ties: readonly TieRecord[];
  readonly outcomes?: readonly Outcome[];
  readonly figures?: Readonly<Record<string, JsonValue>>;
  readonly account: readonly string[];
}

/** A sentence for every tie: who was equal, who was picked, and by what. */
function tiesInWords(ties: readonly TieRecord[]): string[] {
  return ties.map(({ round, purpose, names, candidates, chosen, detail }) => {
    const picked = chosen.map((index) => names[candidates.indexOf(index)]).join(', ');
    const place = round === undefined ? '' : ` in round ${round}`;
    const who = picked === '' ? 'nobody is picked' : `${picked} is picked`;
    return `Tie${place} (${purpose}) between ${names.join(', ')}: ${who}, ${detail}.`;
  });
}

/** The result in its one shape, keys always in the same order. */
export function makeResult(
  election: Election,
  method: Pick<CountingMethod, 'method' | 'variant'>,
  options: OptionValues,
  finding: Finding,
): TallyResult {
  const names = (indexes: readonly number[]): string[] =>
    indexes.map((index) => election.candidates[index]?.name ?? '');
  const { rankingIndexes: ranking, quota, rounds, pairwise, totals, outcomes, figures } = finding;
  return {
    method: method.method,
    variant: method.variant,
    options: options.toJson(),
    seats: election.seats,
    candidates: election.candidates.map(({ name }) => name),
    winners: names(finding.winnerIndexes),
    winnerIndexes: finding.winnerIndexes,
    ...(ranking ? { ranking: ranking.map(names), rankingIndexes: ranking } : {}),
    ...(quota === undefined ? {} : { quota }),
    ...(rounds ? { rounds } : {}),
    ...(pairwise ? { pairwise } : {}),
    ...(totals ? { totals } : {}),
    ties: finding.ties,
    ...(outcomes ? { outcomes } : {}),
    ...(figures ? { figures } : {}),
    account: [...finding.account, ...tiesInWords(finding.ties)],
  };
}

/** An acceptable outcome by its winners (and ranking). */
export function makeOutcome(
  election: Election,
  winnerIndexes: readonly number[],
  rankingIndexes?: readonly (readonly number[])[],
): Outcome {
  return {
    winners: winnerIndexes.map((index) => election.candidates[index]?.name ?? ''),
    winnerIndexes,
    ...(rankingIndexes ? { rankingIndexes } : {}),
  };
}
