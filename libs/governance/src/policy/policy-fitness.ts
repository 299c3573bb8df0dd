import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { Votes } from '@rochdale/voting';
import { mayFollow } from '../action/proposal-actions.js';
import { governanceErrors } from '../governance.errors.js';
import type { DecisionRule } from './decision-rule.js';
import { policyStore } from './policy.store.js';
import { PolicyUses } from './policy-uses.js';

/**
 * Why a policy cannot carry a vote that a room opens by itself: there is none of the key in force;
 * the action asks for another class of rule; nobody seconds what no member proposed; nobody could
 * vote, or however they vote it could not pass.
 */
export type Misfit = 'unknown' | 'class' | 'seconders' | 'out-of-reach';

/** Whether policies can carry the votes that rooms open by themselves. */
@Injectable()
export class PolicyFitness {
  constructor(
    private readonly votes: Votes,
    private readonly uses: PolicyUses,
  ) {}

  /**
   * Why the policy of that key cannot carry such a vote as things stand; null when it can. No other
   * version takes its place before the caller's transaction ends.
   *
   * @param sizes whether it is asked who votes now, or who could if nobody paused or was in arrears
   * @throws CodedError ACTION_KIND_UNKNOWN
   */
  async misfitOf(
    tx: Tx,
    policyKey: string,
    kind: string,
    sizes: 'exact' | 'told',
  ): Promise<Misfit | null> {
    const policy = await policyStore.holdInForce(tx, policyKey);
    return policy === null ? 'unknown' : this.#misfit(tx, policy.rule, kind, sizes);
  }

  /**
   * A policy that the rules of a room name is succeeded only by one that can carry the same.
   *
   * @throws CodedError POLICY_SUCCESSOR_UNFIT
   */
  async requireFitting(
    tx: Tx,
    successors: readonly { readonly key: string; readonly rule: DecisionRule }[],
  ): Promise<void> {
    const uses = await this.uses.of(
      tx,
      successors.map(({ key }) => key),
    );
    for (const { policyKey, kind } of uses) {
      for (const { key, rule } of successors) {
        // Whoever proposes writes the rule: an answer by who votes today would tell who pauses.
        const misfit = key === policyKey ? await this.#misfit(tx, rule, kind, 'told') : null;
        if (misfit !== null) throw unfit(policyKey, kind, misfit);
      }
    }
  }

  async #misfit(
    tx: Tx,
    rule: DecisionRule,
    kind: string,
    sizes: 'exact' | 'told',
  ): Promise<Misfit | null> {
    if (!mayFollow(kind, rule)) return 'class';
    if (rule.secondersNeeded > 0) return 'seconders';
    return (await this.votes.couldPass(tx, rule, sizes)) ? null : 'out-of-reach';
  }
}

const reasons: Readonly<Record<Misfit, string>> = {
  unknown: 'it is not in force',
  class: 'it asks for too little agreement',
  seconders: 'nobody seconds what no member proposed',
  'out-of-reach': 'nobody may vote, or too few for it to pass',
};

function unfit(key: string, kind: string, misfit: Misfit): Error {
  const message = `A rule in force leaves ${kind} to this policy, and ${reasons[misfit]}.`;
  return governanceErrors.error('POLICY_SUCCESSOR_UNFIT', message, {
    path: ['rule'],
    data: { key, kind, misfit },
  });
}
