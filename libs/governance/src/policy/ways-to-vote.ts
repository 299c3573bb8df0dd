import { roleNames } from '@rochdale/platform';
import type { DecisionRule } from './decision-rule.js';
import type { PolicyPack } from './policy-pack.js';

const days = (count: number): number => count * 24;

/** What these policies share; each says how ballots are marked, and where it differs. */
const terms: Omit<DecisionRule, 'ballotKind'> = {
  quorum: { share: '1/10', of: 'electorate', counts: 'ballots' },
  tieRule: 'lot',
  window: {
    minimumHours: days(6),
    usualHours: days(6),
    maximumHours: days(90),
    urgentMinimumHours: null,
  },
  noticeHours: 0,
  lateQuorum: null,
  earlyClose: null,
  timelockHours: 0,
  executionWithinHours: null,
  eligibility: { classes: null, standings: ['active'], weightByClass: {} },
  secondersNeeded: 0,
  secretUntilClosed: false,
};

/** What a ballot kind asks of a rule; its shape is the kind's, and checked by a test. */
interface OfKind {
  readonly ballotKind: string;
  readonly [field: string]: unknown;
}

/** `own` is what the ballot kind asks of a rule, with its name. */
function policy(key: string, title: string, own: OfKind, changes: Partial<DecisionRule> = {}) {
  const rule: DecisionRule = { ...structuredClone(terms), ...changes, ...own };
  return { key, title, customs: [], ours: Object.keys(rule), rule };
}

const week = { ...terms.window, minimumHours: days(7), usualHours: days(7) };
const support = { share: '3/4', strict: false, of: 'cast-minus-abstentions' };

/**
 * A policy for each way to vote beside stances, ready to be adopted. Proposals bring what they are
 * between. No co-operative published these numbers: they are ours.
 */
export const waysToVote: PolicyPack = {
  name: 'ways-to-vote',
  title: 'Ways to vote, one policy for each',
  policies: [
    policy('choice', 'One of several options, by a majority', {
      ballotKind: 'single-choice',
      winnerNeeds: { share: '1/2', strict: true, of: 'cast-minus-abstentions' },
    }),
    policy('approval', 'One of several options, by approval', {
      ballotKind: 'approval',
      winners: 1,
      maximum: null,
      winnerNeeds: null,
    }),
    policy('ranking', 'One of several options, by preference', {
      ballotKind: 'ranking',
      method: 'schulze',
      equalRanks: true,
      maximum: null,
    }),
    policy('scores', 'One of several options, by scores', {
      ballotKind: 'score',
      method: 'star',
      highest: 5,
    }),
    policy('dots', 'Priorities, by ten dots', {
      ballotKind: 'dots',
      winners: 3,
      dots: 10,
      maximumEach: null,
    }),
    policy('shared-budget', 'Which projects a budget pays for, by equal shares', {
      ballotKind: 'budget',
      method: 'equal-shares',
      maximum: null,
    }),
    policy(
      'board-election',
      'Election of up to five to an office, by preference',
      { ballotKind: 'stv', method: 'scottish', winners: 5, maximum: null },
      {
        window: week,
        secretUntilClosed: true,
        elects: { offices: [...roleNames], nominationHours: days(14), termMonths: 24 },
      },
    ),
    policy(
      'consent',
      'Consent: whoever objects says why, and whether it was met',
      { ballotKind: 'consent', objectionsToStop: 1, consentsNeeded: 1 },
      { window: week, tieRule: 'status-quo' },
    ),
    policy(
      'gradients',
      'Gradients of agreement, by three quarters who go along',
      {
        ballotKind: 'gradients',
        grades: [
          'endorse',
          'minor-concern',
          'reservations',
          'abstain',
          'discuss-more',
          'go-along',
          'serious-disagreement',
          'veto',
        ],
        support,
        vetoes: { liftedAtShare: '9/10' },
      },
      { tieRule: 'status-quo' },
    ),
    policy(
      'meeting',
      'When to meet',
      { ballotKind: 'time-poll', winners: 1, ifNeedBe: true },
      {
        quorum: null,
        window: { ...terms.window, minimumHours: days(1), usualHours: days(3) },
      },
    ),
  ],
};
