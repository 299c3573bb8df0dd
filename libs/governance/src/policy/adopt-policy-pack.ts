import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { permit, UnitOfWork } from '@rochdale/platform';
import { adoptPack } from './policy-pack-adoption.js';
import { PolicyFitness } from './policy-fitness.js';
import type { PolicyRecord } from './policy.store.js';

export interface AdoptPolicyPackInput {
  readonly pack: string;
  /** Only the policies of these keys; all of the pack when left out. */
  readonly keys?: readonly string[] | null;
}

/** Puts a shipped policy pack, or some of it, in force in the actor's co-operative. */
@Injectable()
export class AdoptPolicyPack {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly fitness: PolicyFitness,
  ) {}

  /**
   * @throws CodedError POLICY_PACK_UNKNOWN, POLICY_NOT_FOUND, POLICY_VERSION_STALE,
   *   POLICY_SUCCESSOR_UNFIT, POLICY_LINK_UNFIT
   */
  async execute(actor: Actor, input: AdoptPolicyPackInput): Promise<readonly PolicyRecord[]> {
    permit(actor, 'policy.adopt');
    const { pack, keys = null } = input;
    return this.unitOfWork.run(actor, (tx) => adoptPack(tx, pack, this.fitness, keys));
  }
}
