import { currencyExponent, defineAction, formatDecimal } from '@rochdale/platform';
import { z } from 'zod';
import { checkFund } from './fund.js';
import type { FundDefinition } from './fund.js';
import { Funds } from './funds.js';

const payload = z.strictObject({
  key: z.string(),
  name: z.string(),
  purpose: z.string(),
  currency: z.string(),
  /** The most that may lie in it, in minor units; no limit where it is left out. */
  limitMinor: z
    .string()
    .regex(/^[1-9]\d{0,15}$/)
    .nullish(),
});

/** The members open an envelope with a purpose and a limit. */
export const CreateFundAction = defineAction({
  kind: 'fund.create',
  payload,
  underPolicies: ['majority', 'supermajority'],
  inEmergencies: true,
  proposable: true,
  strangersRead: 'decision',
  service: Funds,

  summary: (terms) => `Creates the fund ${terms.name}${upTo(definitionOf(terms))}.`,

  // A currency that there is not is found here as well.
  check: async (_funds, _tx, terms) => checkFund(definitionOf(terms)),

  async requireBuffer(funds, tx, { key }, buffer) {
    if (key !== buffer.fundKey) await funds.requireBuffer(tx, buffer);
  },

  run: async (funds, tx, terms) => void (await funds.create(tx, definitionOf(terms))),
});

function definitionOf({ limitMinor, ...terms }: z.infer<typeof payload>): FundDefinition {
  return { ...terms, limitMinor: typeof limitMinor === 'string' ? BigInt(limitMinor) : null };
}

function upTo({ limitMinor, currency }: FundDefinition): string {
  if (typeof limitMinor !== 'bigint' || !isCurrency(currency)) return '';
  return `, of at most ${formatDecimal(limitMinor, currency)} ${currency}`;
}

function isCurrency(currency: string): boolean {
  try {
    return currencyExponent(currency) >= 0;
  } catch {
    return false;
  }
}
