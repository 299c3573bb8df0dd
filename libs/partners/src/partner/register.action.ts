import { defineAction } from '@rochdale/platform';
import { z } from 'zod';
import { checkPartner, Partners } from './partners.js';

/** The members make an agreement with a business that hosts services for them. */
export const RegisterPartnerAction = defineAction({
  kind: 'partner.register',
  payload: z.strictObject({ name: z.string(), website: z.string().nullish() }),
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'decision',
  service: Partners,

  summary: ({ name }) => `Makes ${name} a partner.`,

  check: async (_partners, _tx, terms) => checkPartner(terms),

  run: async (partners, tx, terms) => void (await partners.register(tx, terms)),
});
