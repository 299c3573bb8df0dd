import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { PolicyUses } from '@rochdale/governance';
import { approvalAction, usualBands } from './approval-rule.js';
import { approvalRuleStore } from './approval-rule.store.js';

/** Says under which policies members vote on expenses: only what can carry that succeeds them. */
@Injectable()
export class PoliciesOfBands implements OnModuleInit {
  constructor(private readonly uses: PolicyUses) {}

  onModuleInit(): void {
    this.uses.register('expenses', async (tx) => {
      const rules = await approvalRuleStore.list(tx);
      // Who has adopted none approves by the usual bands, which are the same in every currency.
      const inForce = rules.length > 0 ? rules.map(({ bands }) => bands) : [usualBands('EUR')];
      return inForce
        .flat()
        .flatMap(({ band }) =>
          band.kind === 'vote' ? { policyKey: band.policyKey, kind: approvalAction } : [],
        );
    });
  }
}
