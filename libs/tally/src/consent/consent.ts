import { Rational } from '../arithmetic/rational.js';
import { stances } from '../model/ballots.js';
import type { Stance, StanceBallots } from '../model/ballots.js';
import { trueWeight } from '../model/weights.js';

/** When consent is refused. */
export interface ConsentRule {
  /** The stances that are objections. */
  readonly objections: readonly Stance[];
  /** How many objections it takes to stop a proposal. */
  readonly enough: Rational;
  /** The share of those who may take part that stops it as well; undefined for none. */
  readonly enoughShare?: Rational;
  /** How many have to take part; abstaining is taking part. */
  readonly leastPresent: Rational;
  /** How many have to agree, so that a proposal has somebody behind it. */
  readonly leastAgreeing: Rational;
  /** The weight of all who may take part; undefined takes those who did. */
  readonly electorate?: Rational;
}

/** What became of a proposal. */
export interface ConsentCount {
  readonly held: Readonly<Record<Stance, Rational>>;
  readonly present: Rational;
  readonly objecting: Rational;
  /** How many objections would have stopped it. */
  readonly needed: Rational;
  readonly verdict: 'passed' | 'objected' | 'no quorum' | 'not seconded';
}

/**
 * Decides by consent: a proposal passes unless enough objections stand. Silence is consent, so no
 * majority is asked for; quorum and seconders are, if the rule says so.
 *
 * @see "We the People: Consenting to a Deeper Democracy" (Buck and Villines, 2017)
 */
export function countConsent(ballots: StanceBallots, rule: ConsentRule): ConsentCount {
  const units = stances.map(() => 0);
  for (let row = 0; row < ballots.count; row += 1) {
    const stance = ballots.choices[row] as number;
    units[stance] = (units[stance] as number) + (ballots.weights[row] as number);
  }
  const weight = (stance: Stance): Rational =>
    trueWeight(ballots, units[stances.indexOf(stance)] as number);
  const held = {
    agree: weight('agree'),
    disagree: weight('disagree'),
    abstain: weight('abstain'),
    block: weight('block'),
  };
  const present = trueWeight(ballots, ballots.totalWeight);
  const objecting = rule.objections.reduce((sum, stance) => sum.add(held[stance]), Rational.ZERO);
  const share = rule.enoughShare?.mul(rule.electorate ?? present);
  const needed = share !== undefined && share.compare(rule.enough) > 0 ? share : rule.enough;
  return {
    held,
    present,
    objecting,
    needed,
    verdict: judge(rule, held, present, objecting, needed),
  };
}

function judge(
  rule: ConsentRule,
  held: ConsentCount['held'],
  present: Rational,
  objecting: Rational,
  needed: Rational,
): ConsentCount['verdict'] {
  if (present.compare(rule.leastPresent) < 0) return 'no quorum';
  if (!objecting.isZero() && objecting.compare(needed) >= 0) return 'objected';
  return held.agree.compare(rule.leastAgreeing) < 0 ? 'not seconded' : 'passed';
}
