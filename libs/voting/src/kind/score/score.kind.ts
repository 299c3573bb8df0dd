import { scoreElection } from '@rochdale/tally';
import { z } from 'zod';
import { votingErrors } from '../../voting.errors.js';
import type { BallotGroup } from '../ballot-kind.js';
import { CountApart, defineBallotKind } from '../ballot-kind.js';
import type { OptionCount } from '../options/option-count.js';
import type { OptionWay } from '../options/option-way.js';
import {
  contradictionOfOptions,
  countedByOptions,
  countOptions,
  countPatiently,
  isSettled,
  tallied,
} from '../options/option-count.js';
import {
  checkOptions,
  inOrder,
  maxOptions,
  optionList,
  optionNumber,
  optionsOf,
} from '../options/options.js';
import { standingIn, withoutOptions } from '../options/left-out.js';
import { gradesInRows, laidOutAs } from '../options/laid-out.js';
import { countToldOptions } from '../options/told-count.js';
import { starApart } from '../options/told-steps.js';

/** Options by number with their scores; what is left out has 0. None at all abstains. */
const mark = z.strictObject({
  scores: z
    .array(z.strictObject({ option: optionNumber, score: z.int().min(-1_000_000).max(1_000_000) }))
    .max(maxOptions)
    .overwrite(inOrder),
});
type Mark = z.infer<typeof mark>;

const rule = z.strictObject({
  options: optionList.optional(),
  method: z.enum(['score', 'star', 'majority-judgment']),
  /** The top of the scale, which begins at 0. */
  highest: z.int().min(1).max(100),
});
type Rule = z.infer<typeof rule>;

const variants: Readonly<Record<Rule['method'], string>> = {
  score: 'sum',
  star: 'star',
  'majority-judgment': 'majority-judgment',
};

const abstains = ({ scores }: Mark): boolean => scores.length === 0;

function scoresOf({ scores }: Mark, size: number): number[] {
  const given = new Map(scores.map(({ option, score }) => [option, score]));
  return Array.from({ length: size }, (_, index) => given.get(index + 1) ?? 0);
}

const way: OptionWay<Mark, Rule> = {
  abstains,
  tally(groups, { method, highest, ...held }, ties) {
    const frame = standingIn(held);
    const { candidates } = frame;
    const ballots = groups.map(
      (group) => [group.weight, scoresOf(group.mark, candidates.length)] as const,
    );
    const top = method === 'star' ? { 'top-score': highest } : {};
    const variant = variants[method];
    return countPatiently(scoreElection(frame, ballots), {
      method,
      variant,
      options: { ...ties, ...top },
    });
  },
  winnersHaveVotes: ({ method }) => method !== 'majority-judgment',
  told: {
    method: ({ method }) => ({ method, variant: variants[method] }),
    again: againFromSums,
    apart: (steps, sides, { method }) => (method === 'star' ? starApart(steps, sides) : null),
  },
};

type Again = NonNullable<NonNullable<(typeof way)['told']>['again']>;

/** Sums, or grades, are enough but for STAR. */
function againFromSums(...[steps, sides, held, ties]: Parameters<Again>): ReturnType<Again> {
  if (held.method === 'star') return null;
  const size = optionsOf(held).length;
  const rows =
    held.method === 'score'
      ? laidOutAs(steps.totals, sides, size, (units) => units)
      : gradesInRows(steps.figures?.['grades'], sides, size);
  const isOn = (score: number): boolean => score >= 0 && score <= held.highest;
  if (rows?.every(({ mark: row }) => row.every(isOn)) !== true) {
    throw new CountApart('steps.totals');
  }
  const marked = ({ mark: row, ...group }: BallotGroup<readonly number[]>) => ({
    ...group,
    mark: { scores: row.map((score, at) => ({ option: at + 1, score })) },
  });
  return tallied(way, rows.map(marked), held, ties);
}

/** Every option on a scale, counted by the method of the rule; one wins. */
defineBallotKind<Mark, Rule, OptionCount>({
  name: 'score',
  mark,
  rule,
  counted: countedByOptions,
  hasOptions: true,
  contradiction: contradictionOfOptions,
  classOf: () => 'minority',
  check({ scores }, vote) {
    const numbers = scores.map(({ option }) => option);
    checkOptions(numbers, vote.rule, null);
    const { highest } = vote.rule;
    const off = scores.find((one) => one.score < 0 || one.score > highest);
    if (off === undefined) return;
    const message = `The scale goes from 0 to ${highest}; option ${off.option} has ${off.score}.`;
    const data = { option: off.option, highest };
    throw votingErrors.error('SCORE_OFF_SCALE', message, { path: ['mark'], data });
  },
  abstains,
  without: ({ scores }, out) => ({ scores: withoutOptions(scores, out) }),
  count: (groups, vote) => countOptions(way, groups, vote),
  breakTie: (_tied, seed, groups, vote) => countOptions(way, groups, vote, seed),
  countTold: (told, vote, seed) => countToldOptions(way, told, vote, seed),
  certain: (groups, vote) => isSettled([...groups], vote, abstains),
});
