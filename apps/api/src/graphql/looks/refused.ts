import { membersOfWaivers } from '@rochdale/dues';
import { membershipErrors, standingsOf } from '@rochdale/membership';
import { membersPaid } from '@rochdale/payouts';
import { may, platformErrors } from '@rochdale/platform';
import type { Actor, CodedError, LooksBehind, PermissionName } from '@rochdale/platform';
import type { Refused } from '../kit/error/refusal-looks.js';
import { behindStanding } from '../membership/standing.type.js';
import {
  behindInvoice,
  behindLine,
  behindPayout,
  behindSourceRow,
  behindTransaction,
  behindVoucher,
} from './behind.js';

const behindCredit: LooksBehind = async (tx, memberIds) =>
  (await standingsOf(tx, memberIds)).map(({ memberId }) => ({ what: 'credit', memberId }));

const behindWaiver: LooksBehind = async (tx, waiverIds) =>
  (await membersOfWaivers(tx, waiverIds)).map((memberId) => ({ what: 'waiver', memberId }));

/** That somebody has not said where they are paid, or has said so anew. */
const behindDetails: LooksBehind = async (tx, payoutIds) =>
  (await membersPaid(tx, { payoutIds })).map(({ memberId }) => ({
    what: 'bank-details',
    memberId,
  }));

/** An invalid wish that says how things stand: more than there is, or what does not fit it. */
const telling: ReadonlySet<string> = new Set([
  'BANK_LINE_NOT_PAYMENT',
  'INVALID_BANK_LINE_ACCOUNT',
  'INVALID_CREDIT_GIFT',
  'INVALID_CREDIT_NOTE',
  'INVALID_REFUND',
  'INVALID_SAME_LINE',
  'INVALID_SPLIT',
  'PAYOUT_ELSEWHERE',
  'PAYOUT_RETURN_NOT_FITTING',
  'RETURN_NOT_FITTING',
  'REVERSAL_DOES_NOT_MIRROR',
  'WRONG_CURRENCY',
]);

/** Whether it says in what state something is, and not only that the wish was written wrong. */
export const tellsOfState = ({ kind, code }: CodedError): boolean =>
  !Object.hasOwn(platformErrors.kinds, code) && (kind === 'conflict' || telling.has(code));

const isOfStanding = (code: string): boolean =>
  code === 'PAYEE_LEFT' || Object.hasOwn(membershipErrors.kinds, code);

/** A token that may only write is told by refusals what it may not read. */
const isShown = (reader: Actor, permissions: readonly PermissionName[]): boolean =>
  permissions.some((name) => may({ ...reader, scopes: 'all' }, name).allowed);

/** Who may never see it sees nothing by naming it: nobody fills the list of others. */
const shownBy =
  (find: LooksBehind, ...permissions: readonly PermissionName[]): Refused =>
  (_, reader) =>
    isShown(reader, permissions) ? find : null;

const standingOf = shownBy(behindStanding, 'member.read-standing');
// Whoever erases is told by a refusal what is open with somebody.
const creditOf = shownBy(behindCredit, 'dues-invoice.read-all', 'member.erase');
const detailsOf = shownBy(behindDetails, 'payout.release');
const payoutOf = shownBy(behindPayout, 'payout.read-private');

/** By the type of an id that a mutation is given: of whom its refusal tells. */
export const refusedOfPersons = {
  BankLine: shownBy(behindLine, 'bank-line.read'),
  Expense: shownBy(behindVoucher, 'expense.read-receipts'),
  Invoice: shownBy(behindInvoice, 'dues-invoice.read-all'),
  LedgerTransaction: shownBy(behindTransaction, 'ledger.read-all'),
  // Membership tells how they stand, and whoever deals with money what they have here.
  Member: (refusal, reader) =>
    (isOfStanding(refusal.code) ? standingOf : creditOf)(refusal, reader),
  Payout: (refusal, reader) =>
    (refusal.code.startsWith('PAYEE_DETAILS_') ? detailsOf : payoutOf)(refusal, reader),
  SourceRow: shownBy(behindSourceRow, 'money-source.read'),
  Waiver: shownBy(behindWaiver, 'dues-waiver.decide'),
} satisfies Readonly<Record<string, Refused>>;
