import type { Election } from '../model/election.js';
import type { Outcome, TallyResult } from '../model/result.js';
import { exploreOutcomes } from '../ties/explore-outcomes.js';
import { TieBreaker } from '../ties/tie-breaker.js';
import type { CountingMethod } from '../method/counting-method.js';
import type { Finding } from '../method/make-result.js';
import { makeOutcome, makeResult } from '../method/make-result.js';
import type { OptionValues } from '../method/options.js';

/** A finding without what the tie breaker knows. */
export type FindingBeforeTies = Omit<Finding, 'ties' | 'outcomes'>;

/**
 * Runs a count whose ties go by the `tie` option. With the step `report`, the count is run once
 * for every way its open ties can go: the winners are those who win in all of them, the acceptable
 * outcomes are listed, and the rounds shown are those of the first.
 */
export function countWithTies(
  election: Election,
  method: Pick<CountingMethod, 'method' | 'variant'>,
  options: OptionValues,
  run: (ties: TieBreaker) => FindingBeforeTies,
): TallyResult {
  const rule = options.tieRule();
  if (!rule.steps.includes('report')) {
    const ties = new TieBreaker(election, rule);
    const finding = run(ties);
    return makeResult(election, method, options, { ...finding, ties: ties.records });
  }
  let first: Finding | null = null;
  const outcomes = exploreOutcomes((script) => {
    const ties = new TieBreaker(election, rule, script);
    const finding = run(ties);
    first ??= { ...finding, ties: ties.records };
    const outcome = makeOutcome(election, finding.winnerIndexes, finding.rankingIndexes);
    return { value: outcome, forks: ties.forks };
  }, rule.ways);
  return makeResult(election, method, options, openFinding(first as unknown as Finding, outcomes));
}

function openFinding(first: Finding, found: readonly Outcome[]): Finding {
  if (!first.ties.some(({ brokenBy }) => brokenBy === 'report')) return first;
  const bySet = new Map(found.map((outcome) => [setKey(outcome), outcome]));
  const outcomes = [...bySet.keys()].sort().map((key) => bySet.get(key) as Outcome);
  const sure = first.winnerIndexes.filter((index) =>
    outcomes.every(({ winnerIndexes }) => winnerIndexes.includes(index)),
  );
  const { rankingIndexes: _open, ...rest } = first;
  return {
    ...rest,
    winnerIndexes: sure,
    outcomes,
    account: [
      ...first.account,
      outcomes.length === 1
        ? 'Ties were left open, and make no difference: whichever way they fall, the same win.'
        : `Ties were left open: ${outcomes.length} outcomes are acceptable. ` +
          'The winners named are those in all of them; the rounds shown are those of one.',
    ],
  };
}

function setKey({ winnerIndexes }: Outcome): string {
  return [...winnerIndexes]
    .sort((a, b) => a - b)
    .map((index) => String(index).padStart(5, '0'))
    .join(',');
}
