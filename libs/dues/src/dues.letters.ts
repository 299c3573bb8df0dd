import { defineLetter, formatDecimal } from '@rochdale/platform';
import {
  AccountPartReturned,
  CreditForgone,
  PaymentAsked,
  PaymentReturned,
  WaiverChanged,
} from './dues.events.js';

const decimal = (minor: string, currency: string): string =>
  `${formatDecimal(BigInt(minor), currency)} ${currency}`;

/**
 * Reasons that lie in the account and can be mended there. Whether there was too little on it is
 * nobody's business, and helps nobody.
 */
const reasons: Readonly<Record<string, string>> = {
  AC01: 'the account number is not right',
  AC03: 'the account number is not right',
  AC04: 'the account was closed',
  AC06: 'the account is blocked',
};

function reasonOf(code: string | null): string[] {
  const words = reasons[code ?? ''];
  return words === undefined ? [] : [`The bank says that ${words}.`];
}

function feeOf({ feeMinor, currency }: Readonly<Record<'feeMinor' | 'currency', string>>) {
  return feeMinor === '0' ? [] : [`The bank kept a fee of ${decimal(feeMinor, currency)}.`];
}

const greeting = (name: string | null): string[] => (name === null ? [] : [`Dear ${name},`, '']);

const lessIsFine = [
  'If it is too much at present, ask for lower dues. You need not say why, and only',
  'treasurers see that you asked.',
];

/** Once of each invoice, and of what is open of it: who has nothing to pay is not written to. */
const InvoiceLetter = defineLetter({
  kind: 'dues.invoice-issued',
  topic: 'money',
  on: PaymentAsked,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender, data }) => ({
      subject: `Your dues to ${sender}`,
      text: [
        ...greeting(name),
        `your dues from ${data.periodStart} to ${data.periodEnd}: please pay`,
        `${decimal(data.amountMinor, data.currency)} by ${data.dueOn}, with the reference`,
        '',
        `  ${data.reference}`,
        '',
        'so that it finds its way by itself. Thank you for what you carry.',
        '',
        ...lessIsFine,
      ].join('\n'),
    }),
  },
});

/** To whom it had paid. Nobody is blamed: accounts are closed, and months are long. */
const ReturnedLetter = defineLetter({
  kind: 'dues.payment-returned',
  topic: 'money',
  on: PaymentReturned,
  to: ({ memberId }) => [memberId],
  text: {
    en: ({ to: { name }, sender, data }) => ({
      subject: `A payment to ${sender} came back`,
      text: [
        ...greeting(name),
        `the bank took ${decimal(data.amountMinor, data.currency)} back that had been paid for`,
        'your dues. This happens, and costs you nothing.',
        ...reasonOf(data.reason),
        '',
        ...(data.references.length === 0
          ? ['It had been your credit; you owe nothing by it.']
          : [
              `Open again: ${data.references.join(', ')}. Please pay once more, with the same`,
              'reference, when you can.',
            ]),
        '',
        ...lessIsFine,
      ].join('\n'),
    }),
  },
});

const TreasurersLetter = defineLetter({
  kind: 'dues.payment-returned-treasurer',
  topic: 'money',
  on: PaymentReturned,
  to: ({ treasurerMemberIds }) => treasurerMemberIds,
  text: {
    en: ({ sender, data }) => ({
      subject: `${sender}: the bank took a payment of dues back`,
      text: [
        `Taken back: ${decimal(data.amountMinor, data.currency)}.`,
        ...(data.accountLabel === undefined ? [] : [`From the account ${data.accountLabel}.`]),
        ...reasonOf(data.officeReason ?? data.reason),
        ...feeOf(data),
        ...(data.references.length === 0
          ? ['It had been a member’s credit.']
          : [`Open again: ${data.references.join(', ')}.`]),
        '',
        'Nothing has to be done: the member is told, in a friendly way.',
      ].join('\n'),
    }),
  },
});

/** Of what was no member's: nobody else hears of it. */
const AccountPartLetter = defineLetter({
  kind: 'dues.account-part-returned',
  topic: 'money',
  on: AccountPartReturned,
  to: ({ treasurerMemberIds }) => treasurerMemberIds,
  text: {
    en: ({ sender, data }) => ({
      subject: `${sender}: the bank took back what was no dues`,
      text: [
        `Taken back: ${decimal(data.amountMinor, data.currency)}, which a line had brought for`,
        'accounts of the books. They have it no more.',
        `From the account ${data.accountLabel}.`,
        ...reasonOf(data.reason),
        ...feeOf(data),
        '',
        'If it was a gift, its giver may want to know.',
      ].join('\n'),
    }),
  },
});

/** To who is said to have given it: by their own word they know. */
const GiftLetter = defineLetter({
  kind: 'dues.credit-given',
  topic: 'money',
  on: CreditForgone,
  to: ({ by, memberId }) => (by === 'treasurer' ? [memberId] : []),
  text: {
    en: ({ to: { name }, sender, data }) => ({
      subject: `Your credit with ${sender}`,
      text: [
        ...greeting(name),
        `a treasurer has booked ${decimal(data.amountMinor, data.currency)} of what you had with`,
        `${sender} as a gift. You see the reason with your credit. If you did not mean it, please`,
        'say so.',
      ].join('\n'),
    }),
  },
});

const GiftTreasurersLetter = defineLetter({
  kind: 'dues.credit-given-treasurer',
  topic: 'money',
  on: CreditForgone,
  to: ({ by, amountMinor, treasurerMemberIds }) =>
    by === 'treasurer' || amountMinor.startsWith('-') ? [] : treasurerMemberIds,
  text: {
    en: ({ sender, data }) => ({
      subject: `${sender}: credit became the co-operative’s`,
      text: [
        `${decimal(data.amountMinor, data.currency)}:`,
        data.by === 'member'
          ? 'a member gave their credit as a gift. It is booked as a donation.'
          : 'it came after its member was erased. It is booked as other income.',
      ].join('\n'),
    }),
  },
});

/** Two weeks before it lapses, so that nobody finds out by a reminder. */
const LapsesSoonLetter = defineLetter({
  kind: 'dues.waiver-lapses-soon',
  topic: 'money',
  on: WaiverChanged,
  to: ({ memberId, state }) => (state === 'lapses-soon' ? [memberId] : []),
  text: {
    en: ({ to: { name }, sender }) => ({
      subject: `You wait for an answer from ${sender}`,
      text: [
        ...greeting(name),
        'you asked to pay less for a while, and nobody has decided. In two weeks your wish lapses,',
        'and what you wrote with it is deleted.',
        '',
        'Please ask a treasurer to decide it before. It is no fault of yours.',
      ].join('\n'),
    }),
  },
});

const LapsedLetter = defineLetter({
  kind: 'dues.waiver-lapsed',
  topic: 'money',
  on: WaiverChanged,
  to: ({ memberId, state }) => (state === 'lapsed' ? [memberId] : []),
  text: {
    en: ({ to: { name }, sender }) => ({
      subject: `Nobody at ${sender} decided what you asked for`,
      text: [
        ...greeting(name),
        'you asked to pay less for a while, and nobody decided it in time. Your wish has lapsed,',
        'and what you wrote with it is deleted.',
        '',
        'It is no fault of yours. If you still wish to pay less, please ask again, also for a time',
        'that is over, or speak to a treasurer. You need not say why.',
      ].join('\n'),
    }),
  },
});

export const duesLetters = [
  InvoiceLetter,
  ReturnedLetter,
  TreasurersLetter,
  AccountPartLetter,
  GiftLetter,
  GiftTreasurersLetter,
  LapsesSoonLetter,
  LapsedLetter,
];
