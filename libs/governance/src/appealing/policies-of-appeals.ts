import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { appealKind } from '../appeal/appeal.js';
import { appealStore } from '../appeal/appeal.store.js';
import { PolicyOfAppeal } from '../appeal/policy-of-appeal.js';
import { PolicyUses } from '../policy/policy-uses.js';

/**
 * Says under which policies appeals would be decided while somebody is to be expelled: so long none
 * of them goes, and nobody is left without anybody to appeal to.
 */
@Injectable()
export class PoliciesOfAppeals implements OnModuleInit {
  constructor(
    private readonly uses: PolicyUses,
    private readonly policy: PolicyOfAppeal,
  ) {}

  onModuleInit(): void {
    this.uses.register('governance', async (tx) => {
      const keys = new Set<string>();
      for (const key of await appealStore.policiesOfExpulsions(tx)) {
        keys.add(await this.policy.against(tx, key));
      }
      return [...keys].map((policyKey) => ({ policyKey, kind: appealKind }));
    });
  }
}
