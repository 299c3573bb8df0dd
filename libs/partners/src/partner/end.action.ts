import { defineAction, idOf } from '@rochdale/platform';
import { z } from 'zod';
import { Partners } from './partners.js';

/** The members end the agreement with a partner. What it reported until then is still paid. */
export const EndPartnerAction = defineAction({
  kind: 'partner.end',
  payload: z.strictObject({ partnerId: idOf('Partner') }),
  underPolicies: ['majority', 'supermajority'],
  inEmergencies: true,
  proposable: true,
  strangersRead: 'decision',
  service: Partners,

  summary: () => 'Ends the agreement with a partner, whose keys open nothing from then on.',

  check: (partners, tx, { partnerId }) => partners.demandCurrent(tx, partnerId),

  async foresee(partners, tx, { partnerId }) {
    const { name, agreedOn, endedOn } = await partners.find(tx, partnerId);
    const until = endedOn === null ? '' : ` to ${endedOn}`;
    return `${name} is a partner since ${agreedOn}${until}.`;
  },

  run: (partners, tx, { partnerId }) => partners.end(tx, partnerId),
});
