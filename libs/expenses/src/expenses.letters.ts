import { defineLetter, formatDecimal } from '@rochdale/platform';
import { ClaimedForMember, ClaimUndecided } from './expenses.events.js';

const amountOf = (minor: string, currency: string): string =>
  `${formatDecimal(BigInt(minor), currency)} ${currency}`;

/** To whom somebody else's claim would pay: they may say no. What it is for they read inside. */
const ClaimedForYouLetter = defineLetter({
  kind: 'expenses.claimed-for-you',
  topic: 'money',
  on: ClaimedForMember,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender, data: { amountMinor, currency } }) => ({
      subject: `${sender}: something is claimed for you`,
      text: [
        ...(name === null ? [] : [`Dear ${name},`, '']),
        `somebody asks that you are paid ${amountOf(amountMinor, currency)}.`,
        'Your expenses tell by whom, and for what. Nothing is to be done where that is right.',
        '',
        'You need not take it: decline it there, as long as nobody has decided.',
      ].join('\n'),
    }),
  },
});

/** Thirty days before it lapses, so that nobody finds out too late. */
const LapsesSoonLetter = defineLetter({
  kind: 'expenses.claim-lapses-soon',
  topic: 'money',
  on: ClaimUndecided,
  to: ({ memberId, state }) => (state === 'lapses-soon' && memberId !== null ? [memberId] : []),
  text: {
    en: ({ to: { name }, sender }) => ({
      subject: `${sender}: a claim of yours is still undecided`,
      text: [
        ...(name === null ? [] : [`Dear ${name},`, '']),
        'you handed in a claim nearly a year ago, and nobody has decided it. In thirty days it',
        'lapses. You find it with your expenses.',
        '',
        'If you were asked for more, please answer. Otherwise ask who decides it to do so before.',
      ].join('\n'),
    }),
  },
});

/** To who could still decide it. Whose it is and what it is for they read inside. */
const WaitsForYouLetter = defineLetter({
  kind: 'expenses.claim-waits',
  topic: 'money',
  on: ClaimUndecided,
  to: ({ officerMemberIds, state }) => (state === 'lapses-soon' ? officerMemberIds : []),
  text: {
    en: ({ sender }) => ({
      subject: `${sender}: a claim has waited for nearly a year`,
      text: [
        'A claim that your office decides was handed in nearly a year ago. In thirty days it',
        'lapses, and whoever laid the money out has to claim it anew.',
        '',
        'Please approve or reject it before. You find it with the expenses that wait.',
      ].join('\n'),
    }),
  },
});

const LapsedLetter = defineLetter({
  kind: 'expenses.claim-lapsed',
  topic: 'money',
  on: ClaimUndecided,
  to: ({ memberId, state }) => (state === 'lapsed' && memberId !== null ? [memberId] : []),
  text: {
    en: ({ to: { name }, sender }) => ({
      subject: `${sender}: nobody decided a claim of yours`,
      text: [
        ...(name === null ? [] : [`Dear ${name},`, '']),
        'you handed in a claim, and nobody decided it within a year. It has lapsed, and counts as',
        'taken back. You still read it with your expenses.',
        '',
        'If you are still to be paid, please hand it in anew, with its receipts.',
      ].join('\n'),
    }),
  },
});

export const expensesLetters = [
  ClaimedForYouLetter,
  LapsesSoonLetter,
  WaitsForYouLetter,
  LapsedLetter,
];
