import { defineLetter } from '@rochdale/platform';
import { greeting, minuteOf } from '../words/letter-words.js';
import { AppealAnswered, AppealTermBegan } from './appeal.events.js';

/** To whom the members want to expel. What was said of them they read inside. */
const AppealTermLetter = defineLetter({
  kind: 'governance.appeal-term',
  topic: 'decisions',
  on: AppealTermBegan,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender, data: { until, isAnew } }) => ({
      subject: `${sender}: ${isAnew ? 'you may appeal once more' : 'you may appeal'}`,
      text: [
        ...greeting(name),
        ...(isAnew
          ? ['your appeal could not be decided, by no doing of yours. You may file it anew.']
          : [
              `the members of ${sender} decided to expel you. It is not carried out yet: you may`,
              'appeal, also while you are suspended, and say in your own words why it is not to',
              'be. You are not expelled before that is decided.',
            ]),
        '',
        `You may file it until ${minuteOf(until)}, once. Without one, it is carried out then.`,
        'You find it with the votes about you.',
      ].join('\n'),
    }),
  },
});

/** To who appealed. */
const AppealAnsweredLetter = defineLetter({
  kind: 'governance.appeal-answered',
  topic: 'decisions',
  on: AppealAnswered,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender, data: { isUpheld } }) => ({
      subject: isUpheld
        ? `${sender}: your appeal is upheld`
        : `${sender}: your appeal is not upheld`,
      text: [
        ...greeting(name),
        ...(isUpheld
          ? [
              'the members upheld your appeal. You are not expelled, and stand where you stood',
              'before you were suspended, unless that was for something else as well.',
            ]
          : [
              'the members did not uphold your appeal, or too few of them voted. What was decided',
              'before is carried out, as soon as the time for which it waits is over.',
            ]),
        'You find it with the votes about you.',
      ].join('\n'),
    }),
  },
});

export const appealLetters = [AppealTermLetter, AppealAnsweredLetter];
