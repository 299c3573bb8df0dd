import { dots, meeting, projects, ranks, spending } from './marks.js';
import type { Question } from './marks.js';

/** The same ways again, asked of something else, and not over yet; the days are of a meeting. */
export function openVotes(days: readonly string[]): readonly Question[] {
  return [
    {
      by: 'ignatius',
      title: 'Which picture hangs in the hall',
      body: 'One each.',
      policyKey: 'choice',
      options: ['The mill', 'The weir'],
      said: [
        [2, { option: 2 }],
        [1, { option: 1 }],
      ],
    },
    {
      by: 'sunniva',
      title: 'Where the next server stands',
      body: 'In order of preference.',
      policyKey: 'ranking',
      options: ['In our own cellar', 'At a partner', 'In a data centre'],
      said: [
        [2, ranks(2, 1)],
        [1, ranks(1, 2, 3)],
      ],
    },
    {
      by: 'henrik',
      title: 'What we learn together in winter',
      body: 'Ten dots each.',
      policyKey: 'dots',
      options: ['Networks', 'Databases', 'Facilitation', 'Bookkeeping'],
      said: [[2, dots(3, 3, 4, 0)]],
    },
    {
      by: 'dmitar',
      title: 'A thousand euros for the winter',
      body: 'Each has the same share of it to give.',
      policyKey: 'shared-budget',
      options: ['Insulation', 'Lamps', 'A heater'],
      voteTerms: spending('100000', '60000', '15000', '40000'),
      said: [[2, projects(1, 2)]],
    },
    {
      by: 'noor',
      title: 'Quiet hours in the chat',
      body: 'Nobody is expected to answer after seven.',
      policyKey: 'gradients',
      said: [
        [2, 'endorse'],
        [1, 'reservations'],
      ],
    },
    meeting('When the auditors come', days),
  ];
}
