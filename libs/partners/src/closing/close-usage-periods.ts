import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { poolPolicyStore } from '../pool/pool-policy.store.js';
import { CloseUsagePeriod } from './close-usage-period.js';

/** Closes every month that is due, oldest first: what the worker does every night. */
@Injectable()
export class CloseUsagePeriods {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly closePeriod: CloseUsagePeriod,
  ) {}

  /**
   * @returns how many it closed; none as long as nobody decided how to share
   * @throws CodedError FORBIDDEN, POOL_POLICY_MISSING when the policy goes meanwhile
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'usage-period.close');
    const policy = await this.unitOfWork.read(actor, (tx) => poolPolicyStore.current(tx));
    if (policy === null) return 0;
    let closed = 0;
    while ((await this.closePeriod.execute(actor)) !== null) closed += 1;
    return closed;
  }
}
