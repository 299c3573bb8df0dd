import { canonicalJson } from '@rochdale/platform';
import { count, Rational, TallyError } from '@rochdale/tally';
import type { CountRequest, Election, RawOptions, TallyResult } from '@rochdale/tally';
import { z } from 'zod';
import { shareOf } from '../../rule/share.js';
import type { VoteRule } from '../../rule/vote-rule.js';
import { quorumNeeded } from '../../rule/vote-rule.js';
import type { BallotGroup, CountedVote, Outcome, Verdict, VoteUnderWay } from '../ballot-kind.js';
import { inTheEnd } from './in-the-end.js';
import type { NothingDecided } from './in-the-end.js';
import { leftOutOf } from './left-out.js';
import type { OptionWay } from './option-way.js';
import type { WinnerNeeds } from './winner-needs.js';

/** The count on record. Options are by their numbers, from 1; weights are decimal digits. */
export interface OptionCount {
  /** In the order of election where the method has one; none where nothing is decided. */
  readonly winners: readonly number[];
  /** Options that could not win any more when voting closed; not there where all could. */
  readonly leftOut?: readonly number[];
  /** Every set of winners that is as good as the others, where a tie is open. */
  readonly tied: readonly (readonly number[])[];
  readonly castWeight: string;
  readonly abstainedWeight: string;
  readonly quorumNeededWeight: string;
  /** Every step of the count, and the count in words (`account`); null where nobody chose. */
  readonly steps: TallyResult | null;
}

const weight = z.string().regex(/^\d+$/);
const numbers = z.array(z.int().min(1));

/** `OptionCount` as clients read it; `steps` are as `@rochdale/tally` gives them. */
export const countedByOptions = z.strictObject({
  winners: numbers,
  leftOut: numbers.min(1).optional(),
  tied: z.array(numbers),
  castWeight: weight,
  abstainedWeight: weight,
  quorumNeededWeight: weight,
  steps: z.looseObject({ account: z.array(z.string()) }).nullable(),
});

type Groups<Mark> = Iterable<BallotGroup<Mark>>;

/** What ballots weigh: all of them, and those without a side. */
export interface Weights {
  readonly cast: bigint;
  readonly abstained: bigint;
}

function weigh<Mark>(groups: Groups<Mark>, abstains: (mark: Mark) => boolean): Weights {
  let [cast, abstained] = [0n, 0n];
  for (const group of groups) {
    cast += group.weight;
    if (abstains(group.mark)) abstained += group.weight;
  }
  return { cast, abstained };
}

function quorumWeight({ quorum }: VoteRule, { cast, abstained }: Weights): bigint {
  return quorum?.counts === 'ballots-minus-abstentions' ? cast - abstained : cast;
}

type Sizes = CountedVote<object>['size'];

/** Whether so much is the share of what it has to be a share of. */
export function reaches(
  needs: WinnerNeeds,
  held: Rational,
  { cast, abstained }: Weights,
  size: Sizes,
): boolean {
  if (needs === null) return true;
  const bases = {
    electorate: size.electorateWeight,
    'active-members': size.activeMembersWeight,
    cast,
    'cast-minus-abstentions': cast - abstained,
  };
  const compared = held.compare(shareOf(needs.share).mul(Rational.of(bases[needs.of])));
  return needs.strict ? compared > 0 : compared >= 0;
}

/** Each vote by options has the same order of ballots, whichever way they came. */
function sorted<Mark>(groups: Groups<Mark>): BallotGroup<Mark>[] {
  const keyed = [...groups].map((group) => ({ group, key: canonicalJson(group.mark) }));
  return keyed.toSorted((one, other) => (one.key < other.key ? -1 : 1)).map(({ group }) => group);
}

const decided = (outcome: Outcome, reason: string, count: OptionCount): Verdict<OptionCount> => ({
  outcome,
  reason,
  count,
});

/** Steps that may be spent on ties; a count takes about so many for each candidate and ballot. */
const patience = 100_000;

/**
 * Counts, and follows as many ways through open ties as take a moment together: a vote is counted
 * whenever somebody looks at it.
 */
export function countPatiently(election: Election, request: CountRequest): TallyResult {
  const { candidates, ballots } = election;
  const steps = candidates.length * (candidates.length + ballots.count);
  const ways = Math.min(2000, Math.max(10, Math.floor(patience / steps)));
  return count(election, { ...request, ways });
}

/** The tally; null where a tie has more ways to fall than can be listed. */
export function tallyOf(tally: () => TallyResult): TallyResult | null {
  try {
    return tally();
  } catch (error) {
    if (error instanceof TallyError && error.code === 'TOO_MANY_OUTCOMES') return null;
    throw error;
  }
}

export const tallied = <Mark, Rule>(
  way: OptionWay<Mark, Rule>,
  groups: readonly BallotGroup<Mark>[],
  rule: Rule,
  ties: RawOptions,
): TallyResult | null => tallyOf(() => way.tally(groups, rule, ties));

/**
 * Sets of winners that the count allows, by the numbers of options, each once. What was drawn is
 * one, though the others that were as good stay listed.
 */
function setsOf(
  result: TallyResult,
  isDrawn: boolean,
  mayWin: (index: number) => boolean,
): number[][] {
  const allowed = isDrawn ? [result] : (result.outcomes ?? [result]);
  const found = allowed.map(({ winnerIndexes }) =>
    winnerIndexes.filter(mayWin).map((index) => index + 1),
  );
  return [...new Map(found.map((set) => [set.toSorted((a, b) => a - b).join(), set])).values()];
}

/** Options of the method, of how ties go. */
export function tiesOf<Mark, Rule>(
  way: OptionWay<Mark, Rule>,
  rule: Rule,
  seed: string | null,
): RawOptions {
  const before = way.tieSteps?.(rule) ?? [];
  return { tie: [...before, seed === null ? 'report' : 'lot'].join(), seed };
}

/**
 * What ballots come to: short of the quorum nothing; then whatever the method elects, of which
 * those win that have as much as the rule asks for. Passed is a vote with a winner. A tie that is
 * open leaves everything open: without a lot nothing is decided.
 *
 * @param seed for ties by lot
 */
export function countOptions<Mark, Rule extends object>(
  way: OptionWay<Mark, Rule>,
  groups: Groups<Mark>,
  vote: Pick<CountedVote<Rule>, 'rule' | 'size'>,
  seed: string | null = null,
): Verdict<OptionCount> {
  const all = sorted(groups);
  const sides = all.filter(({ mark }) => !way.abstains(mark));
  const steps =
    sides.length === 0 ? null : tallied(way, sides, vote.rule, tiesOf(way, vote.rule, seed));
  return concluded(way, weigh(all, way.abstains), steps, vote, seed !== null);
}

/** What the steps of a count come to by the rule. */
export function concluded<Mark, Rule extends object>(
  way: OptionWay<Mark, Rule>,
  weights: Weights,
  steps: TallyResult | null,
  { rule, size }: Pick<CountedVote<Rule>, 'rule' | 'size'>,
  isDrawn: boolean,
): Verdict<OptionCount> {
  const needed = quorumNeeded(rule, size);
  const leftOut = leftOutOf(rule);
  const figures = {
    winners: [],
    ...(leftOut.length === 0 ? {} : { leftOut }),
    tied: [],
    castWeight: weights.cast.toString(),
    abstainedWeight: weights.abstained.toString(),
    quorumNeededWeight: needed.toString(),
    steps,
  };
  const undecided = (outcome: Outcome, reason: NothingDecided, tied: number[][] = []) =>
    decided(outcome, reason, { ...figures, tied, steps: inTheEnd(steps, reason) });
  if (quorumWeight(rule, weights) < needed) return undecided('no-quorum', 'quorum-not-reached');
  if (weights.cast === weights.abstained) return decided('rejected', 'nobody-chose', figures);
  if (steps === null) return decided('tied', 'options-tied', figures);
  const held = (index: number) => Rational.parse(steps.totals?.[index] ?? '0') ?? Rational.ZERO;
  const mayWin = (index: number) =>
    (!way.winnersHaveVotes(rule) || !held(index).isZero()) &&
    reaches(way.needs?.(rule) ?? null, held(index), weights, size);
  const [winners = [], ...others] = setsOf(steps, isDrawn, mayWin);
  if (others.length > 0) {
    return undecided('tied', 'options-tied', [winners, ...others]);
  }
  if (winners.length === 0) return undecided('rejected', 'share-not-reached');
  const reason = isDrawn ? 'lot-drawn' : 'option-chosen';
  return decided('passed', reason, { ...figures, winners });
}

/** What those weigh who may still vote. */
export function silentWeight<Mark>(groups: Groups<Mark>, { size }: VoteUnderWay<object>): bigint {
  const { cast } = weigh(groups, () => false);
  return size.electorateWeight - cast;
}

/**
 * Whether nothing can come any more that alters the outcome, whichever way is counted: everybody
 * has voted, or the quorum is out of reach.
 */
export function isSettled<Mark>(
  groups: Groups<Mark>,
  vote: VoteUnderWay<object>,
  abstains: (mark: Mark) => boolean,
): boolean {
  const silent = silentWeight(groups, vote);
  const most = quorumWeight(vote.rule, weigh(groups, abstains)) + silent;
  return silent <= 0n || most < quorumNeeded(vote.rule, vote.size);
}

interface Leading<Mark, Rule extends object> {
  readonly abstains: (mark: Mark) => boolean;
  /** Options that a ballot gives its weight to, by number. */
  readonly chosen: (mark: Mark) => readonly number[];
  readonly winners: number;
  readonly needs: WinnerNeeds;
  readonly vote: VoteUnderWay<Rule>;
}

/**
 * Whether those who lead have won, whatever is still cast, where a ballot gives its whole weight
 * to options: the next one could not draw level, were it on every ballot to come; and their share
 * is large enough even of all of them.
 */
export function isLeadSafe<Mark, Rule extends object>(
  groups: readonly BallotGroup<Mark>[],
  { abstains, chosen, winners, needs, vote }: Leading<Mark, Rule>,
): boolean {
  const held = new Map<number, bigint>();
  for (const { mark, weight: own } of groups) {
    for (const number of chosen(mark)) held.set(number, (held.get(number) ?? 0n) + own);
  }
  // Ballots for who is left out pass on, or count no more.
  if (leftOutOf(vote.rule).length > 0) return false;
  const silent = silentWeight(groups, vote);
  const weights = weigh(groups, abstains);
  if (quorumWeight(vote.rule, weights) < quorumNeeded(vote.rule, vote.size)) return false;
  const ranked = [...held.values()].toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  const last = ranked[winners - 1];
  if (last === undefined || last <= (ranked[winners] ?? 0n) + silent) return false;
  const atMost = { ...weights, cast: weights.cast + silent };
  return reaches(needs, Rational.of(last), atMost, vote.size);
}

/** What no rule of votes by options may ask for. */
export function contradictionOfOptions({ earlyClose }: VoteRule): string | null {
  return earlyClose?.when === 'super-quorum'
    ? 'A super-quorum is of those who agree, and nobody agrees where options are chosen.'
    : null;
}

/** Why a vote is not for so many seats of those of its policy; null where it can be. */
export function contradictionOfSeats(held: {
  readonly winners: number;
  readonly seats?: number | undefined;
  readonly options?: readonly string[] | undefined;
}): string | null {
  const { winners, seats, options } = held;
  if (seats === undefined) return null;
  if (options === undefined) return 'A policy says how many win by `winners`.';
  return seats > winners ? 'A vote is for as many seats as its policy has, or fewer.' : null;
}

/** Why so many cannot win; null where they can. */
export function contradictionOfWinners(
  winners: number,
  options: readonly string[] | undefined,
): string | null {
  return options !== undefined && winners >= options.length
    ? 'Fewer options win than there are.'
    : null;
}
