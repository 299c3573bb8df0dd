import { foreseenReturn } from '@rochdale/membership';
import { defineAction, idOf } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { z } from 'zod';
import { appealKind } from '../appeal/appeal.js';
import { appealStore, isKnown } from '../appeal/appeal.store.js';
import type { Expulsion } from '../appeal/appeal.store.js';
import { PolicyOfAppeal } from '../appeal/policy-of-appeal.js';
import { governanceErrors } from '../governance.errors.js';
import { uphold } from './settling.js';

/** The members uphold an appeal: nobody is expelled by what it is against. */
export const UpholdAppealAction = defineAction({
  kind: appealKind,
  payload: z.strictObject({ expulsionId: idOf('Proposal') }),
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'nothing',
  // What it tells is from where somebody was suspended.
  foreseenBy: 'member.read-standing-history',
  neverInAssembly: true,
  isHearing: true,
  service: PolicyOfAppeal,

  summary: () => 'Ends an expulsion that waits, and the suspension before it.',

  // Whose it is and whether it is in time is asked as it is filed: it says nothing else before.
  check: async (_, tx, { expulsionId }) => void (await knownExpulsion(tx, expulsionId)),

  about: async (tx, { expulsionId }) => (await appealStore.find(tx, expulsionId))?.memberId ?? null,

  // Who is to be expelled does not choose by whom, or by how many, that is decided.
  leastPolicy: async (policy, tx, { expulsionId }) => {
    const { policyKey } = await knownExpulsion(tx, expulsionId);
    return policy.against(tx, policyKey);
  },

  async foresee(_, tx, { expulsionId }) {
    const { memberId } = await knownExpulsion(tx, expulsionId);
    return memberId === null ? null : foreseenReturn(tx, memberId);
  },

  async run(_, tx, { expulsionId }, decided) {
    const expulsion = await appealStore.lock(tx, expulsionId);
    if (expulsion === null) throw unknown();
    if (expulsion.state !== 'queued') {
      throw governanceErrors.error('APPEAL_TERM_OVER', 'There is nothing that waits any more.');
    }
    await uphold(tx, expulsion, decided.id);
  },
});

async function knownExpulsion(tx: Tx, id: string): Promise<Expulsion> {
  const expulsion = await appealStore.find(tx, id);
  if (expulsion === null || !isKnown(expulsion)) throw unknown();
  return expulsion;
}

function unknown(): Error {
  const message = 'There is no such vote to expel somebody.';
  return governanceErrors.error('EXPULSION_UNKNOWN', message, { path: ['expulsionId'] });
}
