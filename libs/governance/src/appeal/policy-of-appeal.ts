import type { Tx } from '@rochdale/platform';
import { mayFollow } from '../action/proposal-actions.js';
import { policyStore } from '../policy/policy.store.js';
import { appealKind, appealPolicy } from './appeal.js';

/**
 * By which policy an appeal is decided: the co-operative's own for appeals; where it has none that
 * can, the one by which the expulsion was, and for want of that the first in force that can, by its
 * key. So nobody is without an appeal because nobody thought of it, and nobody who is to be
 * expelled chooses who decides.
 */
export async function policyOfAppeal(tx: Tx, expulsionPolicy: string): Promise<string> {
  const rules = await policyStore.everyInForce(tx);
  const able = [...rules].flatMap(([key, rule]) => (mayFollow(appealKind, rule) ? [key] : []));
  const first = [appealPolicy, expulsionPolicy].find((key) => able.includes(key));
  return first ?? able.toSorted()[0] ?? expulsionPolicy;
}
