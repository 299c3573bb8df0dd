import { canonicalJson } from '@rochdale/platform';
import type { BallotGroup } from '../kind/ballot-kind.js';
import { ballotKindOf, presentReading } from '../kind/ballot-kind.js';
import type { ElectorateSize, VoteRule } from '../rule/vote-rule.js';
import type { BallotGroups } from './count-vote.js';
import { mayCloseEarly } from './count-vote.js';

/**
 * Whether a vote of that size could pass at all: when nobody votes, or when everybody who may says
 * the same. A quorum of more than may vote, for instance, is out of reach. Of kinds whose marks are
 * without number it is believed.
 */
export function couldPass(rule: VoteRule, size: ElectorateSize, voters: number): boolean {
  const kind = ballotKindOf(rule);
  const marks = kind.marks?.(rule);
  if (marks === undefined) return true;
  const ways: BallotGroups[] = marks.map((mark) => [
    { mark, ballots: voters, weight: size.electorateWeight },
  ]);
  const vote = { rule, size, reading: presentReading };
  return [[], ...ways].some((groups) => kind.count(groups, vote).outcome === 'passed');
}

/** The voter whose next ballot is asked about. */
interface NextVoter {
  readonly weight: bigint;
  /** What their current ballot says, as canonical JSON; null when they have not voted. */
  readonly markJson: string | null;
}

/**
 * Whether the voter's next ballot could end the vote before its time, whatever it says. True of
 * every vote that may end early when the count is not to be known, or the marks are without number.
 */
export function mayEndWith(
  rule: VoteRule,
  groups: BallotGroups | null,
  size: ElectorateSize,
  voter: NextVoter,
): boolean {
  if (rule.earlyClose === null) return false;
  const marks = ballotKindOf(rule).marks?.(rule);
  if (groups === null || marks === undefined) return true;
  const { weight, markJson } = voter;
  const others = new Map(groups.map((group) => [canonicalJson(group.mark), group]));
  if (markJson !== null) add(others, JSON.parse(markJson), -1, -weight);
  return marks.some((mark) => {
    const next = new Map(others);
    add(next, mark, 1, weight);
    return mayCloseEarly(rule, [...next.values()], size);
  });
}

function add(
  groups: Map<string, BallotGroup<unknown>>,
  mark: unknown,
  ballots: number,
  weight: bigint,
): void {
  const key = canonicalJson(mark);
  const known = groups.get(key);
  const sum = {
    mark,
    ballots: ballots + (known?.ballots ?? 0),
    weight: weight + (known?.weight ?? 0n),
  };
  if (sum.ballots === 0) groups.delete(key);
  else groups.set(key, sum);
}
