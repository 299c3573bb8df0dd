import { Injectable } from '@nestjs/common';
import { assert } from '@rochdale/platform';
import type { CodedError, Tx } from '@rochdale/platform';
import type { PayoutRow } from '../payout/payout.store.js';

/** How a room takes again what it gave back when payouts of its obligations came back. */
export interface TakingBack {
  /** Why it cannot, by payout; in nobody's way, so that it may be asked before. */
  whyNot(tx: Tx, payoutIds: readonly string[]): Promise<ReadonlyMap<string, CodedError>>;
  /** In the caller's transaction, which locked the payout. @throws CodedError when it cannot */
  take(tx: Tx, payoutId: string): Promise<void>;
}

type OfObligation = Pick<PayoutRow, 'id' | 'obligationKind'>;

/**
 * Obligations that are given back in another way as soon as a payout of them fails: a debit that
 * comes after that pays nothing any more, and a return that was none is undone by taking it again.
 */
@Injectable()
export class GivenBack {
  readonly #taking = new Map<string, TakingBack>();

  /** At the start of the process, once for each kind of obligation. */
  register(obligationKind: string, taking: TakingBack): void {
    assert(!this.#taking.has(obligationKind), `${obligationKind} is given back by one room`);
    this.#taking.set(obligationKind, taking);
  }

  /** Whether what such an obligation owes is given back once its payout fails. */
  has(obligationKind: string): boolean {
    return this.#taking.has(obligationKind);
  }

  /** Why what was given back for these payouts is not taken again, by payout. */
  async whyNotTake(
    tx: Tx,
    payouts: readonly OfObligation[],
  ): Promise<ReadonlyMap<string, CodedError>> {
    const reasons: [string, CodedError][] = [];
    for (const [kind, taking] of this.#taking) {
      const own = payouts.filter(({ obligationKind }) => obligationKind === kind);
      if (own.length === 0) continue;
      const ids = own.map(({ id }) => id);
      reasons.push(...(await taking.whyNot(tx, ids)));
    }
    return new Map(reasons);
  }

  /**
   * Takes again what was given back for a payout that did not come back after all. In the caller's
   * transaction, which locked it.
   *
   * @throws CodedError of the room, when it is gone
   */
  async take(tx: Tx, { id, obligationKind }: OfObligation): Promise<void> {
    await this.#taking.get(obligationKind)?.take(tx, id);
  }
}
