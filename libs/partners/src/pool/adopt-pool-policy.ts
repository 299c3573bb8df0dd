import { Injectable } from '@nestjs/common';
import { currencyExponent, fractions, newId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { partnerStore } from '../partner/partner.store.js';
import { partnersErrors } from '../partners.errors.js';
import { PoolPolicyAdopted } from '../partners.events.js';
import { poolPolicyStore } from './pool-policy.store.js';
import type { PoolPolicyRow, PoolPolicyTerms } from './pool-policy.store.js';
import { splitRules } from './split-pool.js';

function checkedShare(text: string, field: string): string {
  const share = fractions.parse(text);
  const isInside =
    fractions.compare(share, fractions.zero) >= 0 && fractions.compare(share, fractions.one) <= 0;
  if (isInside) return fractions.format(share);
  throw partnersErrors.error('INVALID_POOL_POLICY', `${field} is between 0 and 1.`, {
    path: [field],
  });
}

/** @throws CodedError INVALID_POOL_POLICY, INVALID_CURRENCY, INVALID_INPUT */
function checked(terms: PoolPolicyTerms, meterKeys: readonly string[]): PoolPolicyTerms {
  const refuse = (message: string, field: string): Error =>
    partnersErrors.error('INVALID_POOL_POLICY', message, { path: [field] });
  currencyExponent(terms.currency);
  if (!splitRules.includes(terms.rule)) throw refuse('There is no such rule.', 'rule');
  if (!meterKeys.includes(terms.meterKey)) throw refuse('There is no such meter.', 'meterKey');
  if (terms.minimumPayoutMinor < 0n)
    throw refuse('The least is zero or more.', 'minimumPayoutMinor');
  if (!Number.isInteger(terms.graceDays) || terms.graceDays < 0 || terms.graceDays > 60) {
    throw refuse('Grace is 0 to 60 days.', 'graceDays');
  }
  return {
    ...terms,
    coopShare: checkedShare(terms.coopShare, 'coopShare'),
    lambda: checkedShare(terms.lambda, 'lambda'),
  };
}

/** @throws CodedError INVALID_POOL_POLICY, INVALID_CURRENCY, INVALID_INPUT */
export async function checkedPoolPolicy(tx: Tx, terms: PoolPolicyTerms): Promise<PoolPolicyTerms> {
  const meters = await partnerStore.meters(tx);
  return checked(
    terms,
    meters.map(({ key }) => key),
  );
}

/** Decides how the pool is shared from the next period that closes. */
@Injectable()
export class AdoptPoolPolicy {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN, INVALID_POOL_POLICY, INVALID_CURRENCY */
  async execute(actor: Actor, input: PoolPolicyTerms): Promise<PoolPolicyRow> {
    permit(actor, 'pool-policy.adopt');
    return this.unitOfWork.run(actor, (tx) => adoptPoolPolicy(tx, input));
  }
}

/**
 * Puts the next version in force, in the caller's transaction.
 *
 * @throws CodedError INVALID_POOL_POLICY, INVALID_CURRENCY, INVALID_INPUT
 */
export async function adoptPoolPolicy(tx: Tx, terms: PoolPolicyTerms): Promise<PoolPolicyRow> {
  const valid = await checkedPoolPolicy(tx, terms);
  await poolPolicyStore.lock(tx);
  const policy = await poolPolicyStore.insert(tx, newId(), valid);
  tx.announce(
    PoolPolicyAdopted.of(policy.id, {
      policyId: policy.id,
      version: policy.version,
      rule: policy.rule,
      coopShare: policy.coopShare,
    }),
  );
  return policy;
}
