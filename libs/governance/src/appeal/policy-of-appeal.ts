import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { Votes } from '@rochdale/voting';
import { mayFollow } from '../action/proposal-actions.js';
import { policyStore } from '../policy/policy.store.js';
import { appealKind, appealPolicy } from './appeal.js';

/** By which policy appeals are decided, which is nobody's choice. */
@Injectable()
export class PolicyOfAppeal {
  constructor(private readonly votes: Votes) {}

  /**
   * The co-operative's own for appeals; where it has none that can, the one by which the expulsion
   * was decided, and for want of that the first in force that can, by its key. One can under which
   * somebody may vote and it could pass: so nobody is without an appeal because nobody thought of
   * it, or too few are left, and nobody who is to be expelled chooses who decides.
   */
  async against(tx: Tx, expulsionPolicy: string): Promise<string> {
    const rules = await policyStore.everyInForce(tx);
    const able = [...rules].flatMap(([key, rule]) => (mayFollow(appealKind, rule) ? [key] : []));
    const first = [appealPolicy, expulsionPolicy].filter((key) => able.includes(key));
    const inOrder = [...new Set([...first, ...able.toSorted()])];
    for (const key of inOrder) {
      const rule = rules.get(key);
      if (rule !== undefined && (await this.votes.couldPass(tx, rule, 'exact'))) return key;
    }
    return inOrder[0] ?? expulsionPolicy;
  }
}
