import { Injectable } from '@nestjs/common';
import { Proposals } from '@rochdale/governance';
import type { Misfit } from '@rochdale/governance';
import type { Actor, Tx } from '@rochdale/platform';
import { currencyExponent, permit, platformErrors, UnitOfWork, violates } from '@rochdale/platform';
import { expensesErrors } from '../expenses.errors.js';
import type { ApprovalBands } from './approval-rule.js';
import { approvalAction, parseBands } from './approval-rule.js';
import type { ApprovalRuleView } from './approval-rule.store.js';
import { ApprovalReach } from './approval-reach.js';
import { approvalRuleStore } from './approval-rule.store.js';

const misfits: Readonly<Record<Misfit, string>> = {
  unknown: 'No policy of this key is in force.',
  class: 'What costs money is decided by at least half: this policy asks for less.',
  seconders: 'This policy asks for seconders, and nobody seconds an expense.',
  'out-of-reach': 'Under this policy nobody may vote, or too few for anything to pass.',
};

export interface AdoptApprovalRuleInput {
  readonly currency: string;
  readonly bands: unknown;
}

/**
 * Puts a rule of approval in force for one currency. Expenses under way keep the rule they had.
 * Where the members vote, the policy is in force, may cost the co-operative money, and can pass by
 * itself; where an office approves, as many hold it as have to.
 */
@Injectable()
export class AdoptApprovalRule {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly proposals: Proposals,
    private readonly reach: ApprovalReach,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, APPROVAL_RULE_INVALID, APPROVAL_RULE_UNMEETABLE,
   *   INVALID_CURRENCY, CONFLICT in a race
   */
  async execute(actor: Actor, input: AdoptApprovalRuleInput): Promise<ApprovalRuleView> {
    permit(actor, 'approval-rule.adopt');
    // Throws INVALID_CURRENCY for what is none.
    currencyExponent(input.currency);
    const bands = parseBands(input.bands);
    try {
      return await this.unitOfWork.run(actor, async (tx) => {
        await this.#requirePolicies(tx, bands);
        await this.#requireHolders(tx, bands);
        return approvalRuleStore.replace(tx, input.currency, bands);
      });
    } catch (error) {
      const isRace =
        violates(error, 'approval_rules_version_unique') ||
        violates(error, 'approval_rules_one_in_force');
      if (!isRace) throw error;
      throw platformErrors.error('CONFLICT', 'Somebody adopted another rule meanwhile.');
    }
  }

  /** A rule that nobody could meet is refused when it is set, not when somebody waits for money. */
  async #requireHolders(tx: Tx, bands: ApprovalBands): Promise<void> {
    for (const [index, { band }] of bands.entries()) {
      const holders = await this.reach.holders(tx, band);
      if (band.kind === 'vote' || holders === null || holders >= band.approvals) continue;
      const message = `${band.approvals} have to approve, and ${holders} hold the office.`;
      throw expensesErrors.error('APPROVAL_RULE_UNMEETABLE', message, {
        path: ['bands', String(index), 'band', 'approvals'],
        data: { role: band.role, approvals: band.approvals, holders },
      });
    }
  }

  async #requirePolicies(tx: Tx, bands: ApprovalBands): Promise<void> {
    for (const [index, { band }] of bands.entries()) {
      if (band.kind === 'role') continue;
      const misfit = await this.proposals.misfitOf(tx, band.policyKey, approvalAction);
      if (misfit === null) continue;
      throw expensesErrors.error('APPROVAL_RULE_INVALID', misfits[misfit], {
        path: ['bands', String(index), 'band', 'policyKey'],
        data: { policyKey: band.policyKey, misfit },
      });
    }
  }
}
