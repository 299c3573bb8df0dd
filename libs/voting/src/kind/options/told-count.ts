import type { TallyResult } from '@rochdale/tally';
import type { BallotGroup, CountedVote, Verdict } from '../ballot-kind.js';
import { CountApart } from '../ballot-kind.js';
import { beforeTheEnd } from './in-the-end.js';
import { concluded, countedByOptions, tallied, tiesOf } from './option-count.js';
import type { OptionCount } from './option-count.js';
import type { OptionWay } from './option-way.js';
import { optionsOf } from './options.js';
import type { WithOptions } from './options.js';
import { isSame, namesApart, readSteps, tiesApart } from './told-steps.js';
import type { ToldSteps } from './told-steps.js';

interface Told<Mark, Rule> {
  readonly way: OptionWay<Mark, Rule>;
  readonly rule: Rule;
  /** What those weigh who took a side. */
  readonly sides: bigint;
  /** The seed that the steps were drawn by. */
  readonly seed: string | null;
}

const within = (field: string): CountApart => new CountApart(`steps.${field}`);

/** @throws CountApart where steps are not by the rule’s method, or contradict each other */
function checkSteps<Mark, Rule extends WithOptions>(
  steps: ToldSteps,
  { way, rule, sides, seed }: Told<Mark, Rule>,
): void {
  const { method, variant } = way.told?.method(rule) ?? steps;
  if (steps.method !== method) throw within('method');
  if (steps.variant !== variant) throw within('variant');
  const ties = tiesOf(way, rule, seed);
  if (steps.options.tie !== ties['tie']) throw within('options.tie');
  if (seed !== null && steps.ties.every(({ brokenBy }) => brokenBy !== 'lot')) throw within('ties');
  const apart =
    namesApart(steps, optionsOf(rule)) ??
    tiesApart(steps) ??
    way.told?.apart?.(steps, sides, rule) ??
    null;
  if (apart !== null) throw within(apart);
}

/** The first field of two sets of steps that is not the same; null where all are. */
function firstApart(one: object, other: object): string | null {
  const [ours, theirs] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  const names = [...new Set([...ours.keys(), ...theirs.keys()])];
  return names.find((name) => !isSame(ours.get(name) ?? null, theirs.get(name) ?? null)) ?? null;
}

/** @throws CountApart where no ballots of such a vote make these sums */
function laidOutBallots<Mark, Rule>(
  steps: ToldSteps,
  { way, rule, sides }: Omit<Told<Mark, Rule>, 'seed'>,
): readonly BallotGroup<Mark>[] {
  const groups = way.told?.ballots?.(steps, sides, rule) ?? null;
  if (groups === null) throw within('totals');
  for (const { mark } of groups) {
    try {
      way.told?.check?.(mark, rule);
    } catch {
      throw within('totals');
    }
    if (way.abstains(mark)) throw within('totals');
  }
  return groups;
}

/** The steps as they are, counted again where their sums are enough for it. */
function stepsAgain<Mark, Rule extends WithOptions>(
  told: unknown,
  { way, rule, sides, seed }: Told<Mark, Rule>,
): TallyResult {
  const steps = readSteps(told);
  if (typeof steps === 'string') throw within(steps);
  checkSteps(steps, { way, rule, sides, seed });
  const ties = tiesOf(way, rule, seed);
  const again =
    way.told?.ballots === undefined
      ? (way.told?.again?.(steps, sides, rule, ties) ?? null)
      : tallied(way, laidOutBallots(steps, { way, rule, sides }), rule, ties);
  const apart = again === null ? null : firstApart(again, steps);
  if (apart !== null) throw within(apart);
  return told as TallyResult;
}

/**
 * What a count comes to that is told without its ballots. Its steps are held against the rule and
 * against each other; winners, ties and the outcome follow from them. That ballots said so is not
 * shown by it.
 *
 * @throws CountApart
 */
export function countToldOptions<Mark, Rule extends object & WithOptions>(
  way: OptionWay<Mark, Rule>,
  told: object,
  vote: CountedVote<Rule>,
  seed: string | null,
): Verdict<OptionCount> {
  const { castWeight, abstainedWeight, steps: ended } = countedByOptions.parse(told);
  const steps = ended === null ? null : beforeTheEnd(ended);
  const [cast, abstained] = [BigInt(castWeight), BigInt(abstainedWeight)];
  if (abstained > cast) throw new CountApart('abstainedWeight');
  const sides = cast - abstained;
  if (sides === 0n && steps !== null) throw new CountApart('steps');
  const { rule } = vote;
  const drawnBy = (steps?.['options'] as { seed?: unknown } | undefined)?.seed ?? null;
  if (drawnBy !== null && drawnBy !== seed) throw within('options.seed');
  const isDrawn = drawnBy !== null;
  const held =
    steps === null ? null : stepsAgain(steps, { way, rule, sides, seed: isDrawn ? seed : null });
  const verdict = concluded(way, { cast, abstained }, held, vote, isDrawn);
  const isLeft = verdict.outcome === 'tied' && held !== null && seed !== null;
  if (isLeft) throw within('options.seed');
  return verdict;
}
