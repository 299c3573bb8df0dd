import { defineLetter } from '@rochdale/platform';
import { BallotVoided } from './amendment/amendment.events.js';
import { appealLetters } from './appeal/appeal-letters.js';
import { CheckedByAnotherLetter } from './assembly/assembly-letters.js';
import { AuthorInvited } from './authoring/author.events.js';
import { greeting, minuteOf } from './words/letter-words.js';
import { ReviewDue } from './outcome/outcome.events.js';
import { MemberMentioned, WordsRemoved } from './discussion/comment.events.js';
import {
  CandidacyDecided,
  CandidatePutUp,
  MemberNominated,
  NominationAnswered,
  ProposalNotOpened,
  ProposalOpened,
} from './governance.events.js';

type PutUp = Parameters<typeof CandidatePutUp.of>[1];

/** What was told before days were the co-operative's has the day of UTC. */
function since({ noticeUntil, opensOn, isMoved }: PutUp): string {
  if (noticeUntil === null) return 'from now on';
  const day = opensOn ?? noticeUntil.slice(0, 10);
  return isMoved === true ? `from ${day} on, later than we wrote before` : `from ${day} on`;
}

/**
 * To whom others may vote for, and again where the day has moved. What it is for, and by whom, they
 * read inside.
 */
const PutUpLetter = defineLetter({
  kind: 'governance.put-up',
  topic: 'decisions',
  on: CandidatePutUp,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender, data }) => ({
      subject: `${sender}: somebody put you up`,
      text: [
        ...greeting(name),
        `somebody put you up in a vote of ${sender}. Members can vote for you`,
        `${since(data)}.`,
        'You find what it is about, and who proposed it, with the votes of your co-operative.',
        '',
        'Nothing is to be done where that is right. If you do not want to stand, say so before',
        'voting closes: who proposed it can take it back, and a secretary can stop it.',
      ].join('\n'),
    }),
  },
});

const canVote = (sender: string, closesAt: string): string[] => [
  `a vote of ${sender} is open, and you can vote in it until ${minuteOf(closesAt)}.`,
  'It may close earlier where its rule says so, once nothing can change what it comes to.',
];

const wasDone = (sender: string, closesAt: string): string[] => [
  `a small matter of ${sender} was done without a vote, as its policy allows.`,
  `Nothing is to be done where that is right. You can object until ${minuteOf(closesAt)}:`,
  'then it is put to a vote.',
];

/** To everybody who may vote: nothing is decided in silence. What it is about they read inside. */
const OpenedLetter = defineLetter({
  kind: 'governance.opened',
  topic: 'decisions',
  on: ProposalOpened,
  toVotersOf: ({ proposalId }) => proposalId,
  text: {
    en: ({ to: { name }, sender, data: { closesAt, isAlreadyDone = false } }) => ({
      subject: isAlreadyDone ? `${sender}: something was done` : `${sender}: you can vote`,
      text: [
        ...greeting(name),
        ...(isAlreadyDone ? wasDone(sender, closesAt) : canVote(sender, closesAt)),
        'You find it with the votes of your co-operative.',
      ].join('\n'),
    }),
  },
});

const ruledOut = 'Its policy, as it is by now, does not let it open.';
const why: Readonly<Record<string, string>> = {
  PROPOSAL_CANDIDATE_GONE: 'Somebody who was to stand is on the list of members no more.',
  ELECTORATE_EMPTY: 'There is nobody who may vote on it by now.',
  ELECTORATE_TOO_SMALL: 'Fewer may vote by now than a secret ballot of its kind needs.',
  PROPOSAL_NEEDS_SECONDER: 'Fewer members seconded it than its policy asks for by now.',
};

/** To who proposed what was to open by itself. */
const NotOpenedLetter = defineLetter({
  kind: 'governance.not-opened',
  topic: 'decisions',
  on: ProposalNotOpened,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender, data: { code } }) => ({
      subject: `${sender}: what you proposed did not open`,
      text: [
        ...greeting(name),
        'something that you proposed was to be voted on by now, and could not be.',
        why[code] ?? ruledOut,
        '',
        'Nobody has voted on it. You find it with your proposals, and may draft it anew.',
      ].join('\n'),
    }),
  },
});

const inside = 'You find it with the votes of your co-operative.';

/** To who is nominated. By whom they read inside. */
const NominatedLetter = defineLetter({
  kind: 'governance.nominated',
  topic: 'decisions',
  on: MemberNominated,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender }) => ({
      subject: `${sender}: somebody nominated you`,
      text: [
        ...greeting(name),
        `somebody nominated you in an election of ${sender}. You stand only if you accept, and`,
        'may say to voters who you are. If you do not want to, decline, or do nothing.',
        inside,
      ].join('\n'),
    }),
  },
});

/** To who nominated somebody. */
const AnsweredLetter = defineLetter({
  kind: 'governance.nomination-answered',
  topic: 'decisions',
  on: NominationAnswered,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender, data: { isAccepted } }) => ({
      subject: `${sender}: an answer to your nomination`,
      text: [
        ...greeting(name),
        isAccepted
          ? 'somebody whom you nominated accepted, and stands for election.'
          : 'somebody whom you nominated does not stand for election.',
        inside,
      ].join('\n'),
    }),
  },
});

/** By ballots that were counted again: nobody voted anew, and the term is the rest of it. */
const inPlace = [
  'a seat fell free in the election in which you stood, and the same ballots were counted again,',
  'without who held it. They elect you: you hold the office from now on, for the rest of the term.',
];

function decidedIn(isElected: boolean, isCountBack: boolean): readonly string[] {
  if (isElected && isCountBack) return inPlace;
  return isElected
    ? ['the members elected you. You hold the office from the day that the election says.']
    : ['the election in which you stood is decided. This time others were elected.'];
}

/** To who stood. */
const DecidedLetter = defineLetter({
  kind: 'governance.candidacy-decided',
  topic: 'decisions',
  on: CandidacyDecided,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender, data: { isElected, isCountBack = false } }) => ({
      subject: isElected ? `${sender}: you are elected` : `${sender}: the election is decided`,
      text: [
        ...greeting(name),
        ...decidedIn(isElected, isCountBack),
        'Thank you for standing.',
        inside,
      ].join('\n'),
    }),
  },
});

/** To whose ballot was on a text that is another by now. */
const VoidedLetter = defineLetter({
  kind: 'governance.ballot-voided',
  topic: 'decisions',
  on: BallotVoided,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender, data: { closesOn } }) => ({
      subject: `${sender}: what you voted on says something else now`,
      text: [
        ...greeting(name),
        'a proposal on which you voted was amended while voting is open. Your ballot was on the',
        'text of before, and does not count any more.',
        '',
        `You can read what changed, and vote anew. Voting closes on ${closesOn}. Until you do,`,
        'whom you had vote for you, if anybody, votes for you where the rule lets them.',
      ].join('\n'),
    }),
  },
});

/** To who is called by name in a discussion that they may read. What was said they read inside. */
const MentionedLetter = defineLetter({
  kind: 'governance.mentioned',
  topic: 'decisions',
  on: MemberMentioned,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender }) => ({
      subject: `${sender}: you are mentioned`,
      text: [
        ...greeting(name),
        `somebody mentioned you in what members say on a proposal of ${sender}.`,
        inside,
      ].join('\n'),
    }),
  },
});

const removedBecause: Readonly<Record<string, string>> = {
  'personal-data': 'it told something of a person that is theirs to tell',
  offence: 'it offended somebody',
  unlawful: 'it may be against the law',
  'off-topic': 'it was about something else',
};

/** To whose words an officer took out. */
const RemovedLetter = defineLetter({
  kind: 'governance.comment-removed',
  topic: 'decisions',
  on: WordsRemoved,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender, data: { because } }) => ({
      subject: `${sender}: words of yours were removed`,
      text: [
        ...greeting(name),
        'an officer removed what you wrote of a proposal. The reason that they gave:',
        `${removedBecause[because] ?? because}.`,
        '',
        'Members see that it was there, who removed it, and why. Ask them if it was a mistake.',
      ].join('\n'),
    }),
  },
});

/** To who is asked to write a draft with who proposes it. Whose it is they read inside. */
const AuthorLetter = defineLetter({
  kind: 'governance.author-invited',
  topic: 'decisions',
  on: AuthorInvited,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender }) => ({
      subject: `${sender}: will you write a proposal with somebody?`,
      text: [
        ...greeting(name),
        `a member of ${sender} asks you to write a proposal with them. You can read the draft, and`,
        'write it with them once you say yes: you are then named with it. You may say no.',
        inside,
      ].join('\n'),
    }),
  },
});

/** To who proposed what is to be looked at again, or whoever sees to it where they are gone. */
const ReviewLetter = defineLetter({
  kind: 'governance.review-due',
  topic: 'decisions',
  on: ReviewDue,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender }) => ({
      subject: `${sender}: a decision to look at again`,
      text: [
        ...greeting(name),
        'the day has come on which members wanted to look again at something that was decided.',
        'Did it turn out as you thought? You may tell the others, or propose something else.',
        inside,
      ].join('\n'),
    }),
  },
});

export const governanceLetters = [
  ...appealLetters,
  CheckedByAnotherLetter,
  OpenedLetter,
  PutUpLetter,
  NotOpenedLetter,
  NominatedLetter,
  AnsweredLetter,
  DecidedLetter,
  VoidedLetter,
  MentionedLetter,
  RemovedLetter,
  ReviewLetter,
  AuthorLetter,
];
