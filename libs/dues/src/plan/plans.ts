import { Injectable } from '@nestjs/common';
import { BankAccounts } from '@rochdale/banking';
import { CooperativeQueries } from '@rochdale/membership';
import { newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { PlanCreated } from '../dues.events.js';
import { checkPayable, checkPlan } from './plan.js';
import type { PlanTerms } from './plan.js';
import { planStore } from './plan.store.js';
import type { PlanRow } from './plan.store.js';

/** Plans inside the caller's transaction: for use cases here, and for decisions. */
@Injectable()
export class Plans {
  constructor(
    private readonly accounts: BankAccounts,
    private readonly cooperatives: CooperativeQueries,
  ) {}

  /** @throws CodedError INVALID_PLAN, INVALID_CURRENCY, PLAN_KEY_TAKEN */
  async create(tx: Tx, terms: PlanTerms): Promise<PlanRow> {
    checkPlan(terms);
    const ofAccounts = (await this.accounts.all(tx)).map(({ currency }) => currency);
    const { currency: own } = await this.cooperatives.own(tx);
    checkPayable(terms.currency, { ofAccounts, own });
    const plan = await planStore.insert(tx, newId(), terms);
    if (plan === null) {
      throw duesErrors.error('PLAN_KEY_TAKEN', 'There is a plan of this key.', { path: ['key'] });
    }
    tx.announce(PlanCreated.of(plan.id, { planId: plan.id }));
    return plan;
  }

  /** @throws CodedError PLAN_NOT_FOUND */
  async find(tx: Tx, planId: string): Promise<PlanRow> {
    const [plan] = await planStore.byIds(tx, [planId]);
    if (plan !== undefined) return plan;
    throw duesErrors.error('PLAN_NOT_FOUND', 'There is no such plan.', { path: ['id'] });
  }

  /**
   * Takes a plan off the list. Who is on it stays on it until they choose another.
   *
   * @throws CodedError PLAN_NOT_FOUND, PLAN_RETIRED
   */
  async retire(tx: Tx, planId: string): Promise<PlanRow> {
    const isRetired = await planStore.retire(tx, planId);
    const plan = await this.find(tx, planId);
    if (isRetired) return plan;
    throw duesErrors.error('PLAN_RETIRED', 'This plan is off the list.', { path: ['id'] });
  }
}
