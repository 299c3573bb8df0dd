import { ballotKindOf, isDetached } from '@rochdale/voting';
import { weighsClasses } from '../policy/decision-rule.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import type { RecountFile } from './recount-file.js';

/**
 * What strangers may read of what ballots say: each of them; sums by mark; or nothing beside the
 * count. Each, where the count says as much, or where the co-operative chose so by the rule that
 * voters voted under. Of rankings, scores and the like nearly every ballot is one of its own: who
 * told somebody what they ranked first would be found by the whole of it. Where a rule weighs
 * classes a weight tells of which class a voter is.
 */
export function toldToStrangers(rule: DecisionRule): 'rows' | 'sums' | 'nothing' {
  const isInCount = ballotKindOf(rule).countSaysMarks === true;
  if (isDetached(rule)) return isInCount || rule.recountBy === 'strangers' ? 'sums' : 'nothing';
  if (weighsClasses(rule)) return isInCount ? 'sums' : 'nothing';
  return isInCount || rule.recountBy === 'strangers' ? 'rows' : 'nothing';
}

/** How many ballots count, papers among them. */
export const ballotsIn = ({ ballots, papers }: RecountFile): number =>
  ballots.rows.length + (papers?.counted ?? 0);

/**
 * Whether a file keeps to itself what ballots say, as it may for strangers by its rule. Who has the
 * places opened is told it.
 */
export function saysNothing(file: RecountFile, rule: DecisionRule): boolean {
  const { ballots, electorate, papers } = file;
  const isBare = ballots.sums === null && ballots.rows.every(({ says }) => says === null);
  const mayBe = !electorate.exact && toldToStrangers(rule) === 'nothing';
  return isBare && (papers?.sums ?? null) === null && mayBe && ballotsIn(file) > 0;
}
