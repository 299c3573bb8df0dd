import { asksAtLeast } from '@rochdale/voting';
import type { ProposalAction, Tx } from '@rochdale/platform';
import type { ProposalActions } from '../action/proposal-actions.js';
import { governanceErrors } from '../governance.errors.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { policyStore } from '../policy/policy.store.js';

/** Under what a vote is to be held. */
export interface HeldUnder {
  readonly policyKey: string;
  readonly rule: DecisionRule;
}

/** As much time to see it coming, to vote, and to see it done. */
const givesAsMuchTime = (given: DecisionRule, asked: DecisionRule): boolean =>
  given.window.minimumHours >= asked.window.minimumHours &&
  (given.window.urgentMinimumHours ?? given.window.minimumHours) >=
    (asked.window.urgentMinimumHours ?? asked.window.minimumHours) &&
  given.noticeHours >= asked.noticeHours &&
  given.timelockHours >= asked.timelockHours;

/** What a rule without an amount asks for is the limit of the fund: that alone is as much. */
function keepsAsMuch({ buffer: given }: DecisionRule, { buffer: asked }: DecisionRule): boolean {
  if (asked === undefined) return true;
  if (given?.fundKey !== asked.fundKey || given.currency !== asked.currency) return false;
  const [most, least] = [given.atLeastMinor, asked.atLeastMinor];
  if (most === undefined || least === undefined) return most === least;
  return BigInt(most) >= BigInt(least);
}

/** Whether nothing that one rule asks for is less than what another does. */
export const isAtLeast = (given: DecisionRule, asked: DecisionRule): boolean =>
  asksAtLeast(given, asked) && givesAsMuchTime(given, asked) && keepsAsMuch(given, asked);

/**
 * Whether a vote may be held under a policy: that which rules of rooms ask for, or one that asks
 * for no less. Asked as it opens, and not again: its rule is frozen then, and whoever changes those
 * of rooms afterwards undoes nothing that passed. Nor is it left to ratification: what is paid is
 * not taken back.
 *
 * @throws CodedError ACTION_POLICY_TOO_WEAK, also where no such policy is in force
 */
export async function requireStrict(
  tx: Tx,
  actions: ProposalActions,
  wanted: readonly ProposalAction[],
  { policyKey: key, rule }: HeldUnder,
): Promise<void> {
  for (const [kind, policyKey] of await actions.leastPolicies(tx, wanted)) {
    if (policyKey === key) continue;
    const least = await policyStore.inForce(tx, policyKey);
    if (least !== null && isAtLeast(rule, least.rule)) continue;
    const message = `Of this size it is decided under ${policyKey}, or a stricter policy.`;
    throw governanceErrors.error('ACTION_POLICY_TOO_WEAK', message, {
      path: ['policyKey'],
      data: { kind, policyKey },
    });
  }
}
