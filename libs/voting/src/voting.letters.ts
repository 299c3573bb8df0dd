import { defineLetter } from '@rochdale/platform';
import {
  DelegationEnded,
  DelegationGiven,
  OwnPaperEntered,
  PaperChanged,
  PapersAsked,
  ProxyRecorded,
  RepresentativeNamed,
} from './voting.events.js';

const greeting = (name: string | null): string[] => (name === null ? [] : [`Dear ${name},`, '']);

const places = {
  all: 'wherever the rules of a vote let them',
  topic: 'on one topic',
  group: 'on what one working group brings',
  proposal: 'in one vote',
  proxy: 'in one vote, by a proxy',
} as const;

/** To who is to vote for another: who it is they read inside. */
const GivenLetter = defineLetter({
  kind: 'voting.delegation-given',
  topic: 'decisions',
  on: DelegationGiven,
  to: ({ memberId, as }) => (as === 'delegate' ? [memberId] : []),
  text: {
    en: ({ to: { name }, sender, data: { scope } }) => ({
      subject: `${sender}: somebody has you vote for them`,
      text: [
        ...greeting(name),
        `another member has you vote for them ${places[scope]}, as long as they do not`,
        'vote themselves. What you vote counts for them as well, and they read what it says.',
        '',
        'You find who it is with your delegations, and can end it there.',
      ].join('\n'),
    }),
  },
});

const why: Readonly<Record<'delegator' | 'delegate', readonly [string, string]>> = {
  delegator: ['Whom you chose votes for you no more', 'whom you had vote for you'],
  delegate: ['You vote for one fewer', 'for whom you vote'],
};

/** To the other one of the two. */
const EndedLetter = defineLetter({
  kind: 'voting.delegation-ended',
  topic: 'decisions',
  on: DelegationEnded,
  to: ({ memberId, byOneself }) => (byOneself ? [] : [memberId]),
  text: {
    en: ({ to: { name }, sender, data: { as, because, scope } }) => ({
      subject: `${sender}: a delegation is over`,
      text: [
        ...greeting(name),
        because === 'group-closed'
          ? 'a working group is closed, on whose proposals somebody voted for another.'
          : because === 'standing'
            ? `a member ${why[as][1]} ${places[scope]} is not on the list of members any more.`
            : `a member ${why[as][1]} ${places[scope]} has ended it.`,
        `${why[as][0]}.`,
        '',
        as === 'delegator'
          ? 'Vote yourself, or choose somebody else with your delegations.'
          : 'You find those for whom you vote with your delegations.',
      ].join('\n'),
    }),
  },
});

/** To whoever gave it: what was written down for them they can take back. */
const RecordedLetter = defineLetter({
  kind: 'voting.proxy-recorded',
  topic: 'decisions',
  on: ProxyRecorded,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender }) => ({
      subject: `${sender}: a proxy was put on record for you`,
      text: [
        ...greeting(name),
        'a secretary put on record that you gave somebody a proxy for one vote. They vote for you',
        'there as long as you do not vote yourself.',
        '',
        'You find who it is with your delegations. If it is not right, end it there: it counts no',
        'more then. Who recorded it is known to the auditors.',
      ].join('\n'),
    }),
  },
});

/** To who may cast the vote of an organisation: which one it is they read inside. */
const NamedLetter = defineLetter({
  kind: 'voting.representative-named',
  topic: 'decisions',
  on: RepresentativeNamed,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender }) => ({
      subject: `${sender}: an organisation has you cast its vote`,
      text: [
        ...greeting(name),
        'an organisation that is a member named you: you may cast its vote beside your own, as it',
        'and others whom it names may. The last ballot counts, once.',
        '',
        'You find which organisation it is when you sign in, and can end it there.',
      ].join('\n'),
    }),
  },
});

type ToldOfPaper = 'handed-out' | 'taken-back' | 'returned' | 'refused';

const ofPaper: Readonly<Record<ToldOfPaper, readonly [subject: string, ...text: string[]]>> = {
  'handed-out': [
    'you were handed a paper for a vote',
    'by our list you were handed a paper for a vote, and vote by it alone.',
    '',
    'If you hold none, say so with that vote when you sign in: whoever counts papers reads it. If',
    'you do not need it, give it back unused: two people say that it came back, and you vote here.',
  ],
  'taken-back': [
    'a paper of yours is said to have come back',
    'by our list you gave back, unused, the paper that you were handed for a vote. A second person',
    'looks whether it is so. Until they say so you vote by that paper alone.',
    '',
    'If you have it still, or put it into the box, tell the auditors.',
  ],
  returned: [
    'a paper of yours came back unused',
    'two people say that the paper which you were handed for a vote came back unused. If voting',
    'goes on you may vote here now.',
    '',
    'If you have it still, or put it into the box, tell the auditors, who read who said so.',
  ],
  refused: [
    'a paper of yours did not come back',
    'one person said that the paper which you were handed for a vote came back unused, and another',
    'that it did not. You vote by that paper alone.',
    '',
    'If you hold none, say so with that vote when you sign in.',
  ],
};

/** To whose paper it is, at each step that others take of it: in which vote they read inside. */
const PaperLetter = defineLetter({
  kind: 'voting.paper-changed',
  topic: 'decisions',
  on: PaperChanged,
  to: ({ memberId, to }) => (to === 'disowned' ? [] : [memberId]),
  text: {
    en: ({ to: { name }, sender, data }) => {
      const [subject, ...text] = ofPaper[data.to === 'disowned' ? 'handed-out' : data.to];
      return { subject: `${sender}: ${subject}`, text: [...greeting(name), ...text].join('\n') };
    },
  },
});

/** To who votes by a paper, once: what it says is told to nobody. */
const EnteredLetter = defineLetter({
  kind: 'voting.own-paper-entered',
  topic: 'decisions',
  on: OwnPaperEntered,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender }) => ({
      subject: `${sender}: papers of your vote were counted`,
      text: [
        ...greeting(name),
        'the papers of a vote in which you vote by one were entered, and count once a second',
        'person confirms them. By our list yours is among those that were handed out. If you held',
        'none, say so with that vote when you sign in; if you gave it back, tell the auditors.',
      ].join('\n'),
    }),
  },
});

const asked = {
  enter: {
    subject: 'papers wait to be counted',
    text: 'a vote is over in which papers were handed out, and nobody has entered what they say.',
  },
  confirm: {
    subject: 'papers wait for a second person',
    text:
      'papers of a vote were entered, and count once somebody else than who entered them ' +
      'confirms that.',
  },
} as const;

/** To those who may enter papers, or confirm them: in which vote they read inside. */
const AskedLetter = defineLetter({
  kind: 'voting.papers-asked',
  topic: 'decisions',
  on: PapersAsked,
  to: ({ officerMemberIds }) => officerMemberIds,
  text: {
    en: ({ to: { name }, sender, data: { asks, isReminder } }) => ({
      subject: `${sender}: ${asked[asks].subject}${isReminder ? ', and it is soon too late' : ''}`,
      text: [
        ...greeting(name),
        asked[asks].text,
        '',
        'One person enters what papers say, another confirms it: whoever of you comes first.',
        'Papers that cannot be found are entered as missing. A vote whose papers nobody confirms',
        'in time ends without an outcome. Until when, you read with that vote when you sign in.',
      ].join('\n'),
    }),
  },
});

export const votingLetters = [
  GivenLetter,
  EndedLetter,
  RecordedLetter,
  NamedLetter,
  PaperLetter,
  EnteredLetter,
  AskedLetter,
];
