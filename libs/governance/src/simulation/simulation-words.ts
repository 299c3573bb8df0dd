import type { Denominator, Threshold } from '@rochdale/voting';
import { isStancesRule } from '@rochdale/voting';
import type { DecisionRule } from '../policy/decision-rule.js';
import type { Simulated, WhyNotAsked } from './simulated-vote.js';

const bodies: Readonly<Record<Denominator, string>> = {
  electorate: 'all who may vote',
  cast: 'all who voted',
  'cast-minus-abstentions': 'those who took a side',
  'active-members': 'all active members',
};

function thresholdOf(rule: DecisionRule): Threshold | null {
  if (isStancesRule(rule)) return rule.decision.kind === 'threshold' ? rule.decision.agree : null;
  const { support = null, winnerNeeds = null } = rule as {
    readonly support?: Threshold;
    readonly winnerNeeds?: Threshold | null;
  };
  return support ?? winnerNeeds;
}

function enough(rule: DecisionRule): string {
  const threshold = thresholdOf(rule);
  if (threshold === null) return 'enough';
  const { share, strict, of } = threshold;
  return `${strict ? 'more than' : 'at least'} ${share} of ${bodies[of]}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function quorumOf({ quorum }: DecisionRule): string {
  if (quorum === null) return 'Too few took part.';
  const body = quorum.of === 'electorate' ? bodies.electorate : bodies['active-members'];
  const counts = quorum.counts === 'ballots' ? 'took part' : 'took a side';
  return `Fewer than ${quorum.share} of ${body} ${counts}.`;
}

const sentences: Readonly<Record<string, (rule: DecisionRule) => string>> = {
  'agreement-reached': (rule) => `${capital(enough(rule))} agreed, and no block stood.`,
  'agreement-not-reached': (rule) => `It was not ${enough(rule)} who agreed.`,
  'quorum-not-reached': quorumOf,
  'block-stands': () => 'A block stood.',
  'no-sufficient-objection': () => 'Too few objected to stop it.',
  objections: () => 'Enough objected to stop it.',
  'objections-stand': () => 'Objections stood at the end.',
  'consents-missing': () => 'Too few consented.',
  'exactly-at-threshold': () => 'The sides were equal.',
  'lot-drawn': () => 'The sides were equal, and a lot was drawn.',
  'option-chosen': () => 'It was decided between the options.',
  'minimum-not-spent': () => 'What won would have spent too little.',
};

/** Why a vote came out so under a rule, in a sentence. */
export const toldWhy = (rule: DecisionRule, { outcome, reason }: Simulated): string =>
  sentences[reason]?.(rule) ?? `${capital(outcome)}: ${reason.replaceAll('-', ' ')}.`;

const notAsked: Readonly<Record<WhyNotAsked, string>> = {
  'ballots-not-told': 'You are not told what its ballots said.',
  'another-ballot-kind': 'Its ballots were of another kind, and say nothing that the rule counts.',
  'another-electorate':
    'Others would have voted under the rule, or with other weights: of whom there is no ballot.',
  'other-options': 'It was between other options.',
  'marks-not-offered': 'Some of its ballots say what nobody could say under the rule.',
  'was-an-election': 'It was an election; who holds the office was decided by its own rule.',
  'votes-for-others':
    'Members have others vote for them, then or under the rule: who would be counted is not told.',
  'was-detached':
    'Its ballots lie apart from who cast them, and are counted by its own rule alone.',
  'rule-does-not-fit': 'The rule does not go with what the vote was between.',
};

/** Why a rule is not asked of a vote, in a sentence. */
export const toldWhyNot = (why: WhyNotAsked): string => notAsked[why];
