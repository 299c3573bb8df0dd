import { approvalProfileOf } from '../approval/approval-profile.js';
import { Rational } from '../arithmetic/rational.js';
import { hopefulIndexes } from '../model/election.js';
import type { Election } from '../model/election.js';
import { TallyError } from '../model/errors.js';
import type { TieBreaker } from '../ties/tie-breaker.js';
import type { Pick, Purseful } from './completions.js';
import type { BudgetCase, Utility } from './equal-shares.js';
import { rivalsOf } from './rivals.js';

/** Costs in whole units, and what one unit is worth. */
export interface Costs {
  readonly units: readonly bigint[];
  readonly limit: Rational;
  /** Units to one of the file's amounts. */
  readonly scale: bigint;
  /** True if every candidate costs a seat, because the election names no costs. */
  readonly isCommittee: boolean;
}

/**
 * The costs of an election. One without any costs or budget is a committee: a seat costs 1 and
 * there are as many as seats.
 */
export function costsOf(election: Election): Costs {
  const { candidates, budget, seats } = election;
  const isCommittee = budget === undefined && candidates.every(({ cost }) => cost === undefined);
  if (isCommittee && election.incompatible !== undefined) {
    throw new TallyError('BUDGET_INVALID', 'only projects with costs exclude each other');
  }
  if (isCommittee) {
    const units = candidates.map(() => 1n);
    return { units, limit: Rational.of(seats), scale: 1n, isCommittee };
  }
  if (budget === undefined) throw new TallyError('BUDGET_INVALID', 'there is no budget');
  const costs = candidates.map(({ cost, name }) => {
    if (cost === undefined) throw new TallyError('BUDGET_INVALID', `${name} has no cost`);
    return cost;
  });
  const scale = costs.reduce((all, { denominator }) => {
    return Rational.of(denominator, all).numerator * all;
  }, 1n);
  return {
    units: costs.map(({ numerator, denominator }) => (numerator * scale) / denominator),
    limit: budget.mul(Rational.of(scale)),
    scale,
    isCommittee,
  };
}

/** An approval election as a budget to be shared out. Projects beyond the whole budget are out. */
export function pursefulOf(election: Election, costs: Costs, utility: Utility): Purseful {
  const open = hopefulIndexes(election).filter(
    (index) => Rational.of(costs.units[index] as bigint).compare(costs.limit) <= 0,
  );
  const profile = approvalProfileOf(election.ballots, election.candidates.length, open);
  const rivals = rivalsOf(election);
  const budget: BudgetCase = { profile, costs: costs.units, open, utility, rivals };
  const voters = Rational.of(profile.totalWeight, election.ballots.weightDivisor);
  return { budget, limit: costs.limit, voters };
}

/** Preferences among equally good projects that come before the tie rule. */
export const preferences = [
  'more-votes',
  'lower-cost',
  'higher-cost',
  'id',
  'lower-number',
] as const;
export type Preference = (typeof preferences)[number];

/** Reads a list of preferences. Throws OPTION_INVALID. */
export function parsePreferences(text: string): Preference[] {
  if (text === '' || text === 'none') return [];
  return text.split(',').map((part) => {
    const known = preferences.find((name) => name === part.trim());
    if (known !== undefined) return known;
    const message = `'${part.slice(0, 40)}' is no preference; known: ${preferences.join(', ')}`;
    throw new TallyError('OPTION_INVALID', message);
  });
}

/**
 * Chooses by the preferences first, by the tie rule where they leave several. Both are recorded.
 * The same question in a further run of the same count has the same answer and is recorded once.
 */
export function pickBy(
  election: Election,
  votes: readonly (bigint | Rational)[],
  costs: Costs,
  wanted: readonly Preference[],
  breaker: TieBreaker,
  purpose = 'selection',
): Pick {
  const field: Field = { election, votes, costs };
  const known = new Map<string, number>();
  const choose: Pick = (tied, round) => {
    let left = [...tied];
    for (const preference of wanted) {
      const compare = comparisons[preference];
      const first = left.reduce((best, index) => (compare(field, index, best) < 0 ? index : best));
      left = left.filter((index) => compare(field, index, first) === 0);
    }
    const question = { purpose, tied, round, pick: 'most' as const };
    if (left.length > 1) return breaker.pickOne({ ...question, tied: left });
    const chosen = left[0] as number;
    breaker.record(question, [chosen], 'method', `preferred by ${wanted.join(', then ')}`);
    return chosen;
  };
  return (tied, round) => {
    const key = `${round}:${tied.join(',')}`;
    const chosen = known.get(key) ?? choose(tied, round);
    known.set(key, chosen);
    return chosen;
  };
}

/** What the preferences look at. */
interface Field {
  readonly election: Election;
  readonly votes: readonly (bigint | Rational)[];
  readonly costs: Costs;
}

const comparisons: Readonly<Record<Preference, (field: Field, a: number, b: number) => number>> = {
  'more-votes': ({ votes }, a, b) => exact(votes[b] ?? 0n).compare(exact(votes[a] ?? 0n)),
  'lower-cost': ({ costs }, a, b) =>
    compareValues(costs.units[a] as bigint, costs.units[b] as bigint),
  'higher-cost': ({ costs }, a, b) =>
    compareValues(costs.units[b] as bigint, costs.units[a] as bigint),
  id: ({ election }, a, b) => compareValues(idOf(election, a), idOf(election, b)),
  'lower-number': ({ election }, a, b) =>
    compareValues(numberOf(election, a), numberOf(election, b)),
};

function exact(value: bigint | Rational): Rational {
  return typeof value === 'bigint' ? Rational.of(value) : value;
}

function compareValues<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** An id that is a whole number as that number; others come after all of them, as equals. */
function numberOf(election: Election, index: number): bigint {
  const id = idOf(election, index);
  return /^(0|[1-9]\d{0,8})$/.test(id) ? BigInt(id) : 10n ** 9n;
}

function idOf(election: Election, index: number): string {
  const { id, name } = election.candidates[index] as Election['candidates'][number];
  return id ?? name;
}
