import { allFacts } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import './personal-data.js';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

/** Rooms whose facts explain what stands in the books. A new room is put here, or below. */
const keepsBooks = [
  'banking',
  'collections',
  'dues',
  'expenses',
  'ledger',
  'partners',
  'payments',
  'treasury',
];
const keepsNone = [
  'governance',
  'identity',
  'letters',
  'membership',
  'platform',
  'voting',
  'webhooks',
];
/** What a person chose or told, from which nothing was booked yet. */
const personal = [
  'dues.PledgeChosen',
  'dues.WaiverChanged',
  'expenses.ClaimUndecided',
  'expenses.ClaimedForMember',
  'expenses.ExpenseDiscarded',
  'payments.PayeeDetailsChanged',
];
/** Of those that few read, what was booked, paid or decided: a new one is put here, or above. */
const explains = [
  'banking.BankLineDecided',
  'collections.MovementTaken',
  'collections.SourceRowClosed',
  'dues.AccountPartReturned',
  'dues.CreditChanged',
  'dues.CreditForgone',
  'dues.InvoiceCredited',
  'dues.InvoiceIssued',
  'dues.InvoicePaid',
  'dues.InvoiceReopened',
  'dues.PaymentAsked',
  'dues.PaymentReturned',
  'dues.RefundChanged',
  'expenses.BillAwaitsRelease',
  'expenses.DebtVoided',
  'ledger.HoldPlaced',
  'ledger.HoldResolved',
  'ledger.TransactionPosted',
  'partners.UsagePeriodClosed',
  'payments.BankLineMatchUndone',
  'payments.BankLineMatched',
  'payments.BankStatementRead',
  'payments.PaymentFileWithdrawalAsked',
  'payments.PaymentFileWithdrawn',
  'payments.PayoutCameBack',
  'payments.PayoutRefusalExplained',
  'payments.PayoutsLate',
  'payments.StatusReportTaken',
];

it('each private fact of a room of the books is one of them, or goes with its person', async () => {
  const all = [...allFacts().values()].filter(({ type }) => !/-test[.]/.test(type));
  const asked = all.filter(
    ({ type, visibility }) =>
      visibility === 'private' && keepsBooks.includes(type.slice(0, type.indexOf('.'))),
  );
  expect(asked.map(({ type }) => type).toSorted()).toEqual([...explains, ...personal].toSorted());
  const [guard] = await world.asOwner<{ text: string }>(
    `select pg_get_functiondef('platform.keep_fact()'::regprocedure) as text`,
  );
  expect(personal.filter((type) => !guard?.text.includes(`'${type}'`))).toEqual([]);
});

it('each fact is kept as long as the books that it explains, or three years', async () => {
  // Other specs declare some for themselves.
  const types = [...allFacts().keys()].filter((type) => !/-test[.]/.test(type)).toSorted();
  const said = await world.asOwner<{ type: string }>(
    'select type from unnest($1::text[]) as type where platform.is_of_the_books(type)',
    [types],
  );
  const roomOf = (type: string): string => type.slice(0, type.indexOf('.'));
  expect(types.filter((type) => ![...keepsBooks, ...keepsNone].includes(roomOf(type)))).toEqual([]);
  expect(types).toEqual(expect.arrayContaining(personal));
  expect(said.map(({ type }) => type).toSorted()).toEqual(
    types.filter((type) => keepsBooks.includes(roomOf(type)) && !personal.includes(type)),
  );
});
