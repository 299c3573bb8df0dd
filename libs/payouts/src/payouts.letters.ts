import { defineLetter, formatDecimal } from '@rochdale/platform';
import {
  PaymentFileWithdrawalAsked,
  PayoutCameBack,
  PayoutsLate,
  StatusReportTaken,
} from './payouts.events.js';

const amountOf = ({ amountMinor, currency }: { amountMinor: string; currency: string }): string =>
  `${formatDecimal(BigInt(amountMinor), currency)} ${currency}`;

const reportLines = (data: {
  readonly refused: number;
  readonly debited: number;
  readonly doubtful: number;
  readonly reasons: readonly string[];
}): string[] => {
  const why = data.reasons.length === 0 ? '' : ` (${data.reasons.join(', ')})`;
  return [
    ...(data.refused === 0
      ? []
      : [
          `Refused: ${data.refused}${why}. Nothing moved, and the money is owed again. Ask for it`,
          'again when the payee has said where to pay.',
        ]),
    ...(data.debited === 0
      ? []
      : [
          `Refused, but debited before: ${data.debited}. The statement counts. When the money`,
          'comes back, its line says so.',
        ]),
    ...(data.doubtful === 0
      ? []
      : [`Unclear: ${data.doubtful}. Nothing was done about them. Ask the bank.`]),
  ];
};

export const StatusReportLetter = defineLetter({
  kind: 'payouts.status-report',
  topic: 'money',
  on: StatusReportTaken,
  to: ({ refused, debited, doubtful, treasurerMemberIds }) =>
    refused + debited + doubtful === 0 ? [] : treasurerMemberIds,
  text: {
    en: ({ sender, data }) => ({
      subject: `${sender}: the bank did not pay everything`,
      text: [
        'The bank has answered to a payment file.',
        '',
        ...reportLines(data),
        '',
        `Payment file ${data.paymentFileId}`,
      ].join('\n'),
    }),
  },
});

export const WithdrawalLetter = defineLetter({
  kind: 'payouts.withdrawal',
  topic: 'money',
  on: PaymentFileWithdrawalAsked,
  to: ({ officerMemberIds }) => officerMemberIds,
  text: {
    en: ({ sender, data }) => ({
      subject: `${sender}: a payment file is to be withdrawn`,
      text: [
        'Somebody says that a payment file never went to the bank, and asks for a second person',
        'to say so too. Look at the account first: what the bank has is paid, whatever is written',
        'here.',
        '',
        `Payment file ${data.paymentFileId}`,
      ].join('\n'),
    }),
  },
});

export const LateLetter = defineLetter({
  kind: 'payouts.late',
  topic: 'money',
  on: PayoutsLate,
  to: ({ treasurerMemberIds }) => treasurerMemberIds,
  text: {
    en: ({ sender, data }) => ({
      subject: `${sender}: money was released and did not leave the account`,
      text: [
        `Released on ${data.releasedOn} and not debited since: ${amountOf(data)}, in`,
        `${data.payoutIds.length === 1 ? 'one payout' : `${data.payoutIds.length} payouts`}.`,
        '',
        ...(data.paymentFileId === null
          ? ['Ask the provider what became of it. It is asked by itself each minute, too.']
          : [
              'Was the file taken to the bank? If the bank refused it, put in its answer',
              '(pain.002). If it never went there, withdraw it: what it pays is then owed again.',
              'If it was debited, put in the statement.',
              '',
              `Payment file ${data.paymentFileId}`,
            ]),
        ...data.payoutIds.slice(0, 20).map((id) => `Payout ${id}`),
        '',
        'You are told of this once.',
      ].join('\n'),
    }),
  },
});

/** To whom it was to be paid. Accounts are closed and numbers are long: nobody is blamed. */
export const CameBackLetter = defineLetter({
  kind: 'payouts.returned',
  topic: 'money',
  on: PayoutCameBack,
  to: ({ payeeMemberId }) => (payeeMemberId === null ? [] : [payeeMemberId]),
  text: {
    en: ({ to: { name }, sender, data }) => ({
      subject: `A payment of ${sender} to you came back`,
      text: [
        ...(name === null ? [] : [`Dear ${name},`, '']),
        `the bank brought ${amountOf(data)} back that had been paid to you (${data.memo}).`,
        'This happens, and you lose nothing: it is still yours.',
        '',
        'Please look whether the account is right to which you are paid, and say another one if',
        'it is not. Treasurers know of it.',
      ].join('\n'),
    }),
  },
});

export const CameBackTreasurersLetter = defineLetter({
  kind: 'payouts.returned-treasurer',
  topic: 'money',
  on: PayoutCameBack,
  to: ({ treasurerMemberIds }) => treasurerMemberIds,
  text: {
    en: ({ sender, data }) => ({
      subject: `${sender}: a payout came back`,
      text: [
        `The bank brought ${amountOf(data)} back, which is owed again.`,
        ...(data.accountLabel === undefined ? [] : [`It is on the account ${data.accountLabel}.`]),
        data.payeeMemberId === null
          ? 'Ask the payee where to pay it.'
          : 'The payee is told, and says where to pay it. Ask for it again then.',
        '',
        `Payout ${data.payoutId}`,
      ].join('\n'),
    }),
  },
});

export const payoutsLetters = [
  CameBackLetter,
  CameBackTreasurersLetter,
  LateLetter,
  StatusReportLetter,
  WithdrawalLetter,
];
