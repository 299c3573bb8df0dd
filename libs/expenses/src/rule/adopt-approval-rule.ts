import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { currencyExponent, permit, platformErrors, UnitOfWork, violates } from '@rochdale/platform';
import { parseBands } from './approval-rule.js';
import type { ApprovalRuleView } from './approval-rule.store.js';
import { ApprovalRules } from './approval-rules.js';

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
    private readonly rules: ApprovalRules,
  ) {}

  /**
   * @throws CodedError FORBIDDEN, APPROVAL_RULE_INVALID, APPROVAL_RULE_UNMEETABLE,
   *   INVALID_CURRENCY, CONFLICT in a race
   */
  async execute(actor: Actor, input: AdoptApprovalRuleInput): Promise<ApprovalRuleView> {
    permit(actor, 'approval-rule.adopt');
    const { currency } = input;
    // Throws INVALID_CURRENCY for what is none.
    currencyExponent(currency);
    const bands = parseBands(input.bands);
    try {
      return await this.unitOfWork.run(actor, (tx) => this.rules.adopt(tx, currency, bands));
    } catch (error) {
      const isRace =
        violates(error, 'approval_rules_version_unique') ||
        violates(error, 'approval_rules_one_in_force');
      if (!isRace) throw error;
      throw platformErrors.error('CONFLICT', 'Somebody adopted another rule meanwhile.');
    }
  }
}
