import { roleNames } from '@rochdale/platform';
import { shippedOnPersons } from './shipped-on-persons.js';
import type { Template, TemplateField } from './template.js';

/** What a template says of the proposal, but for what most of them leave open. */
type Draft = Pick<Template['proposal'], 'title' | 'body'> & Partial<Template['proposal']>;

const asked = (
  name: string,
  label: string,
  kind: TemplateField['kind'] = 'text',
  more: Partial<TemplateField> = {},
): TemplateField => ({ name, label, kind, ...more });

const optional = { optional: true } as const;

function template(
  [key, title, purpose]: readonly [string, string, string],
  policy: Template['policy'],
  fields: readonly TemplateField[],
  proposal: Draft,
): Template {
  const open = { options: null, voteTerms: null, actions: [], windowHours: null, visibility: null };
  return {
    key,
    title,
    purpose,
    policy,
    fields: [...fields],
    proposal: { ...open, tags: [], ...proposal },
  };
}

/** As what an expense is booked, as the room of expenses has it. */
const categories = [
  ['hosting', 'software', 'hardware', 'services', 'materials', 'office'],
  ['travel', 'events', 'training', 'outreach', 'fees', 'other'],
].flat();

const question = asked('question', 'The question in a line', 'line');
const why = asked('why', 'Why: what is the matter, and for whom?');
const proposal = asked('proposal', 'What do you propose, in full?');
const currency = asked('currency', 'The currency, by its three letters', 'line', {
  example: 'EUR',
});

const onMatters: readonly Template[] = [
  template(
    ['advice', 'Advice', 'You decide, after you asked whom it concerns and who knows.'],
    { key: 'operational', pack: 'defaults' },
    [
      question,
      proposal,
      asked('askedWhom', 'Whom did you ask? Groups and offices rather than names', 'text'),
      asked('theyAdvised', 'What did they advise, and what became of it?'),
    ],
    {
      title: 'Advice: {{question}}',
      body:
        '## What I mean to do\n\n{{proposal}}\n\n## Whom I asked\n\n{{askedWhom}}\n\n' +
        '## What they advised\n\n{{theyAdvised}}\n\nIt goes ahead unless somebody objects.',
    },
  ),
  template(
    ['consent', 'Consent', 'Good enough for now, and safe enough to try: who objects says why.'],
    { key: 'consent', pack: 'ways-to-vote' },
    [question, why, proposal, asked('review', 'When is it looked at again?', 'day', optional)],
    {
      title: 'Consent: {{question}}',
      body:
        '## Why\n\n{{why}}\n\n## Proposal\n\n{{proposal}}\n\n## Looked at again\n\n{{review}}\n\n' +
        'An objection says what harm it would do, and what would meet it.',
    },
  ),
  template(
    ['consensus', 'Consensus', 'Everybody says something, and nobody stands in the way.'],
    { key: 'large', pack: 'autonomic' },
    [question, why, proposal, asked('doubts', 'Which doubts are known?', 'text', optional)],
    {
      title: 'Consensus: {{question}}',
      body:
        '## Why\n\n{{why}}\n\n## Proposal\n\n{{proposal}}\n\n## Doubts that are known\n\n' +
        '{{doubts}}',
    },
  ),
  template(
    [
      'gradients',
      'Gradients of agreement',
      'How far everybody goes along, from endorsement to veto.',
    ],
    { key: 'gradients', pack: 'ways-to-vote' },
    [question, why, proposal],
    {
      title: 'How far do you go along: {{question}}',
      body: '## Why\n\n{{why}}\n\n## Proposal\n\n{{proposal}}',
    },
  ),
  template(
    ['ordinary', 'Ordinary decision', 'Most things: by a majority of those who take a side.'],
    { key: 'ordinary', pack: 'defaults' },
    [
      question,
      why,
      proposal,
      asked('costs', 'What does it cost, in money and work?', 'text', optional),
    ],
    {
      title: '{{question}}',
      body: '## Why\n\n{{why}}\n\n## Proposal\n\n{{proposal}}\n\n## What it costs\n\n{{costs}}',
    },
  ),
  template(
    ['budget', 'Budget', 'Money that is set aside in a fund, for a purpose.'],
    { key: 'budget', pack: 'defaults' },
    [
      asked('purpose', 'For what, in a line?', 'line'),
      asked('fund', 'Which fund?', 'id', { of: 'Fund' }),
      asked('amount', 'How much, in the smallest unit of the currency', 'amount', {
        currency: '{{currency}}',
      }),
      currency,
      why,
    ],
    {
      title: 'Budget: {{amount}} for {{purpose}}',
      body: '## For what\n\n{{purpose}}\n\n## How much\n\n{{amount}}\n\n## Why\n\n{{why}}',
      actions: [
        {
          kind: 'fund.allocate',
          payload: { fundId: '{{fund}}', amountMinor: '{{amount}}', currency: '{{currency}}' },
        },
      ],
    },
  ),
  template(
    [
      'standing-mandate',
      'Standing mandate',
      'A bill that comes again and again, paid up to a cap without a vote on each.',
    ],
    { key: 'budget', pack: 'defaults' },
    [
      asked('what', 'What for, in a line?', 'line'),
      asked('key', 'Its short name: small letters, digits and hyphens', 'line', {
        example: 'hosting',
      }),
      asked('partner', 'Which partner sends the bills?', 'id', { of: 'Partner' }),
      asked('category', 'As what are they booked?', 'choice', { choices: [...categories] }),
      asked('period', 'Is the cap one for a month, a quarter or a year?', 'choice', {
        choices: ['month', 'quarter', 'year'],
      }),
      asked('cap', 'The most for each of these, in the smallest unit of the currency', 'amount', {
        currency: '{{currency}}',
      }),
      currency,
      asked('total', 'The most in all, where there is to be one', 'amount', {
        currency: '{{currency}}',
        ...optional,
      }),
      asked('startsOn', 'From bills of which day on?', 'day'),
      asked('endsOn', 'Until bills of which day?', 'day'),
      asked('graceDays', 'For how many days after that are they still taken?', 'integer', {
        example: 30,
      }),
      why,
    ],
    {
      title: 'Standing mandate: {{what}}, {{cap}} a {{period}}',
      body:
        '## What for\n\n{{what}}\n\n## How much\n\nUp to {{cap}} a {{period}}.\n\n' +
        'In all: {{total}}\n\n## Until when\n\nBills from {{startsOn}} to {{endsOn}}, taken for ' +
        '{{graceDays}} days more.\n\n## Why\n\n{{why}}\n\n' +
        'An officer hands the bills in, and another lets the money go. What is above the cap is ' +
        'voted on, or approved, as any claim is. We end it whenever we like.',
      actions: [
        {
          kind: 'mandate.grant',
          payload: {
            key: '{{key}}',
            title: '{{what}}',
            partnerId: '{{partner}}',
            category: '{{category}}',
            currency: '{{currency}}',
            period: '{{period}}',
            capMinor: '{{cap}}',
            totalMinor: '{{total}}',
            startsOn: '{{startsOn}}',
            endsOn: '{{endsOn}}',
            graceDays: '{{graceDays}}',
          },
        },
      ],
    },
  ),
  template(
    [
      'participatory-budget',
      'Participatory budget',
      'Members choose which projects a budget pays for, by equal shares.',
    ],
    { key: 'shared-budget', pack: 'ways-to-vote' },
    [
      asked('purpose', 'What is the budget for, in a line?', 'line'),
      asked('budget', 'The whole budget, in the smallest unit', 'amount', {
        currency: '{{currency}}',
      }),
      currency,
      asked('projects', 'The projects, a line each', 'lines'),
      asked('costs', 'What each costs, in the same order', 'amounts'),
      asked('details', 'What there is to know of the projects'),
    ],
    {
      title: 'Which projects: {{purpose}}',
      body: '## The budget\n\n{{budget}}\n\n## The projects\n\n{{projects}}\n\n{{details}}',
      options: '{{projects}}',
      voteTerms: {
        spending: {
          currency: '{{currency}}',
          budgetMinor: '{{budget}}',
          costsMinor: '{{costs}}',
          minimumSpendMinor: null,
          incompatible: [],
        },
      },
    },
  ),
  template(
    ['election', 'Election', 'Members nominate each other to an office, and elect by preference.'],
    { key: 'board-election', pack: 'ways-to-vote' },
    [
      asked('office', 'To which office?', 'choice', { choices: [...roleNames] }),
      asked('startsOn', 'From which day, where not at once?', 'day', optional),
      asked('duties', 'What does who holds it do?'),
    ],
    {
      title: 'Election: {{office}}',
      body: '## The office\n\n{{office}}, from {{startsOn}}\n\n## What it is about\n\n{{duties}}',
      visibility: 'members',
      actions: [{ kind: 'role.elect', payload: { role: '{{office}}', startsOn: '{{startsOn}}' } }],
    },
  ),
  template(
    ['bylaw-change', 'Change of the bylaws', 'Another version of what all of us keep to.'],
    { key: 'bylaws', pack: 'defaults' },
    [
      asked('what', 'What changes, in a line?', 'line'),
      asked(
        'amends',
        'Which version does it change? Nothing for the first one',
        'integer',
        optional,
      ),
      asked('text', 'The whole text as it will be, in Markdown'),
      asked('inForceOn', 'From which day, where not at once?', 'day', optional),
      why,
    ],
    {
      title: 'Bylaws: {{what}}',
      body: '## What changes\n\n{{what}}\n\n## Why\n\n{{why}}',
      actions: [
        {
          kind: 'document.adopt',
          payload: {
            key: 'bylaws',
            title: 'Bylaws',
            text: '{{text}}',
            amends: '{{amends}}',
            inForceOn: '{{inForceOn}}',
          },
        },
      ],
    },
  ),
];

/**
 * What every co-operative may begin with, under policies of the packs that ship. It edits, retires
 * or replaces each; these stay as they are.
 */
export const shippedTemplates: readonly Template[] = [...onMatters, ...shippedOnPersons];
