import type { Denominator, StancesRule } from '@rochdale/voting';
import type { DecisionRule } from './decision-rule.js';
import type { PackPolicy, PolicyPack } from './policy-pack.js';

type StanceRule = DecisionRule & StancesRule;

const days = (count: number): number => count * 24;
const year = days(365);

const everyMember: StanceRule['eligibility'] = {
  classes: null,
  standings: ['active', 'paused', 'in-arrears'],
  weightByClass: {},
};
const goodStanding: StanceRule['eligibility'] = { ...everyMember, standings: ['active'] };

const window = (
  minimumHours: number,
  urgentMinimumHours: number | null = null,
): StanceRule['window'] => ({
  minimumHours,
  usualHours: minimumHours,
  maximumHours: Math.max(days(90), minimumHours),
  urgentMinimumHours,
});

/** What most rules share; each policy says where it differs. */
const base: StanceRule = {
  ballotKind: 'stances',
  stances: ['agree', 'abstain', 'disagree', 'block'],
  decision: {
    kind: 'threshold',
    agree: { share: '1/2', strict: true, of: 'cast-minus-abstentions' },
  },
  quorum: null,
  blocks: { liftedAtShare: '9/10' },
  tieRule: 'status-quo',
  window: window(days(6)),
  noticeHours: 0,
  lateQuorum: null,
  earlyClose: null,
  timelockHours: 0,
  executionWithinHours: null,
  eligibility: goodStanding,
  secondersNeeded: 0,
  secretUntilClosed: false,
};

/** Our own defaults are ours throughout. */
const everyField: readonly string[] = Object.keys(base);

/** What none of the co-operatives says: how long a vote may be at most, and who is left out. */
const usual = ['window.maximumHours', 'eligibility.standings'];

const noBlocks = {
  stances: ['agree', 'abstain', 'disagree'],
  blocks: null,
} satisfies Partial<StanceRule>;

function quorum(share: string): NonNullable<StanceRule['quorum']> {
  return { share, of: 'electorate', counts: 'ballots' };
}

function agree(share: string, strict: boolean, of: Denominator): StanceRule['decision'] {
  return { kind: 'threshold', agree: { share, strict, of } };
}

const lazy = (): StanceRule['decision'] => ({ kind: 'lazy', objectionsToReject: 1 });

const unlessObjected = (count: number): Partial<StanceRule> => ({
  ...noBlocks,
  decision: lazy(),
  window: window(days(count)),
});

/** @param ours fields that the co-operative leaves open, and we had to fill */
function policy(
  key: string,
  title: string,
  changes: Partial<StanceRule>,
  ours: readonly string[] = [...new Set([...everyField, ...Object.keys(changes)])],
): PackPolicy<StanceRule> {
  return { key, title, customs: [], ours, rule: { ...base, ...changes } };
}

const defaults: PolicyPack<StanceRule> = {
  name: 'defaults',
  title: 'Rochdale defaults',
  policies: [
    policy('operational', 'Day-to-day matters, by lazy consensus', unlessObjected(7)),
    policy('ordinary', 'Ordinary decisions', {
      quorum: quorum('1/10'),
      window: window(days(6), days(2)),
      lateQuorum: { withinHours: 24, extendHours: 48 },
    }),
    policy('budget', 'Budgets; none while the buffer holds less than it may', {
      quorum: quorum('1/4'),
      window: window(days(14)),
      buffer: { fundKey: 'buffer' },
    }),
    policy('bylaws', 'Changes of the bylaws', {
      decision: agree('3/4', false, 'cast-minus-abstentions'),
      blocks: { liftedAtShare: '19/20' },
      quorum: quorum('1/4'),
      window: window(days(10)),
      timelockHours: days(1),
    }),
    policy('membership', 'Admission and suspension of members', {
      quorum: quorum('1/10'),
      window: window(days(7)),
      secretUntilClosed: true,
    }),
    // It is for good: there is time to be heard before voting, and to appeal after it.
    policy('expulsion', 'Expulsion of a member who is suspended and was heard', {
      decision: agree('2/3', false, 'cast-minus-abstentions'),
      quorum: quorum('1/4'),
      noticeHours: days(14),
      window: window(days(14)),
      timelockHours: days(21),
      executionWithinHours: days(14),
      secretUntilClosed: true,
    }),
    policy('appeal', 'Appeals against an expulsion', {
      decision: agree('1/2', false, 'cast-minus-abstentions'),
      quorum: quorum('1/4'),
      window: window(days(14)),
      secretUntilClosed: true,
    }),
    policy('expense-standard', 'Expenses above what a treasurer approves', {
      quorum: quorum('1/10'),
      window: window(days(7), days(2)),
      earlyClose: { when: 'outcome-certain' },
    }),
    policy('expense-large', 'Large expenses', {
      quorum: quorum('1/4'),
      window: window(days(14)),
      timelockHours: days(1),
    }),
    policy('emergency', 'Emergencies', {
      ...noBlocks,
      decision: agree('2/3', false, 'cast-minus-abstentions'),
      // Two days are soon over: nobody decides for all because nobody else has looked yet.
      quorum: quorum('1/4'),
      window: window(48),
      executionWithinHours: days(14),
      ratification: { policyKey: 'ordinary', withinHours: days(14) },
    }),
  ],
};

/** They ask for no shortest urgent vote, and say nothing of how long voting may be at most. */
const socialCoop: PolicyPack<StanceRule> = {
  name: 'social-coop',
  title: 'Social.coop',
  policies: [
    policy(
      'ordinary',
      'Ordinary decisions',
      {
        decision: agree('1/2', false, 'cast'),
        blocks: { liftedAtShare: '9/10' },
        window: window(days(6), days(1)),
      },
      [...usual, 'window.urgentMinimumHours'],
    ),
    policy(
      'bylaws',
      'Changes of the bylaws',
      {
        decision: agree('3/4', false, 'cast'),
        blocks: { liftedAtShare: '19/20' },
        window: window(days(10)),
      },
      usual,
    ),
    policy(
      'expense-large',
      'Spending by vote of the members',
      {
        decision: agree('1/2', false, 'cast'),
        blocks: { liftedAtShare: '9/10' },
        window: window(days(6)),
      },
      [...usual, 'decision', 'blocks', 'window'],
    ),
  ],
};

const coopCloud: PolicyPack<StanceRule> = {
  name: 'coop-cloud',
  title: 'Co-op Cloud',
  policies: [
    policy(
      'small',
      'Small matters: just done, and told',
      {
        ...unlessObjected(7),
        escalatesTo: { policyKey: 'large', on: ['rejected'] },
        alreadyDone: true,
      },
      [...usual, 'window', 'escalatesTo'],
    ),
    policy(
      'medium',
      'Medium decisions',
      { ...unlessObjected(14), escalatesTo: { policyKey: 'large', on: ['rejected'] } },
      usual,
    ),
    policy(
      'large',
      'Large decisions; no new budget while the common fund is below its buffer',
      {
        ...noBlocks,
        decision: agree('1/2', true, 'active-members'),
        window: window(days(14)),
        buffer: { fundKey: 'common', atLeastMinor: '150000', currency: 'EUR' },
      },
      [...usual, 'buffer.fundKey'],
    ),
  ],
};

const others: readonly PolicyPack<StanceRule>[] = [
  {
    name: 'autonomic',
    title: 'Autonomic',
    policies: [
      policy('medium', 'Medium decisions', unlessObjected(7), usual),
      policy(
        'large',
        'Large decisions: everybody says something',
        {
          quorum: { share: '1/1', of: 'electorate', counts: 'ballots' },
          blocks: { liftedAtShare: null },
          window: { ...window(days(7)), usualHours: days(14), maximumHours: year },
          earlyClose: { when: 'outcome-certain' },
        },
        [...usual, 'decision', 'window', 'earlyClose'],
      ),
    ],
  },
  {
    name: 'may-first',
    title: 'May First',
    policies: [
      policy(
        'ballot',
        'One-week ballot',
        {
          ...noBlocks,
          window: window(days(7)),
          eligibility: { ...goodStanding, weightByClass: { organisation: 2 } },
        },
        ['window.maximumHours', 'decision'],
      ),
    ],
  },
  {
    name: 'cotech',
    title: 'CoTech',
    policies: [
      policy(
        'ordinary',
        'One co-op, one vote',
        {
          decision: agree('1/2', true, 'cast-minus-abstentions'),
          blocks: { liftedAtShare: null },
          window: window(days(7)),
          secondersNeeded: 1,
        },
        [...usual, 'decision'],
      ),
      policy(
        'fund',
        'Spending from the fund, unless somebody blocks',
        {
          stances: ['agree', 'abstain', 'block'],
          decision: lazy(),
          blocks: { liftedAtShare: null },
          window: window(days(7)),
        },
        usual,
      ),
    ],
  },
];

/**
 * The packs of votes by stances, with the numbers that these co-operatives publish as their own
 * rules; where they publish none, the policy says so. What their rules say of the time after a vote
 * is kept as well: what it goes to, and what is ratified. Not in a pack: an expense
 * paid by halves.
 */
export const policyPacks: readonly PolicyPack<StanceRule>[] = [
  defaults,
  socialCoop,
  coopCloud,
  ...others,
];
