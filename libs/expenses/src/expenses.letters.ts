import { defineLetter, formatDecimal } from '@rochdale/platform';
import {
  BillAwaitsRelease,
  ClaimedForMember,
  ClaimUndecided,
  DebtVoided,
} from './expenses.events.js';

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

type Undecided = ReturnType<typeof ClaimUndecided.data.parse>;

/** Who handed it in. */
const whose = ({ memberId, isPayee }: Undecided): string[] =>
  memberId === null || isPayee === true ? [] : [memberId];

const isBegun = ({ approvals }: Undecided): boolean => (approvals?.given ?? 0) > 0;

/** How far it came, as one would say it. */
function undecided(told: Undecided): string {
  const { given, needed } = told.approvals ?? { given: 0, needed: 0 };
  if (!isBegun(told)) return 'nobody has decided it';
  return `only ${given} of ${needed} approved it`;
}

/** Thirty days before it lapses, so that nobody finds out too late. */
const LapsesSoonLetter = defineLetter({
  kind: 'expenses.claim-lapses-soon',
  topic: 'money',
  on: ClaimUndecided,
  to: (told) => (told.state === 'lapses-soon' ? whose(told) : []),
  text: {
    en: ({ to: { name }, sender, data }) => ({
      subject: `${sender}: a claim of yours is still undecided`,
      text: [
        ...(name === null ? [] : [`Dear ${name},`, '']),
        `you handed in a claim nearly a year ago, and ${undecided(data)}. In thirty days it`,
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
    en: ({ sender, data }) => ({
      subject: `${sender}: a claim has waited for nearly a year`,
      text: [
        'A claim that your office decides was handed in nearly a year ago. In thirty days it',
        'lapses, and whoever laid the money out has to claim it anew.',
        ...(isBegun(data) ? [`So far ${undecided(data)}.`] : []),
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
  to: (told) => (told.state === 'lapsed' ? whose(told) : []),
  text: {
    en: ({ to: { name }, sender, data }) => ({
      subject: `${sender}: a claim of yours was not decided`,
      text: [
        ...(name === null ? [] : [`Dear ${name},`, '']),
        `you handed in a claim, and within a year ${undecided(data)}. It has lapsed, and counts as`,
        'taken back. For ninety days you still read it with your expenses; then its words and',
        'receipts go.',
        '',
        'If you are still to be paid, please hand it in anew before.',
        'Its receipts can be used again.',
      ].join('\n'),
    }),
  },
});

/** To who would be paid, and cannot decide nor answer. What it is for they read inside. */
const ForYouLapsesLetter = defineLetter({
  kind: 'expenses.claim-for-you-lapses',
  topic: 'money',
  on: ClaimUndecided,
  to: ({ memberId, isPayee }) => (isPayee === true && memberId !== null ? [memberId] : []),
  text: {
    en: ({ to: { name }, sender, data }) => ({
      subject:
        data.state === 'lapsed'
          ? `${sender}: what was claimed for you was not decided`
          : `${sender}: what was claimed for you is still undecided`,
      text: [
        ...(name === null ? [] : [`Dear ${name},`, '']),
        ...(data.state === 'lapsed'
          ? [
              `somebody claimed something for you, and within a year ${undecided(data)}. It has`,
              'lapsed, and you are paid nothing for it. For ninety days you find it with your',
              'expenses.',
              '',
              'If you are still to be paid, ask whoever claimed it to hand it in anew, or claim it',
              'yourself.',
            ]
          : [
              `somebody claimed something for you nearly a year ago, and ${undecided(data)}. In`,
              'thirty days it lapses. You find it with your expenses.',
              '',
              'Nothing is to be done where you do not want it. Otherwise ask who decides it to do',
              'so before.',
            ]),
      ].join('\n'),
    }),
  },
});

/** To who may release it, and did not enter it. Whose bill it is they read inside. */
const BillWaitsLetter = defineLetter({
  kind: 'expenses.bill-awaits-release',
  topic: 'money',
  on: BillAwaitsRelease,
  to: ({ officerMemberIds }) => officerMemberIds,
  text: {
    en: ({ sender, data: { amountMinor, currency } }) => ({
      subject: `${sender}: a bill waits for your release`,
      text: [
        `Somebody entered a bill of ${amountOf(amountMinor, currency)} under a standing mandate.`,
        'It is owed without a vote, and whoever entered it may not release its payment.',
        '',
        'Compare it with what the partner sent. Release it with the payouts that wait, or void it',
        'where it is wrong.',
      ].join('\n'),
    }),
  },
});

/** To who handed it in, and who may release it, but for who voided it. Why they read inside. */
const DebtVoidedLetter = defineLetter({
  kind: 'expenses.debt-voided',
  topic: 'money',
  on: DebtVoided,
  to: ({ memberIds }) => memberIds,
  text: {
    en: ({ sender, data: { amountMinor, currency } }) => ({
      subject: `${sender}: what was owed to a partner was voided`,
      text: [
        `A debt to a partner of ${amountOf(amountMinor, currency)} was taken back as a mistake,`,
        'before it was paid. Its payout is cancelled, and the books say the opposite.',
        '',
        'The expense says why. Where the partner is to be paid after all, their bill is handed in',
        'anew once members let its number in again.',
      ].join('\n'),
    }),
  },
});

export const expensesLetters = [
  BillWaitsLetter,
  DebtVoidedLetter,
  ClaimedForYouLetter,
  ForYouLapsesLetter,
  LapsesSoonLetter,
  WaitsForYouLetter,
  LapsedLetter,
];
