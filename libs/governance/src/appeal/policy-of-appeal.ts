import type { Tx } from '@rochdale/platform';
import { mayFollow } from '../action/proposal-actions.js';
import { policyStore } from '../policy/policy.store.js';
import { appealKind, appealPolicy } from './appeal.js';

/** Whether the policy of that key is in force, and may decide on appeals. */
async function mayDecide(tx: Tx, key: string): Promise<boolean> {
  const policy = await policyStore.inForce(tx, key);
  return policy !== null && mayFollow(appealKind, policy.rule);
}

/**
 * By which policy an appeal is decided: the co-operative's own for appeals, and where it has none
 * that can, the one by which the expulsion was. So nobody is without an appeal because nobody
 * thought of it, and nobody who is to be expelled chooses who decides.
 */
export async function policyOfAppeal(tx: Tx, expulsionPolicy: string): Promise<string> {
  return (await mayDecide(tx, appealPolicy)) ? appealPolicy : expulsionPolicy;
}
