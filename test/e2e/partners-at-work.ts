import { camt053 } from './money-world.js';
import type { MoneyWorld } from './money-world.js';

/** A member says what to pay. */
export const choosing = `mutation ($planId: ID!, $minor: BigInt!) {
  payload: duesPledgeChoose(
    input: { planId: $planId, amount: { minor: $minor, currency: "EUR" } }) {
    userErrors { code } } }`;

/** The oldest month is closed. */
export const closing = `mutation { payload: usagePeriodClose { userErrors { code } usagePeriod {
  startsOn paid { decimal } coop { decimal } unused { decimal } } } }`;

/** A partner's statement, as treasurers read it. */
export interface Statement {
  readonly id: string;
  readonly state: string;
  readonly amount: { readonly decimal: string };
  readonly partner: { readonly name: string };
  readonly payout: { readonly id: string; readonly state: string } | null;
}

interface Used {
  readonly id: string;
  readonly member: string;
  readonly quantity: string;
}

/** Who pays how much of an open invoice. */
export type Payment = readonly [token: string, minor: bigint];

/** What a partner reports of a member, now. */
export function usageEvent({ clock }: MoneyWorld, used: Used, more: object = {}) {
  return {
    specversion: '1.0',
    type: 'coop.rochdale.usage.v1',
    source: 'https://hosting.example/eu',
    id: used.id,
    subject: used.member,
    time: clock.now().toISOString(),
    data: { meter: 'storage', quantity: used.quantity },
    ...more,
  };
}

/** The members' open invoices are paid by one statement of today, which a treasurer puts in. */
export async function paidByStatement(
  world: MoneyWorld,
  treasurer: string,
  payments: readonly Payment[],
): Promise<void> {
  type Own = { myInvoices: { edges: { node: { reference: string } }[] } };
  const lines: { minor: bigint; reference: string }[] = [];
  for (const [token, minor] of payments) {
    const { myInvoices } = await world.ask<Own>(
      token,
      '{ myInvoices(first: 1, state: OPEN) { edges { node { reference } } } }',
    );
    lines.push({ minor, reference: myInvoices.edges[0]?.node.reference ?? '' });
  }
  const day = world.clock.now().toISOString().slice(0, 10);
  await world.upload(treasurer, camt053(lines, { day }));
  await world.worker.loop.drain();
}
