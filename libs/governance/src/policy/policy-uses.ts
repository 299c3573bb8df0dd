import { Injectable } from '@nestjs/common';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

/** A policy that a room's own rules name, and what the room has decided under it by itself. */
interface PolicyUse {
  readonly policyKey: string;
  /** The kind of the action. */
  readonly kind: string;
}

/** Every use of policies by the rules of a room that are in force. */
type FindPolicyUses = (tx: Tx) => Promise<readonly PolicyUse[]>;

/** Rooms whose rules leave something to the vote say here by which policies. */
@Injectable()
export class PolicyUses {
  readonly #uses = new Map<string, FindPolicyUses>();

  register(room: string, find: FindPolicyUses): void {
    assert(!this.#uses.has(room), `the policies that ${room} uses are registered once`);
    this.#uses.set(room, find);
  }

  /** What is decided under the policies of these keys. */
  async of(tx: Tx, keys: readonly string[]): Promise<PolicyUse[]> {
    const found: PolicyUse[] = [];
    for (const find of this.#uses.values()) found.push(...(await find(tx)));
    return found.filter(({ policyKey }) => keys.includes(policyKey));
  }
}
