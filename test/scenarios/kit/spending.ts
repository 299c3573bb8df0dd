import { pdfReceipt } from '../../../apps/demo/src/papers/receipts.js';
import type { Person, Story } from './story.js';

export interface ExpenseSeen {
  readonly id: string;
  readonly status: string;
  readonly termsHash: string;
  readonly payoutId: string | null;
  readonly proposal: { readonly id: string; readonly status: string } | null;
}

/** Uploads a receipt, writes an expense and submits it. Returns its id. */
export async function submits(
  story: Story,
  person: Person,
  title: string,
  amountMinor: bigint,
  payee: { readonly kind: 'MEMBER'; readonly id: string } | null = null,
): Promise<string> {
  const receipt = await story.upload(person.token, '/files', pdfReceipt(title), 'receipt.pdf');
  const { expense } = await story.change<{ expense: { id: string } }>(
    person.token,
    `mutation ($input: ExpenseInput!) { payload: expenseDraft(input: $input) {
       expense { id } userErrors { code message } } }`,
    {
      input: {
        title,
        payee,
        currency: 'EUR',
        items: [
          {
            description: title,
            category: 'HARDWARE',
            incurredOn: story.today,
            amountMinor: amountMinor.toString(),
            receiptId: receipt.body['id'],
          },
        ],
      },
    },
  );
  await story.change(
    person.token,
    'mutation ($id: ID!) { payload: expenseSubmit(id: $id) { userErrors { code message } } }',
    { id: expense.id },
  );
  return expense.id;
}

export async function expenseOf(story: Story, viewer: Person, id: string): Promise<ExpenseSeen> {
  const { expense } = await story.ask<{ expense: ExpenseSeen }>(
    viewer.token,
    'query ($id: ID!) { expense(id: $id) { id status termsHash payoutId proposal { id status } } }',
    { id },
  );
  return expense;
}

export const approving = `mutation ($id: ID!, $termsHash: String) {
  payload: expenseApprove(id: $id, termsHash: $termsHash) { userErrors { code message } } }`;

export const releasing = `mutation ($ids: [ID!]!, $account: ID!) {
  payload: payoutsRelease(input: { payoutIds: $ids, bankAccountId: $account }) {
    userErrors { code message } } }`;

export const casting = `mutation ($id: ID!, $stance: Stance!) {
  payload: ballotCast(proposalId: $id, input: { stance: $stance }) {
    userErrors { code message } } }`;

/** A payee says where to pay. */
export async function saysWhereToPay(story: Story, person: Person): Promise<void> {
  await story.change(
    person.token,
    `mutation ($name: String!, $iban: String!) { payload: payeeDetailsSet(input: {
       holderName: $name, accountNumber: $iban }) { userErrors { code message } } }`,
    { name: person.name, iban: person.iban },
  );
}
