import { dots, projects, scores, spending } from './marks.js';
import type { Question } from './marks.js';

const scored: readonly Question[] = [
  {
    by: 'leocadia',
    title: 'Which calendar we offer',
    body: 'From 0 to 5; the two best meet.',
    policyKey: 'scores',
    options: ['SOGo', 'Nextcloud', 'Radicale'],
    said: [
      [3, scores(2, 5, 3)],
      [2, scores(4, 1, 5)],
      [1, scores(5, 0, 0)],
    ],
  },
  {
    by: 'yusuf',
    title: 'Which chat we offer',
    body: 'From 0 to 5, summed.',
    policyKey: 'scores-summed',
    options: ['Matrix', 'XMPP', 'None'],
    said: [
      [3, scores(5, 3, 0)],
      [2, scores(1, 5, 2)],
    ],
  },
  {
    by: 'rosalind',
    title: 'How well each name for the server fits',
    body: 'What at least half would say of it.',
    policyKey: 'judgment',
    options: ['Heron', 'Kingfisher', 'Otter'],
    said: [
      [3, scores(3, 5, 4)],
      [2, scores(5, 2, 4)],
      [1, scores(0, 1, 5)],
    ],
  },
  {
    by: 'oswin',
    title: 'What to do first next year',
    body: 'Ten dots each.',
    policyKey: 'dots',
    options: ['Backups', 'Documentation', 'A second office', 'Video calls'],
    said: [
      [3, dots(5, 3, 0, 2)],
      [2, dots(2, 2, 0, 6)],
      [1, dots(0, 0, 10, 0)],
    ],
  },
];

const paid: readonly Question[] = [
  {
    by: 'philippa',
    title: 'Six hundred euros for the neighbourhood',
    body: 'The most votes first, as far as the money goes.',
    policyKey: 'greedy-budget',
    options: ['A notice board', 'Benches', 'A book box'],
    voteTerms: spending('60000', '32000', '28000', '18000'),
    said: [
      [3, projects(1, 2)],
      [1, projects(1)],
      [2, projects(3)],
    ],
  },
  {
    by: 'sunniva',
    title: 'Six hundred euros among ourselves',
    body: 'Each has the same share of it to give.',
    policyKey: 'shared-budget',
    options: ['Better chairs', 'A coffee machine', 'A ramp'],
    voteTerms: spending('60000', '32000', '28000', '18000'),
    said: [
      [3, projects(1, 2)],
      [1, projects(1)],
      [2, projects(3)],
    ],
  },
];

/** Who objects, and how far members go along. */
export const agreed: readonly Question[] = [
  {
    by: 'noor',
    title: 'A rota for the telephone',
    body: 'Two weeks each, by turns.',
    policyKey: 'consent',
    said: [
      [1, 'objects', 'Who has children would be on duty each weekend.'],
      [2, 'consents'],
      [1, 'concerned', 'Two weeks are long.'],
      [1, 'stands-aside'],
    ],
  },
  {
    by: 'ximena',
    title: 'Cameras in the server room',
    body: 'So that we see who was there.',
    policyKey: 'consent',
    said: [
      [2, 'consents'],
      [1, 'objects', 'Who works there would be filmed all day.'],
    ],
  },
  {
    by: 'saoirse',
    title: 'Assemblies in plain language',
    body: 'And no abbreviation that is not explained.',
    policyKey: 'gradients',
    said: [
      [3, 'endorse'],
      [1, 'minor-concern'],
      [1, 'go-along'],
      [1, 'abstain'],
      [1, 'serious-disagreement'],
    ],
  },
];

/** Options on a scale, and projects with their costs. */
export const weighed: readonly Question[] = [...scored, ...paid];
