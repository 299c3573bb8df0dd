import type { MoneyWorld } from './money-world.js';

/** Something is owed to them that nobody has decided yet; its id. */
export async function claimOf(
  world: MoneyWorld,
  token: string,
  title = 'Paint',
  amountMinor = '2222',
): Promise<string> {
  const day = world.clock.now().toISOString().slice(0, 10);
  const { expense } = await world.client(token).change<{ expense: { id: string } }>(
    `mutation ($day: Date!, $title: String!, $amountMinor: BigInt!) {
       expenseDraft(input: { title: $title, currency: "EUR", items: [{ description: "Paint",
         category: OTHER, incurredOn: $day, amountMinor: $amountMinor }] }) {
         userErrors { code message } expense { id } } }`,
    { day, title, amountMinor },
  );
  await world
    .client(token)
    .change(
      'mutation ($id: ID!) { expenseSubmit(id: $id) { userErrors { code message } } }',
      expense,
    );
  return expense.id;
}

/** A treasurer approved it: it is owed. */
export async function approvalOf(world: MoneyWorld, treasurer: string, id: string): Promise<void> {
  const client = world.client(treasurer);
  const { expense } = await client.query<{ expense: { termsHash: string } }>(
    'query ($id: ID!) { expense(id: $id) { termsHash } }',
    { id },
  );
  await client.change(
    `mutation ($id: ID!, $termsHash: String!) { expenseApprove(id: $id, termsHash: $termsHash) {
       userErrors { code message } } }`,
    { id, termsHash: expense.termsHash },
  );
}

/** They wish to pay nothing for ninety days; its id. */
export async function wishOf(world: MoneyWorld, token: string): Promise<string> {
  const day = (daysOn: number) =>
    new Date(world.clock.now().getTime() + daysOn * 86_400_000).toISOString().slice(0, 10);
  const { waiver } = await world.client(token).change<{ waiver: { id: string } }>(
    `mutation ($from: Date!, $until: Date!) {
       duesWaiverAsk(input: { amountMinor: "0", fromOn: $from, untilOn: $until, reason: "ill" }) {
         userErrors { code message } waiver { id } } }`,
    { from: day(0), until: day(90) },
  );
  return waiver.id;
}
