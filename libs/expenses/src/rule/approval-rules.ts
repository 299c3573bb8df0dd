import { Injectable } from '@nestjs/common';
import { Proposals } from '@rochdale/governance';
import type { Misfit } from '@rochdale/governance';
import type { Tx } from '@rochdale/platform';
import { currencyExponent } from '@rochdale/platform';
import { expensesErrors } from '../expenses.errors.js';
import type { ApprovalBands } from './approval-rule.js';
import { approvalAction, usualBands } from './approval-rule.js';
import type { ApprovalRuleView } from './approval-rule.store.js';
import { ApprovalReach } from './approval-reach.js';
import { approvalRuleStore } from './approval-rule.store.js';

const misfits: Readonly<Record<Misfit, string>> = {
  unknown: 'No policy of this key is in force.',
  class: 'What costs money is decided by at least half: this policy asks for less.',
  seconders: 'This policy asks for seconders, and nobody seconds an expense.',
  'out-of-reach': 'Under this policy nobody may vote, or too few for anything to pass.',
};

/** Rules of approval inside the caller's transaction: for use cases here, and for decisions. */
@Injectable()
export class ApprovalRules {
  constructor(
    private readonly proposals: Proposals,
    private readonly reach: ApprovalReach,
  ) {}

  /** @throws CodedError APPROVAL_RULE_INVALID, APPROVAL_RULE_UNMEETABLE, INVALID_CURRENCY */
  async adopt(tx: Tx, currency: string, bands: ApprovalBands): Promise<ApprovalRuleView> {
    // Throws INVALID_CURRENCY for what is none.
    currencyExponent(currency);
    await this.#requireFitting(tx, bands);
    return approvalRuleStore.replace(tx, currency, bands);
  }

  /**
   * Takes the rule of a currency out of force: the usual bands hold again.
   *
   * @throws CodedError APPROVAL_RULE_NOT_IN_FORCE, APPROVAL_RULE_INVALID, APPROVAL_RULE_UNMEETABLE
   */
  async retire(tx: Tx, currency: string): Promise<void> {
    await this.inForce(tx, currency);
    await this.#requireFitting(tx, usualBands(currency));
    if (await approvalRuleStore.retire(tx, currency)) return;
    throw notInForce();
  }

  /** @throws CodedError APPROVAL_RULE_NOT_IN_FORCE */
  async inForce(tx: Tx, currency: string): Promise<ApprovalRuleView> {
    const rule = await approvalRuleStore.inForce(tx, currency);
    if (rule === null) throw notInForce();
    return rule;
  }

  async #requireFitting(tx: Tx, bands: ApprovalBands): Promise<void> {
    await this.#requirePolicies(tx, bands);
    await this.#requireHolders(tx, bands);
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
      const misfit = await this.proposals.misfitOf(tx, band.policyKey, approvalAction, 'told');
      if (misfit === null) continue;
      throw expensesErrors.error('APPROVAL_RULE_INVALID', misfits[misfit], {
        path: ['bands', String(index), 'band', 'policyKey'],
        data: { policyKey: band.policyKey, misfit },
      });
    }
  }
}

function notInForce(): Error {
  const message = 'No rule of this currency is in force: the usual bands hold.';
  return expensesErrors.error('APPROVAL_RULE_NOT_IN_FORCE', message, { path: ['currency'] });
}
