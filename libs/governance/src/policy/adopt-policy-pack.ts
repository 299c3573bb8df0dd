import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { adoptPack } from './policy-pack-adoption.js';
import { PolicyFitness } from './policy-fitness.js';
import type { PolicyRecord } from './policy.store.js';

/** Puts a shipped policy pack in force in the actor's co-operative. */
@Injectable()
export class AdoptPolicyPack {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly fitness: PolicyFitness,
  ) {}

  /** @throws CodedError POLICY_PACK_UNKNOWN, POLICY_VERSION_STALE, POLICY_SUCCESSOR_UNFIT */
  async execute(actor: Actor, input: { pack: string }): Promise<readonly PolicyRecord[]> {
    permit(actor, 'policy.adopt');
    return this.unitOfWork.run(actor, (tx) => adoptPack(tx, input.pack, this.fitness));
  }
}
