import type { Rational } from '../arithmetic/rational.js';
import { Rational as Fraction } from '../arithmetic/rational.js';
import type { Finding } from '../method/make-result.js';
import type { Stance, StanceBallots } from '../model/ballots.js';
import { stances } from '../model/ballots.js';
import { TallyError } from '../model/errors.js';
import type { TieRecord } from '../model/result.js';
import { trueWeight } from '../model/weights.js';

/** What shares are taken of. */
export type Denominator = 'electorate' | 'cast' | 'cast-less-abstentions';

/** When a proposal passes. */
export interface ThresholdRule {
  readonly threshold: Rational;
  /** Whether agreement must exceed the threshold, or may just reach it. */
  readonly strict: boolean;
  readonly denominator: Denominator;
  /** The weight of all who may vote; needed where the rule speaks of the electorate. */
  readonly electorate: Rational | null;
  /** The share of the electorate that must take part; zero for none. */
  readonly quorum: Rational;
  /** Whether abstentions count as taking part. */
  readonly quorumCounts: Exclude<Denominator, 'electorate'>;
  /** The share of agreement at which blocks no longer stand; null when nothing lifts them. */
  readonly liftBlocksAt: Rational | null;
}

/** What became of a proposal. */
export type Verdict = 'passed' | 'rejected' | 'blocked' | 'no quorum' | 'tied';

/** Counts the stances on a proposal, candidate 0; it wins when it passes. */
export function countStances(
  ballots: StanceBallots,
  proposal: string,
  rule: ThresholdRule,
): Finding {
  const held = weigh(ballots);
  const cast = stances.reduce((sum, stance) => sum.add(held[stance]), Fraction.ZERO);
  const electorate = requireElectorate(rule, cast);
  const bases: Record<Denominator, Rational> = {
    electorate: electorate ?? cast,
    cast,
    'cast-less-abstentions': cast.sub(held.abstain),
  };
  const base = bases[rule.denominator];
  const share = base.isZero() ? Fraction.ZERO : held.agree.div(base);
  const present = bases[rule.quorumCounts];
  const quorate = electorate === null || present.compare(electorate.mul(rule.quorum)) >= 0;
  const verdict = judge(rule, held, base, share, quorate);
  const tie: TieRecord = {
    purpose: 'decision',
    candidates: [0],
    names: [proposal],
    chosen: [],
    brokenBy: 'status-quo',
    detail: 'agreement is exactly at the threshold; things stay as they are',
  };
  return {
    winnerIndexes: verdict === 'passed' ? [0] : [],
    totals: [held.agree.toDecimal()],
    ties: verdict === 'tied' ? [tie] : [],
    figures: {
      verdict,
      ...Object.fromEntries(stances.map((stance) => [stance, held[stance].toDecimal()])),
      cast: cast.toDecimal(),
      electorate: electorate?.toDecimal() ?? null,
      share: share.toString(),
      quorate,
    },
    account: tell(proposal, rule, held, base, verdict),
  };
}

type Held = Record<Stance, Rational>;

function weigh(ballots: StanceBallots): Held {
  const units = stances.map(() => 0);
  for (let row = 0; row < ballots.count; row++) {
    const choice = ballots.choices[row] as number;
    units[choice] = (units[choice] as number) + (ballots.weights[row] as number);
  }
  return Object.fromEntries(
    stances.map((stance, at) => [stance, trueWeight(ballots, units[at] as number)]),
  ) as Held;
}

function requireElectorate(rule: ThresholdRule, cast: Rational): Rational | null {
  const { electorate, denominator, quorum } = rule;
  if (electorate !== null) {
    if (electorate.compare(cast) >= 0) return electorate;
    const message = `${cast.toDecimal()} were cast by an electorate of ${electorate.toDecimal()}`;
    throw new TallyError('OPTION_INVALID', message);
  }
  if (denominator === 'electorate' || !quorum.isZero()) {
    throw new TallyError('OPTION_INVALID', 'this rule needs the option electorate');
  }
  return null;
}

function judge(
  rule: ThresholdRule,
  held: Held,
  base: Rational,
  share: Rational,
  quorate: boolean,
): Verdict {
  if (!quorate) return 'no quorum';
  const lifted = rule.liftBlocksAt !== null && share.compare(rule.liftBlocksAt) >= 0;
  if (!held.block.isZero() && !lifted) return 'blocked';
  if (base.isZero()) return 'rejected';
  const side = share.compare(rule.threshold);
  if (side > 0) return 'passed';
  if (side < 0) return 'rejected';
  return rule.strict ? 'tied' : 'passed';
}

function tell(
  proposal: string,
  rule: ThresholdRule,
  held: Held,
  base: Rational,
  verdict: Verdict,
): string[] {
  const counts = stances.map((stance) => `${held[stance].toDecimal()} ${stance}`).join(', ');
  const needed = `${rule.strict ? 'more than ' : ''}${rule.threshold.toString()}`;
  const of = rule.denominator.replaceAll('-', ' ');
  const ends: Record<Verdict, string> = {
    passed: 'It passes.',
    rejected: 'It does not pass.',
    blocked: 'A block stands, so it does not pass.',
    'no quorum': 'Too few took part, so nothing is decided.',
    tied: 'Agreement is exactly at the threshold, so things stay as they are.',
  };
  return [
    `${proposal}: ${counts}.`,
    `It needs ${needed} of ${base.toDecimal()} (${of}) to agree. ${ends[verdict]}`,
  ];
}
