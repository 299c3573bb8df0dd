import { Rational } from '../arithmetic/rational.js';
import { TallyError } from '../model/errors.js';
import { PhragmenLoads } from '../approval/phragmen.js';
import { supportOf } from '../approval/approval-profile.js';
import { equalShares } from './equal-shares.js';
import type { BudgetCase, EqualSharesRun, Purchase } from './equal-shares.js';

/** Chooses one of equally good projects. */
export type Pick = (tied: readonly number[], round: number) => number;

/** Which projects are funded, in order, and how far a completion had to go. */
export interface Funding {
  readonly projects: readonly number[];
  readonly purchases: readonly Purchase[];
  /** What every voter was given in the run that counted, per unit of ballot weight. */
  readonly endowment: Rational;
}

/** The money there is, in the unit of the costs. */
export interface Purseful {
  readonly budget: BudgetCase;
  readonly limit: Rational;
  /** Ballot weight of all voters. */
  readonly voters: Rational;
}

/** The cost of projects together. */
export function costOf(budget: BudgetCase, projects: readonly number[]): bigint {
  return projects.reduce((sum, project) => sum + (budget.costs[project] as bigint), 0n);
}

/** True if no further project fits into the money. */
export function isExhaustive(
  { budget, limit }: Purseful,
  projects: readonly number[],
  candidates: readonly number[],
): boolean {
  const spent = costOf(budget, projects);
  return candidates.every(
    (project) =>
      projects.includes(project) ||
      budget.rivals.meet(project, projects) ||
      !fits(limit, spent + costOf(budget, [project])),
  );
}

function fits(limit: Rational, cost: bigint): boolean {
  return Rational.of(cost).compare(limit) <= 0;
}

/** One run from a given endowment per unit of ballot weight. */
export function fundOnce({ budget }: Purseful, endowment: Rational, pick: Pick): Funding {
  const run = equalShares(budget, endowment, pick);
  return { ...fundingOf(run), endowment };
}

function fundingOf({ purchases }: EqualSharesRun): Omit<Funding, 'endowment'> {
  return { purchases, projects: purchases.map(({ project }) => project) };
}

/** How an endowment is raised until the money is used up. */
export interface Raise {
  /** What the first run starts from and each further run adds, per unit of ballot weight. */
  readonly start: Rational;
  readonly step: Rational;
  /** Stop as soon as nothing more would fit. */
  readonly stopWhenExhaustive: boolean;
  /** The projects that count as "nothing more would fit". */
  readonly candidates: readonly number[];
}

/** A step too small for the amounts would take for ever. */
const RUNS_LIMIT = 20_000;

/**
 * Runs equal shares with a rising endowment as long as the outcome stays within the money; keeps
 * the last outcome that did.
 *
 * @see equalshares.net/explanation/#exhaustiveness ("Add1")
 */
export function fundByRaising(purseful: Purseful, raise: Raise, pick: Pick): Funding {
  const { budget, limit } = purseful;
  let funding = fundOnce(purseful, raise.start, pick);
  const everything = budget.open.filter((project) => supportOf(budget.profile, project) > 0n);
  for (let runs = 1; ; runs += 1) {
    if (runs > RUNS_LIMIT) {
      const message = `the money is not used up after ${RUNS_LIMIT} raises; raise by more`;
      throw new TallyError('OPTION_INVALID', message);
    }
    const done =
      (raise.stopWhenExhaustive && isExhaustive(purseful, funding.projects, raise.candidates)) ||
      everything.every(
        (project) =>
          funding.projects.includes(project) || budget.rivals.meet(project, funding.projects),
      );
    if (done) return funding;
    const next = fundOnce(purseful, funding.endowment.add(raise.step), pick);
    if (!fits(limit, costOf(budget, next.projects))) return funding;
    funding = next;
  }
}

/**
 * Adds projects group by group, passing over those that no longer fit. Only where not all of a
 * group fit any more has one to be chosen.
 *
 * @param groups projects of equal standing, best first
 */
export function fillUp(
  { budget, limit }: Purseful,
  projects: readonly number[],
  groups: readonly (readonly number[])[],
  pick: Pick,
): number[] {
  const filled = [...projects];
  for (const group of groups) {
    for (;;) {
      const spent = costOf(budget, filled);
      const open = group.filter(
        (project) =>
          !filled.includes(project) &&
          !budget.rivals.meet(project, filled) &&
          fits(limit, spent + costOf(budget, [project])),
      );
      if (open.length === 0) break;
      const allFit = fits(limit, spent + costOf(budget, open));
      const sure = open.filter((project) => allFit && !budget.rivals.meet(project, open));
      filled.push(...(sure.length > 0 ? sure : [pick(open, filled.length + 1)]));
    }
  }
  return filled;
}

/**
 * Goes on by Phragmén's sequential rule, in which the money that equal shares left to a voter is a
 * load below nothing. Ends when the cheapest next project no longer fits, or at `most` projects.
 */
export function completeByPhragmen(
  { budget, limit }: Purseful,
  run: EqualSharesRun,
  pick: Pick,
  most: number,
): number[] {
  const prices = budget.costs.map((cost) => Rational.of(cost));
  const start = run.leftOver().map((money) => money.negate());
  const loads = new PhragmenLoads(budget.profile, prices, start);
  const { projects: bought } = fundingOf(run);
  const projects = [...bought];
  while (projects.length < most) {
    const open = budget.open.filter(
      (project) => !projects.includes(project) && !budget.rivals.meet(project, projects),
    );
    if (open.length === 0) break;
    const cheapest = loads.cheapest(open);
    const tied = cheapest?.tied ?? open;
    const spent = costOf(budget, projects);
    if (tied.some((project) => !fits(limit, spent + costOf(budget, [project])))) break;
    const project = tied.length === 1 ? (tied[0] as number) : pick(tied, projects.length + 1);
    if (cheapest !== undefined) loads.elect(project, cheapest.load);
    projects.push(project);
  }
  return projects;
}
