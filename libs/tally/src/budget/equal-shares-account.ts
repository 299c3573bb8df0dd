import { Rational } from '../arithmetic/rational.js';
import type { OptionValues } from '../method/options.js';
import type { Election } from '../model/election.js';
import type { CountRound } from '../model/result.js';
import { trueWeight } from '../model/weights.js';
import type { Costs } from './budget-case.js';
import { costOf } from './completions.js';
import type { Funding, Purseful } from './completions.js';
import type { Purchase } from './equal-shares.js';
import { toldRivals } from './rivals.js';

/** One election with what a completion needs to know. */
export interface Setting {
  readonly election: Election;
  readonly costs: Costs;
  readonly purseful: Purseful;
  readonly options: OptionValues;
}

function amountText({ costs }: Setting, units: bigint | Rational): string {
  const value = typeof units === 'bigint' ? Rational.of(units) : units;
  return value.div(Rational.of(costs.scale)).toString();
}

/** One purchase as a round of the count. */
export function roundOf(
  setting: Setting,
  { project, largestPayment, tied }: Purchase,
  round: number,
  before: readonly Purchase[],
): CountRound {
  const { election, purseful, costs } = setting;
  const bought = new Set(before.map((purchase) => purchase.project));
  const cost = costs.units[project] as bigint;
  const { numerator, denominator } = largestPayment;
  const perVoter = Rational.of(numerator * election.ballots.weightDivisor, denominator);
  return {
    round,
    votes: purseful.budget.profile.support.map((units, index) =>
      bought.has(index) ? '' : trueWeight(election.ballots, units).toString(),
    ),
    action: `${election.candidates[project]?.name} is bought by its supporters.`,
    elected: [project],
    figures: {
      cost: amountText(setting, cost),
      largestPayment: amountText(setting, perVoter),
      effectiveVotes: perVoter.isZero() ? null : Rational.of(cost).div(perVoter).toString(),
      tied: tied.length > 1 ? tied : [],
    },
  };
}

/** The sums of money of a count. */
export function figuresOf(setting: Setting, funding: Funding) {
  const { purseful, election } = setting;
  const perVoter = funding.endowment.mul(Rational.of(election.ballots.weightDivisor));
  return {
    budget: amountText(setting, purseful.limit),
    totalCost: amountText(setting, costOf(purseful.budget, funding.projects)),
    finalPerVoter: amountText(setting, perVoter),
    boughtByEqualShares: funding.purchases.map(({ project }) => project),
  };
}

const isOrAre = (count: number): string => (count === 1 ? '1 is' : `${count} are`);

/** The count in words. */
export function accountOf(
  setting: Setting,
  funding: Funding,
  winners: readonly number[],
): string[] {
  const { purseful, election } = setting;
  const perVoter = funding.endowment.mul(Rational.of(election.ballots.weightDivisor));
  const later = funding.projects.length - funding.purchases.length;
  return [
    `${purseful.voters.toString()} voters have ${amountText(setting, perVoter)} each to pay ` +
      'for what they approve of; supporters share a price equally as far as their money goes.',
    ...toldRivals(election),
    `${isOrAre(funding.purchases.length)} bought this way` +
      `${later > 0 ? `, ${isOrAre(later)} added` : ''}.`,
    `Chosen: ${winners.map((index) => election.candidates[index]?.name).join(', ') || 'none'}; ` +
      `they cost ${amountText(setting, costOf(purseful.budget, winners))} of ` +
      `${amountText(setting, purseful.limit)}.`,
  ];
}
