import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { hasUnseen, notToldApartAt, permit, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { parseRule } from './decision-rule.js';
import type { DecisionRule } from './decision-rule.js';
import { putInForce } from './policy-adoption.js';
import type { WantedPolicy } from './policy-adoption.js';
import { PolicyFitness } from './policy-fitness.js';
import type { PolicyRecord } from './policy.store.js';

export interface AdoptPolicyInput {
  readonly key: string;
  readonly title: string;
  readonly rule: unknown;
  readonly customs?: readonly string[];
  /** The version that the author of the change looked at; refused when it is not in force. */
  readonly replacesVersion?: number | null;
}

/** Puts one policy of the co-operative's own in force, or a new version of it. */
@Injectable()
export class AdoptPolicy {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly fitness: PolicyFitness,
  ) {}

  /** @throws CodedError POLICY_RULE_INVALID, POLICY_VERSION_STALE, POLICY_SUCCESSOR_UNFIT */
  async execute(actor: Actor, input: AdoptPolicyInput): Promise<PolicyRecord> {
    permit(actor, 'policy.adopt');
    const wanted = readPolicy(input);
    return this.unitOfWork.run(actor, async (tx) => {
      const [adopted] = await putInForce(tx, [wanted], this.fitness, input.replacesVersion);
      if (adopted === undefined) throw new Error('a policy was adopted');
      return adopted;
    });
  }
}

/**
 * A policy of the co-operative's own as it would be put in force.
 *
 * @throws CodedError POLICY_RULE_INVALID
 */
export function readPolicy(input: AdoptPolicyInput): WantedPolicy {
  const { key, title, customs = [] } = input;
  const rule = parseRule(input.rule);
  requireToldApart(rule);
  if (hasUnseen(title)) {
    const told = 'A title is one line of signs that are seen.';
    throw governanceErrors.error('POLICY_RULE_INVALID', told, { path: ['title'] });
  }
  if (/^[a-z][a-z0-9-]{0,59}$/.test(key) && title.trim() !== '' && title.length <= 200) {
    return { key, title, customs, rule, pack: null };
  }
  const message = 'A policy has a key of lower-case letters and a title.';
  throw governanceErrors.error('POLICY_RULE_INVALID', message, { path: ['key'] });
}

/** Whether whoever votes sees what each option is that the rule names. */
function requireToldApart(rule: DecisionRule): void {
  const { options = [] } = rule as { readonly options?: readonly string[] };
  const place = notToldApartAt(options);
  if (place === -1) return;
  const message = 'This option looks like another, or like nothing.';
  throw governanceErrors.error('POLICY_RULE_INVALID', message, {
    path: ['rule', 'options', String(place)],
  });
}
