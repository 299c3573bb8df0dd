import { Injectable } from '@nestjs/common';
import { BankAccounts } from '@rochdale/banking';
import { CooperativeQueries } from '@rochdale/membership';
import { newId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { PlanCreated } from '../dues.events.js';
import { checkPayable, checkPlan } from './plan.js';
import type { PlanTerms } from './plan.js';
import { planStore } from './plan.store.js';
import type { PlanRow } from './plan.store.js';

/** Offers members a new scale to choose from. */
@Injectable()
export class CreatePlan {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: BankAccounts,
    private readonly cooperatives: CooperativeQueries,
  ) {}

  /** @throws CodedError FORBIDDEN, INVALID_PLAN, INVALID_CURRENCY, PLAN_KEY_TAKEN */
  async execute(actor: Actor, input: PlanTerms): Promise<PlanRow> {
    permit(actor, 'dues-plan.create');
    checkPlan(input);
    return this.unitOfWork.run(actor, async (tx) => {
      const ofAccounts = (await this.accounts.all(tx)).map(({ currency }) => currency);
      const { currency: own } = await this.cooperatives.own(tx);
      checkPayable(input.currency, { ofAccounts, own });
      const plan = await planStore.insert(tx, newId(), input);
      if (plan === null) {
        throw duesErrors.error('PLAN_KEY_TAKEN', 'There is a plan of this key.', {
          path: ['key'],
        });
      }
      tx.announce(PlanCreated.of(plan.id, { planId: plan.id }));
      return plan;
    });
  }
}
