import { registerEnumType } from '@nestjs/graphql';
// Loads the rails, which declare themselves.
import '@rochdale/house';
import { allRails } from '@rochdale/payouts';

export const PayoutStateEnum = {
  APPROVED: 'approved',
  RESERVED: 'reserved',
  SUBMITTING: 'submitting',
  SUBMITTED: 'submitted',
  UNKNOWN: 'unknown',
  SETTLED: 'settled',
  RETURNED: 'returned',
  REJECTED: 'rejected',
  CANCELLED: 'cancelled',
} as const;

registerEnumType(PayoutStateEnum, {
  name: 'PayoutState',
  description: 'How far a payout is.',
  valuesMap: {
    APPROVED: { description: 'Owed; waits for a treasurer to release it.' },
    RESERVED: { description: 'Released: the money is reserved in the books.' },
    SUBMITTING: { description: 'Is being given to the bank or provider.' },
    SUBMITTED: { description: 'Given to the bank or provider; not settled yet.' },
    UNKNOWN: { description: 'The provider did not answer; it is asked again, never paid twice.' },
    SETTLED: { description: 'Paid, and in the books.' },
    RETURNED: { description: 'Was paid and came back.' },
    REJECTED: { description: 'Refused; nothing moved.' },
    CANCELLED: { description: 'Taken back before its release.' },
  },
});

/** `sepa-file` is `SEPA_FILE` to clients. */
const wordOf = (rail: string): string => rail.replaceAll('-', '_').toUpperCase();
const rails = [...allRails().values()];

/** Every rail of the house: a new one is a value more. */
export const PaymentRailEnum: Readonly<Record<string, string>> = Object.fromEntries(
  rails.map(({ name }) => [wordOf(name), name]),
);

registerEnumType(PaymentRailEnum, {
  name: 'PaymentRail',
  description: 'How money leaves an account.',
  valuesMap: Object.fromEntries(
    rails.map(({ name, description }) => [wordOf(name), { description }]),
  ),
});

export const StatementFileStateEnum = {
  RECEIVED: 'received',
  READ: 'read',
  REFUSED: 'refused',
} as const;

registerEnumType(StatementFileStateEnum, {
  name: 'StatementFileState',
  description: 'What became of a statement file.',
  valuesMap: {
    RECEIVED: { description: 'Kept; waits to be read.' },
    READ: { description: 'Read: its lines are recorded.' },
    REFUSED: { description: 'Not read, as `refusalCode` says. Nothing of it is recorded.' },
  },
});

export const StatementBalanceEnum = {
  BALANCED: 'balanced',
  UNBALANCED: 'unbalanced',
  UNKNOWN: 'unknown',
} as const;

registerEnumType(StatementBalanceEnum, {
  name: 'StatementBalance',
  description: 'Whether a statement’s lines add up to its balances.',
  valuesMap: {
    BALANCED: { description: 'They do.' },
    UNBALANCED: { description: 'They do not: its lines are flagged and nothing books them.' },
    UNKNOWN: { description: 'It has no balances to compare with.' },
  },
});

export const BankLineStateEnum = {
  NEW: 'new',
  FLAGGED: 'flagged',
  MATCHED: 'matched',
  UNCLEAR: 'unclear',
  REPEATED: 'repeated',
} as const;

registerEnumType(BankLineStateEnum, {
  name: 'BankLineState',
  description: 'Whether it is known what a bank line is for.',
  valuesMap: {
    NEW: { description: 'Not yet.' },
    FLAGGED: { description: 'Its statement does not add up: only a treasurer may book it.' },
    MATCHED: { description: 'It is, and the line is in the books.' },
    UNCLEAR: { description: 'It may be another line told again: `bankLineDecide` says which.' },
    REPEATED: { description: 'It is another line told again, and counts no more.' },
  },
});

export const BankWordEffectEnum = {
  REFUSED: 'refused',
  KNOWN: 'known',
  DEBITED: 'debited',
  DOUBTFUL: 'doubtful',
  UNKNOWN: 'unknown',
  WAITS: 'waits',
} as const;

registerEnumType(BankWordEffectEnum, {
  name: 'BankWordEffect',
  description: 'What a bank’s word on a payout did.',
  valuesMap: {
    REFUSED: { description: 'The payout ended: nothing moved, and its money is free.' },
    KNOWN: { description: 'Refused, as was known.' },
    DEBITED: { description: 'Refused, and debited before: the statement counts.' },
    DOUBTFUL: { description: 'It contradicts itself or the payout: nothing was done.' },
    UNKNOWN: { description: 'Of a transfer that the file does not have: nothing was done.' },
    WAITS: { description: 'Not refused: the statement settles it.' },
  },
});

export const PaymentFileStateEnum = {
  ORDERED: 'ordered',
  WRITTEN: 'written',
  WITHDRAWN: 'withdrawn',
} as const;

registerEnumType(PaymentFileStateEnum, {
  name: 'PaymentFileState',
  description: 'Whether a payment file is there.',
  valuesMap: {
    ORDERED: { description: 'It is being written.' },
    WRITTEN: { description: 'It can be downloaded, the same bytes every time.' },
    WITHDRAWN: { description: 'Two persons said that it never went to the bank.' },
  },
});

export const PayeeKindEnum = { MEMBER: 'member', PARTNER: 'partner' } as const;

registerEnumType(PayeeKindEnum, {
  name: 'PayeeKind',
  description: 'Who is paid.',
  valuesMap: {
    MEMBER: { description: 'A member.' },
    PARTNER: { description: 'A partner.' },
  },
});
