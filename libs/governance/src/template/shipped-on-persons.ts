import type { Template } from './template.js';

const said = { options: null, voteTerms: null, windowHours: null, tags: [] };

/**
 * On persons. Titles name nobody: whom it is about is in the action, and what is said of them lies
 * sealed as in every hearing.
 */
export const shippedOnPersons: readonly Template[] = [
  {
    key: 'admission',
    title: 'Admission',
    purpose: 'The members take in somebody who applied.',
    policy: { key: 'membership', pack: 'defaults' },
    fields: [
      { name: 'application', label: 'Which application?', kind: 'id', of: 'Application' },
      { name: 'why', label: 'What speaks for it, and what is open?', kind: 'text' },
    ],
    proposal: {
      ...said,
      title: 'Admission of an applicant',
      body: '{{why}}',
      visibility: 'members',
      actions: [{ kind: 'application.admit', payload: { applicationId: '{{application}}' } }],
    },
  },
  {
    key: 'suspension',
    title: 'Suspension before a hearing',
    purpose: 'The first step to an expulsion: nobody is expelled who was not suspended and heard.',
    policy: { key: 'membership', pack: 'defaults' },
    fields: [
      { name: 'member', label: 'Who is it about?', kind: 'id', of: 'Member' },
      { name: 'said', label: 'What is said to have happened, and when?', kind: 'text' },
      { name: 'hearing', label: 'On which day will they be heard, at the latest?', kind: 'day' },
    ],
    proposal: {
      ...said,
      title: 'Suspension of a member until they are heard',
      body:
        '## What is said to have happened\n\n{{said}}\n\n## The hearing\n\nBy {{hearing}} at the ' +
        'latest. Until then nothing is decided but the suspension.',
      visibility: 'members',
      actions: [{ kind: 'member.suspend', payload: { memberId: '{{member}}' } }],
    },
  },
  {
    key: 'expulsion',
    title: 'Expulsion, after a hearing',
    purpose:
      'Of a member who is suspended and was heard. It is for good. As long as it waits they may ' +
      'appeal, and are not expelled before that is decided.',
    policy: { key: 'expulsion', pack: 'defaults' },
    fields: [
      { name: 'member', label: 'Who is it about?', kind: 'id', of: 'Member' },
      { name: 'said', label: 'What is held against them?', kind: 'text' },
      { name: 'heardOn', label: 'On which day were they heard?', kind: 'day' },
      { name: 'answer', label: 'What did they answer, in their words?', kind: 'text' },
      { name: 'milder', label: 'Why is nothing milder enough?', kind: 'text' },
    ],
    proposal: {
      ...said,
      title: 'Expulsion of a member who was heard',
      body:
        '## What is held against them\n\n{{said}}\n\n## What they answered on {{heardOn}}\n\n' +
        '{{answer}}\n\n## Why nothing milder is enough\n\n{{milder}}',
      visibility: 'members',
      actions: [{ kind: 'member.expel', payload: { memberId: '{{member}}' } }],
    },
  },
  {
    key: 'expulsion-appeal',
    title: 'Appeal against an expulsion',
    purpose:
      'Who is to be expelled has the members asked once more, and nobody else does. Until it is ' +
      'decided they are not expelled; who is suspended files it by `appealFile`, in these words.',
    policy: { key: 'appeal', pack: 'defaults' },
    fields: [
      {
        name: 'expulsion',
        label: 'Against which vote to expel you?',
        kind: 'id',
        of: 'Proposal',
      },
      { name: 'grounds', label: 'What was overlooked, or done wrongly?', kind: 'text' },
    ],
    proposal: {
      ...said,
      title: 'Appeal against an expulsion',
      body: '## Grounds\n\n{{grounds}}',
      visibility: 'members',
      actions: [{ kind: 'appeal.uphold', payload: { expulsionId: '{{expulsion}}' } }],
    },
  },
];
