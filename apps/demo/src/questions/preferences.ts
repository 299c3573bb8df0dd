import { ranks } from './marks.js';
import type { Question } from './marks.js';

const chosenOnce: readonly Question[] = [
  {
    by: 'henrik',
    title: 'Where we meet in summer',
    body: 'Two days, with a train that all can afford.',
    policyKey: 'choice',
    options: ['In Leipzig', 'By the sea', 'Online'],
    said: [
      [4, { option: 1 }],
      [1, { option: 2 }],
      [1, { option: 3 }],
      [1, { option: null }],
    ],
  },
  {
    by: 'tamsin',
    title: 'What the open day is about',
    body: 'As many as one likes. Where two come out alike a lot is drawn.',
    policyKey: 'approval',
    options: ['Backups', 'Encrypted mail', 'Leaving large providers'],
    said: [
      [2, { options: [1, 2] }],
      [1, { options: [2] }],
      [3, { options: [3] }],
    ],
  },
];

const ranked: readonly Question[] = [
  {
    by: 'ines',
    title: 'Which wiki we move to',
    body: 'In order of preference; who is last goes first.',
    policyKey: 'ranking-run-off',
    options: ['DokuWiki', 'BookStack', 'XWiki'],
    said: [
      [3, ranks(1, 2)],
      [2, ranks(2, 3)],
      [2, ranks(3, 2)],
    ],
  },
  {
    by: 'teodor',
    title: 'Which distribution the new servers run',
    body: 'Compared two by two.',
    policyKey: 'ranking',
    options: ['Debian', 'Alpine', 'NixOS', 'Fedora'],
    said: [
      [3, ranks(1, 2, 3)],
      [2, ranks(3, 1)],
      [1, ranks(2, 1, 4)],
    ],
  },
  {
    by: 'dmitar',
    title: 'Which day the servers are upgraded',
    body: 'Not on a Friday.',
    policyKey: 'ranking-pairs',
    options: ['Monday', 'Tuesday', 'Wednesday'],
    said: [
      [2, ranks(2, 3, 1)],
      [2, ranks(3, 2)],
      [1, ranks(1)],
    ],
  },
  {
    by: 'anselm',
    title: 'What the newsletter is called',
    body: 'Points by place.',
    policyKey: 'ranking-borda',
    options: ['The Sluice', 'Upstream', 'Millrace'],
    said: [
      [3, ranks(3, 2, 1)],
      [2, ranks(2, 3, 1)],
      [1, ranks(1, 3)],
    ],
  },
  {
    by: 'marguerite',
    title: 'Two workshops for the autumn',
    body: 'Both groups who want something get one of theirs.',
    policyKey: 'several',
    options: ['Photographs', 'Self-hosting', 'Backups', 'Calendars'],
    said: [
      [3, ranks(2, 3)],
      [2, ranks(4, 1)],
      [1, ranks(3, 2)],
    ],
  },
];

/** One or several of some options, by a cross for each or in order of preference. */
export const preferences: readonly Question[] = [...chosenOnce, ...ranked];
