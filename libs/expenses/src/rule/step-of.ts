import type { Tx } from '@rochdale/platform';
import { stepsFrom, usualBands } from './approval-rule.js';
import type { ApprovalStep } from './approval-rule.js';
import { approvalRuleStore } from './approval-rule.store.js';

/** The band of an amount by the rule in force, whoever holds its office. */
export async function stepOf(tx: Tx, currency: string, amountMinor: bigint): Promise<ApprovalStep> {
  const rule = await approvalRuleStore.inForce(tx, currency);
  const [step] = stepsFrom(rule?.bands ?? usualBands(currency), amountMinor);
  if (step === undefined) throw new Error('the last band has no end');
  return step;
}

/** The policy of members' votes on an amount by the rule in force; null where an office decides. */
export async function leastPolicyOf(
  tx: Tx,
  currency: string,
  amountMinor: bigint,
): Promise<string | null> {
  const { band } = await stepOf(tx, currency, amountMinor);
  return band.kind === 'vote' ? band.policyKey : null;
}
