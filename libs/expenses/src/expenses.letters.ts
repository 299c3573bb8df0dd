import { defineLetter, formatDecimal } from '@rochdale/platform';
import { ClaimedForMember } from './expenses.events.js';

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

export const expensesLetters = [ClaimedForYouLetter];
