import { ballotKindOf, optionList } from '@rochdale/voting';
import type { VoteRule } from '@rochdale/voting';
import { governanceErrors } from '../governance.errors.js';

function refuse(message: string): Error {
  return governanceErrors.error('PROPOSAL_OPTIONS_INVALID', message, { path: ['options'] });
}

/**
 * The rule under which a proposal is voted on: its policy's, with the options that the proposal
 * brings where its ballot kind needs them and the policy names none.
 *
 * @throws CodedError PROPOSAL_OPTIONS_INVALID
 */
export function withOptions<Rule extends VoteRule>(
  rule: Rule,
  options: readonly string[] | null,
): Rule {
  const kind = ballotKindOf(rule);
  const brings = kind.hasOptions === true && !('options' in rule);
  if (!brings) {
    if (options === null) return rule;
    throw refuse('Under this policy a proposal brings no options of its own.');
  }
  const read = optionList.safeParse(options);
  if (!read.success) {
    const [issue] = options === null ? [] : read.error.issues;
    throw refuse(issue?.message ?? 'Under this policy a proposal says what it is between.');
  }
  const whole = { ...rule, options: read.data };
  const problem = kind.contradiction(whole);
  if (problem !== null) throw refuse(problem);
  return whole;
}

/** The options of a rule that a vote is under; none where it is not by options. */
export function optionsIn(rule: VoteRule): readonly string[] {
  const { options } = rule as { readonly options?: readonly string[] };
  return ballotKindOf(rule).hasOptions === true ? (options ?? []) : [];
}
