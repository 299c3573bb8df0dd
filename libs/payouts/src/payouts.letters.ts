import { defineLetter } from '@rochdale/platform';
import { PaymentFileWithdrawalAsked, StatusReportTaken } from './payouts.events.js';

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

export const payoutsLetters = [StatusReportLetter, WithdrawalLetter];
