import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { currencyExponent, permit, platformErrors, UnitOfWork, violates } from '@rochdale/platform';
import { parseBands } from './approval-rule.js';
import type { ApprovalRuleView } from './approval-rule.store.js';
import { approvalRuleStore } from './approval-rule.store.js';

export interface AdoptApprovalRuleInput {
  readonly currency: string;
  readonly bands: unknown;
}

/** Puts a rule of approval in force for one currency. Expenses under way keep the rule they had. */
@Injectable()
export class AdoptApprovalRule {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN, APPROVAL_RULE_INVALID, INVALID_CURRENCY, CONFLICT in a race */
  async execute(actor: Actor, input: AdoptApprovalRuleInput): Promise<ApprovalRuleView> {
    permit(actor, 'approval-rule.adopt');
    // Throws INVALID_CURRENCY for what is none.
    currencyExponent(input.currency);
    const bands = parseBands(input.bands);
    try {
      return await this.unitOfWork.run(actor, (tx) =>
        approvalRuleStore.replace(tx, input.currency, bands),
      );
    } catch (error) {
      const isRace =
        violates(error, 'approval_rules_version_unique') ||
        violates(error, 'approval_rules_one_in_force');
      if (!isRace) throw error;
      throw platformErrors.error('CONFLICT', 'Somebody adopted another rule meanwhile.');
    }
  }
}
