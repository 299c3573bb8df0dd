import { weightsByShare } from './class-shares.js';
import { countsPausedWhenVoting } from '../rule/electorate-terms.js';
import type { VoteRule } from '../rule/vote-rule.js';

/** One who may vote, as fixed when voting opens. */
export interface Voter {
  readonly memberId: string;
  readonly memberClass: string;
  readonly weight: bigint;
  /** Whether their weight is part of the electorate's only once they voted. */
  readonly countsIfCast: boolean;
}

/** A member, as the roll knows them. */
export interface RollEntry {
  readonly memberId: string;
  readonly memberClass: string;
  readonly standing: string;
  /** How many votes a member of the class has by the register: what a policy may refer to. */
  readonly votes: number;
  /** Whether the class votes by the co-operative's register, where a policy does not say. */
  readonly mayVote: boolean;
}

/**
 * What a vote would be held among if nobody paused or was in arrears. Told in place of the sizes
 * themselves: beside the list of members, those would say how many do, and in a small class who.
 */
export interface ToldSize {
  readonly voters: number;
  readonly weight: bigint;
  readonly activeMembersWeight: bigint;
}

export interface Electorate {
  readonly voters: readonly Voter[];
  readonly weight: bigint;
  /** Weight of everybody who is active, of whatever class, and of every voter. */
  readonly activeMembersWeight: bigint;
  readonly told: ToldSize;
}

type Weigh = (entry: RollEntry) => bigint;

/** By shares of classes, where the policy has such. */
function weigherOf(rule: VoteRule, voters: readonly RollEntry[]): Weigh {
  const { classShares } = rule;
  if (classShares === undefined) return (entry) => weightOf(rule, entry);
  const classes = voters.map(({ memberClass }) => memberClass);
  const weights = weightsByShare(classShares, classes);
  return ({ memberClass }) => weights.get(memberClass) ?? 0n;
}

/** One, unless the policy weighs the class: what a register says weighs nothing by itself. */
function weightOf(rule: VoteRule, { memberClass, votes }: RollEntry): bigint {
  const { weightByClass } = rule.eligibility;
  // Its own keys only: a co-operative of builders may well call a class `constructor`.
  const weight = Object.hasOwn(weightByClass, memberClass) ? weightByClass[memberClass] : undefined;
  return BigInt(weight === 'register' ? votes : (weight ?? 1));
}

/** Who of the roll may vote under the rule, with what weight. */
export function drawElectorate(rule: VoteRule, roll: readonly RollEntry[]): Electorate {
  const { classes, standings } = rule.eligibility;
  const isOfVoters = ({ memberClass, mayVote }: RollEntry): boolean =>
    classes === null ? mayVote : classes.includes(memberClass);
  const isVoter = (entry: RollEntry): boolean =>
    (standings as readonly string[]).includes(entry.standing) && isOfVoters(entry);
  const weigh = weigherOf(rule, roll.filter(isVoter));
  const weightIn = (entries: readonly RollEntry[]): bigint =>
    entries.reduce((sum, entry) => sum + weigh(entry), 0n);
  const voters = roll.filter(isVoter).map((entry) => ({
    memberId: entry.memberId,
    memberClass: entry.memberClass,
    weight: weigh(entry),
    countsIfCast: countsPausedWhenVoting(rule) && entry.standing === 'paused',
  }));
  const couldVote = roll.filter(isOfVoters);
  const active = roll.filter((entry) => entry.standing === 'active' || isVoter(entry));
  return {
    voters,
    weight: voters.reduce((sum, { weight }) => sum + weight, 0n),
    activeMembersWeight: weightIn(active),
    told: {
      voters: couldVote.length,
      weight: weightIn(couldVote),
      activeMembersWeight: weightIn(roll),
    },
  };
}
