import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { checkPlan } from './plan.js';
import type { PlanTerms } from './plan.js';
import type { PlanRow } from './plan.store.js';
import { Plans } from './plans.js';

/** Offers members a new scale to choose from. */
@Injectable()
export class CreatePlan {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly plans: Plans,
  ) {}

  /** @throws CodedError FORBIDDEN, INVALID_PLAN, INVALID_CURRENCY, PLAN_KEY_TAKEN */
  async execute(actor: Actor, input: PlanTerms): Promise<PlanRow> {
    permit(actor, 'dues-plan.create');
    checkPlan(input);
    return this.unitOfWork.run(actor, (tx) => this.plans.create(tx, input));
  }
}
