import type { Tx } from '@rochdale/platform';
import { stepsFrom, usualBands } from './approval-rule.js';
import { approvalRuleStore } from './approval-rule.store.js';

/** The policy of members' votes on an amount by the rule in force; null where an office decides. */
export async function leastPolicyOf(
  tx: Tx,
  currency: string,
  amountMinor: bigint,
): Promise<string | null> {
  const rule = await approvalRuleStore.inForce(tx, currency);
  const [step] = stepsFrom(rule?.bands ?? usualBands(currency), amountMinor);
  return step?.band.kind === 'vote' ? step.band.policyKey : null;
}
