import { Injectable } from '@nestjs/common';
import { newId, permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { duesErrors } from '../dues.errors.js';
import { PledgeChosen } from '../dues.events.js';
import { checkPledge } from '../plan/plan.js';
import { planStore } from '../plan/plan.store.js';
import { pledgeStore } from './pledge.store.js';
import type { PledgeRow } from './pledge.store.js';

export interface ChoosePledgeInput {
  readonly planId: string;
  readonly amountMinor: bigint;
  /** When given, it has to be the plan's. */
  readonly currency?: string;
  /** Only the system chooses for somebody: the demo and imports. */
  readonly memberId?: string;
}

/** A member chooses what they give. It counts from the next invoice; nobody is asked why. */
@Injectable()
export class ChoosePledge {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN, PLAN_NOT_FOUND, PLAN_RETIRED, PLEDGE_OUTSIDE_SCALE */
  async execute(actor: Actor, input: ChoosePledgeInput): Promise<PledgeRow> {
    permit(actor, 'dues-pledge.choose');
    const memberId = actor.kind === 'system' ? (input.memberId ?? null) : actor.memberId;
    if (memberId === null) throw platformErrors.error('FORBIDDEN', 'You are no member here.');
    return this.unitOfWork.run(actor, async (tx) => {
      const [plan] = await planStore.byIds(tx, [input.planId]);
      if (plan === undefined) {
        throw duesErrors.error('PLAN_NOT_FOUND', 'There is no such plan.', { path: ['planId'] });
      }
      if (plan.retiredAt !== null) {
        throw duesErrors.error('PLAN_RETIRED', 'This plan is off the list.', { path: ['planId'] });
      }
      if (input.currency !== undefined && input.currency !== plan.currency) {
        throw duesErrors.error('PLEDGE_OUTSIDE_SCALE', `The plan is in ${plan.currency}.`, {
          path: ['amount', 'currency'],
        });
      }
      checkPledge(plan, input.amountMinor);
      await pledgeStore.lockMember(tx, memberId);
      const pledge = await pledgeStore.replace(tx, {
        id: newId(),
        memberId,
        planId: plan.id,
        amountMinor: input.amountMinor,
        startsOn: await tx.today(),
      });
      tx.announce(
        PledgeChosen.of(memberId, {
          memberId,
          planId: plan.id,
          amountMinor: input.amountMinor.toString(),
          currency: plan.currency,
        }),
      );
      return pledge;
    });
  }
}
