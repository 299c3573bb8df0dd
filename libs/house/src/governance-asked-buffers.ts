import { Injectable } from '@nestjs/common';
import { PolicyQueries } from '@rochdale/governance';
import type { MoneyBuffer, Tx } from '@rochdale/platform';
import { AskedBuffers } from '@rochdale/treasury';

/** Buffers that policies in force ask for, for the treasury, which may not know governance. */
@Injectable()
export class GovernanceAskedBuffers extends AskedBuffers {
  constructor(private readonly policies: PolicyQueries) {
    super();
  }

  override async inForce(tx: Tx): Promise<readonly MoneyBuffer[]> {
    const asked = new Map<string, MoneyBuffer>();
    for (const { rule } of await this.policies.inForce(tx)) {
      if (rule.buffer !== undefined) asked.set(JSON.stringify(rule.buffer), rule.buffer);
    }
    // Held one after the other: by whoever asks in the same order.
    return [...asked.values()].toSorted((one, other) => (one.fundKey < other.fundKey ? -1 : 1));
  }
}
