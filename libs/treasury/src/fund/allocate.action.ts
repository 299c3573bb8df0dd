import { defineAction, formatDecimal, idOf } from '@rochdale/platform';
import { z } from 'zod';
import { checkCurrency } from './fund.js';
import { Funds } from './funds.js';

const amount = z.string().regex(/^-?[1-9]\d{0,15}$/);

/** The members set money aside in a fund, or give it back to what is not set aside. */
export const AllocateToFundAction = defineAction({
  kind: 'fund.allocate',
  payload: z.strictObject({
    fundId: idOf('Fund'),
    /** Minor units of the fund's currency; below zero what is given back. */
    amountMinor: amount,
    currency: z.string().regex(/^[A-Z]{3}$/),
  }),
  underPolicies: ['majority', 'supermajority'],
  inEmergencies: true,
  proposable: true,
  strangersRead: 'decision',
  // What lies where today is the books' to say.
  foreseenBy: 'treasury.read-live',
  service: Funds,

  summary({ amountMinor, currency }) {
    const minor = BigInt(amountMinor);
    const [verb, positive] = minor < 0n ? ['Gives back from', -minor] : ['Sets aside in', minor];
    return `${verb} a fund: ${amountOf(positive, currency)}.`;
  },

  async check(funds, tx, { fundId, currency }) {
    checkCurrency(await funds.find(tx, fundId), currency);
  },

  async foresee(funds, tx, { fundId, amountMinor, currency }) {
    const { fund, inFundMinor } = await funds.standOf(tx, fundId);
    const then = inFundMinor + BigInt(amountMinor);
    const [from, to] = [amountOf(inFundMinor, currency), amountOf(then, currency)];
    return `In ${fund.name}: from ${from} to ${to}.`;
  },

  // What is given back, and what goes into the buffer itself, is asked for none.
  async requireBuffer(funds, tx, { fundId, amountMinor }, buffer) {
    if (BigInt(amountMinor) < 0n) return;
    if ((await funds.find(tx, fundId)).key !== buffer.fundKey)
      await funds.requireBuffer(tx, buffer);
  },

  async run(funds, tx, { fundId, amountMinor, currency }, { id, actionId }) {
    await funds.allocate(tx, {
      fundId,
      amountMinor: BigInt(amountMinor),
      currency,
      idempotencyKey: `decided:${actionId}`,
      description: 'By decision of the members',
      source: { kind: 'proposal', id },
    });
  },

  async revoke(funds, tx, { fundId, amountMinor, currency }, { id, actionId }) {
    await funds.allocate(tx, {
      fundId,
      amountMinor: -BigInt(amountMinor),
      currency,
      idempotencyKey: `revoked:${actionId}`,
      description: 'Not ratified by the members',
      source: { kind: 'proposal', id },
    });
  },
});

function amountOf(minor: bigint, currency: string): string {
  return `${formatDecimal(minor, currency)} ${currency}`;
}
