import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import type { PlanRow } from './plan.store.js';
import { Plans } from './plans.js';

/** Takes a plan off the list. Who is on it stays on it until they choose another. */
@Injectable()
export class RetirePlan {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly plans: Plans,
  ) {}

  /** @throws CodedError FORBIDDEN, PLAN_NOT_FOUND, PLAN_RETIRED */
  async execute(actor: Actor, input: { planId: string }): Promise<PlanRow> {
    permit(actor, 'dues-plan.retire');
    return this.unitOfWork.run(actor, (tx) => this.plans.retire(tx, input.planId));
  }
}
