import { ballotKindOf } from '@rochdale/voting';
import type { DecisionRule } from '../policy/decision-rule.js';
import type { RecountFile } from './recount-file.js';

/**
 * What strangers may read of what ballots say: each of them; sums by mark; or nothing beside the
 * count. Where a rule weighs classes a weight tells of which class a voter is, and a mark that is
 * one ballot's own has its weight for a sum.
 */
export function toldToStrangers(rule: DecisionRule): 'rows' | 'sums' | 'nothing' {
  // Weights differ only by class, and where the rule says so.
  if (Object.keys(rule.eligibility.weightByClass).length === 0) return 'rows';
  return ballotKindOf(rule).countSaysMarks === true ? 'sums' : 'nothing';
}

/**
 * Whether a file keeps to itself what ballots say, as it may for strangers by its rule. Who has the
 * places opened is told it.
 */
export function saysNothing({ ballots, electorate }: RecountFile, rule: DecisionRule): boolean {
  const isBare = ballots.sums === null && ballots.rows.every(({ says }) => says === null);
  const mayBe = !electorate.exact && toldToStrangers(rule) === 'nothing';
  return isBare && mayBe && ballots.rows.length > 0;
}
