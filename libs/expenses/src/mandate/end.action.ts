import { defineAction, formatDecimal } from '@rochdale/platform';
import { z } from 'zod';
import { lastDay, leftMinor, periodOf } from './mandate.js';
import { mandateStore } from './mandate.store.js';
import { standingMandate } from './known-mandate.js';
import { MandateEnded } from '../expenses.events.js';

/** The members end a mandate before its last day. What was billed under it stays owed. */
export const EndMandateAction = defineAction({
  kind: 'mandate.end',
  payload: z.strictObject({ key: z.string().min(1).max(60) }),
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'decision',
  service: null,

  summary: ({ key }) => `Ends the mandate ${key}: later bills are voted on as any claim is.`,

  check: async (_, tx, { key }) => void standingMandate(await mandateStore.find(tx, key)),

  async foresee(_, tx, { key }) {
    const mandate = standingMandate(await mandateStore.find(tx, key));
    const { title, endsOn, currency, id } = mandate;
    const period = periodOf(lastDay(await tx.today(), endsOn), mandate.period);
    const left = leftMinor(mandate, await mandateStore.billed(tx, id, period));
    const amount = `${formatDecimal(left, currency)} ${currency}`;
    return (
      `${title} would last until ${endsOn}; of this ${mandate.period}, ` +
      `${amount} could still be billed.`
    );
  },

  async run(_, tx, { key }, { id }) {
    const mandate = standingMandate(await mandateStore.lock(tx, key));
    await mandateStore.end(tx, key, id);
    tx.announce(MandateEnded.of(tx.cooperativeId, { key, title: mandate.title }));
  },
});
