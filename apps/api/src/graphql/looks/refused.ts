import { membersOfWaivers } from '@rochdale/dues';
import { membershipErrors, standingsOf } from '@rochdale/membership';
import { membersPaid } from '@rochdale/payouts';
import { may } from '@rochdale/platform';
import type { LooksBehind } from '@rochdale/platform';
import type { Refused } from '../kit/error/refusal-looks.js';
import { looksAtStanding } from '../membership/standing.type.js';
import {
  behindInvoice,
  behindLine,
  behindPayout,
  behindSourceRow,
  behindTransaction,
  behindVoucher,
} from './behind.js';

const behindStanding: LooksBehind = async (tx, memberIds) =>
  (await standingsOf(tx, memberIds)).flatMap(({ memberId, standing }) =>
    looksAtStanding(memberId, [standing]),
  );

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

const isOfMembership = (code: string): boolean => Object.hasOwn(membershipErrors.kinds, code);

/** By the type of an id that a mutation is given: of whom its refusal tells. */
export const refusedOfPersons = {
  BankLine: () => behindLine,
  Expense: (_, reader) => (may(reader, 'expense.read-receipts').allowed ? behindVoucher : null),
  Invoice: () => behindInvoice,
  LedgerTransaction: () => behindTransaction,
  // Membership tells how they stand, and whoever deals with money what they have here.
  Member: ({ code }) => (isOfMembership(code) ? behindStanding : behindCredit),
  Payout: ({ code }) => (code.startsWith('PAYEE_DETAILS_') ? behindDetails : behindPayout),
  SourceRow: () => behindSourceRow,
  Waiver: () => behindWaiver,
} satisfies Readonly<Record<string, Refused>>;
