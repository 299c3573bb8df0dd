import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { planStore } from './plan.store.js';
import type { PlanRow } from './plan.store.js';

/** Takes a plan off the list. Who is on it stays on it until they choose another. */
@Injectable()
export class RetirePlan {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN, PLAN_NOT_FOUND, PLAN_RETIRED */
  async execute(actor: Actor, input: { planId: string }): Promise<PlanRow> {
    permit(actor, 'dues-plan.retire');
    return this.unitOfWork.run(actor, async (tx) => {
      const isRetired = await planStore.retire(tx, input.planId);
      const [plan] = await planStore.byIds(tx, [input.planId]);
      const path = ['id'];
      if (plan === undefined) {
        throw duesErrors.error('PLAN_NOT_FOUND', 'There is no such plan.', { path });
      }
      if (!isRetired) {
        throw duesErrors.error('PLAN_RETIRED', 'This plan is off the list.', { path });
      }
      return plan;
    });
  }
}
