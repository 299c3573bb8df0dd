import { z } from 'zod';
import { maxOptions, optionNumber } from '../options/options.js';

/** Minor units as decimal digits, above nothing. */
const amount = z.string().regex(/^[1-9]\d{0,14}$/);

/** What there is to spend, and what projects ask. */
export const spendingShape = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/),
  budgetMinor: amount,
  /** What each project costs, in the order of the options. */
  costsMinor: z.array(amount).max(maxOptions),
  /** If the projects that win cost less together, none does; null where any sum will do. */
  minimumSpendMinor: amount.nullable(),
  /** Projects by number of which at most one is paid for, each group by itself. */
  incompatible: z.array(z.array(optionNumber).min(2).max(maxOptions)).max(maxOptions),
});
export type Spending = z.infer<typeof spendingShape>;

interface WithSpending {
  readonly spending?: Spending | undefined;
}

/** The money of a vote that has opened. */
export function spendingOf({ spending }: WithSpending): Spending {
  if (spending === undefined) throw new Error('a vote on a budget has its money');
  return spending;
}

/** What these projects cost together. */
export function costOf({ costsMinor }: Spending, projects: readonly number[]): bigint {
  return projects.reduce((sum, number) => sum + BigInt(costsMinor[number - 1] ?? '0'), 0n);
}

function contradictionOfCosts(
  { budgetMinor, costsMinor, minimumSpendMinor }: Spending,
  projects: number,
): string | null {
  if (costsMinor.length !== projects) {
    return `Each of the ${projects} projects has its cost, and there are ${costsMinor.length}.`;
  }
  const dear = costsMinor.findIndex((cost) => BigInt(cost) > BigInt(budgetMinor));
  if (dear >= 0) return `Project ${dear + 1} costs more than there is.`;
  return BigInt(minimumSpendMinor ?? '0') > BigInt(budgetMinor)
    ? 'More is to be spent at least than there is.'
    : null;
}

/** Why such money cannot be meant, in a sentence; null where it can. */
export function contradictionOfSpending(
  options: readonly string[] | undefined,
  spending: Spending | undefined,
): string | null {
  if (options === undefined || spending === undefined) {
    return options === undefined && spending === undefined
      ? null
      : 'Projects and what they cost are named together.';
  }
  const stray = spending.incompatible.flat().find((number) => number > options.length);
  if (stray !== undefined) return `There is no project ${stray} to exclude another.`;
  if (spending.incompatible.some((group) => new Set(group).size !== group.length)) {
    return 'A project does not exclude itself.';
  }
  return contradictionOfCosts(spending, options.length);
}
