import { Rational } from '@rochdale/tally';
import { z } from 'zod';
import { share, shareOf } from './share.js';

/** What a rule may say of those who may vote, besides who they are. */
export const electorateTerms = {
  /**
   * Who decides: those who may vote and are in the working group that the proposal belongs to as it
   * opens, and then it has to belong to one. Everybody who may vote where it is left out.
   */
  decidedBy: z.enum(['working-group']).optional(),
  /**
   * Who reads the list of those who may vote, by name: officers who may know where members stand,
   * or members as well. Officers alone where it is left out, and of every hearing; and where
   * classes are named or weigh: who is of which, members may keep to themselves.
   */
  electorateList: z.enum(['officers', 'members']).optional(),
  /**
   * What becomes of the ballot of who is on no list of members any more when voting closes: it
   * counts, as where this is left out, or is void.
   */
  leavers: z.enum(['count', 'void']).optional(),
  /**
   * Whether who pauses and may vote is part of what quorums and shares are of: always, as where
   * this is left out, or only when they vote.
   */
  pausedCount: z.enum(['always', 'when-voting']).optional(),
  /**
   * Shares of the whole weight that classes have together, however many they are: 3/5 for workers,
   * 2/5 for users. They are of everybody who may vote: what of a class is not cast is nobody's.
   */
  classShares: z
    .array(z.strictObject({ classes: z.array(z.string().min(1).max(60)).min(1).max(10), share }))
    .min(2)
    .max(3)
    .optional(),
};

type ElectorateTerms = {
  readonly [Name in keyof typeof electorateTerms]?: z.infer<(typeof electorateTerms)[Name]>;
};

interface Termed extends ElectorateTerms {
  readonly eligibility: {
    readonly classes: readonly string[] | null;
    readonly standings: readonly string[];
    readonly weightByClass: object;
  };
  readonly earlyClose: object | null;
  readonly lateQuorum: object | null;
}

/** Whether who pauses is part of the electorate's weight only once they voted. */
export const countsPausedWhenVoting = ({ pausedCount }: Pick<ElectorateTerms, 'pausedCount'>) =>
  pausedCount === 'when-voting';

const votesAll = (standings: readonly string[]): boolean =>
  ['paused', 'in-arrears'].every((one) => standings.includes(one));

/** What a list of those who may vote would tell members who may not know it; null for nothing. */
function contradictionOfList({ eligibility, classShares }: Termed): string | null {
  const { classes, standings, weightByClass } = eligibility;
  if (!votesAll(standings)) {
    return 'Where who pauses or is in arrears has no vote, a list for members would tell who does.';
  }
  const isByClass = classes !== null || Object.keys(weightByClass).length > 0;
  return isByClass || classShares !== undefined
    ? 'Where classes are named, or weigh, a list for members would tell who is of which.'
    : null;
}

function contradictionOfShares(
  shares: NonNullable<ElectorateTerms['classShares']>,
  { classes, standings, weightByClass }: Termed['eligibility'],
): string | null {
  const named = shares.flatMap((one) => one.classes);
  const known = new Set(named);
  if (known.size !== named.length) return 'A class has one share.';
  if (
    classes === null ||
    classes.length !== known.size ||
    !classes.every((one) => known.has(one))
  ) {
    return 'The classes that vote are those that have a share.';
  }
  const sum = shares.reduce((all, one) => all.add(shareOf(one.share)), Rational.ZERO);
  if (sum.compare(Rational.ONE) !== 0) return 'Shares of classes make a whole together.';
  if (shares.some((one) => shareOf(one.share).denominator > 1000n)) {
    return 'The share of a class is of at most a thousand parts.';
  }
  if (Object.keys(weightByClass).length > 0) return 'A class weighs by its share, or by itself.';
  return votesAll(standings)
    ? null
    : 'Where who pauses or is in arrears has no vote, what a vote weighs would tell how many do.';
}

/** Why what a rule says of its electorate cannot be meant; null for what can. */
export function contradictionOfElectorate(rule: Termed): string | null {
  const { electorateList, leavers, earlyClose, lateQuorum, classShares } = rule;
  const { standings } = rule.eligibility;
  if (classShares !== undefined) {
    const ofShares = contradictionOfShares(classShares, rule.eligibility);
    if (ofShares !== null) return ofShares;
  }
  const ofList = electorateList === 'members' ? contradictionOfList(rule) : null;
  if (ofList !== null) return ofList;
  if (leavers === 'void' && earlyClose !== null) {
    return 'A vote ends early by ballots that stand; those of who leaves would not.';
  }
  if (!countsPausedWhenVoting(rule)) return null;
  if (!standings.includes('paused')) return 'Who pauses has no vote by this rule.';
  return earlyClose === null && lateQuorum === null
    ? null
    : 'Where who pauses counts when they vote, what a share is of moves until the end: such a ' +
        'vote neither ends early nor goes on for a late quorum.';
}
