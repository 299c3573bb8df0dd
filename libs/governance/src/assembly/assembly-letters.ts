import { defineLetter } from '@rochdale/platform';
import { greeting } from '../words/letter-words.js';
import { CheckedByAnother } from './assembly.events.js';

/** To who was checked in, or out, by somebody else: whoever is elsewhere finds it out. */
export const CheckedByAnotherLetter = defineLetter({
  kind: 'governance.checked-by-another',
  topic: 'decisions',
  on: CheckedByAnother,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender, data: { isLeaving } }) => ({
      subject: isLeaving
        ? `${sender}: you were checked out of an assembly`
        : `${sender}: you were checked in at an assembly`,
      text: [
        ...greeting(name),
        ...(isLeaving
          ? [
              `an officer wrote down that you left an assembly of ${sender}. If you are there,`,
              'check in by its code: in what is put to the vote before that you have no vote.',
            ]
          : [
              `an officer wrote down that you are at an assembly of ${sender}. Confirm it by the`,
              'code that is read out there. If you are not there, say so where you find the',
              'assembly, and tell those who audit: who is there decides what is voted on.',
            ]),
      ].join('\n'),
    }),
  },
});
