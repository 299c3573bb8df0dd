import { Injectable } from '@nestjs/common';
import { assert } from '@rochdale/platform';
import type { CodedError, Tx } from '@rochdale/platform';
import type { PayoutRow } from '../payout/payout.store.js';

/** A payout, and what it pays. */
export type PayoutOf = Pick<PayoutRow, 'id' | 'obligationId'>;
type OfObligation = PayoutOf & Pick<PayoutRow, 'obligationKind'>;

/** How a room takes again what it gave back when payouts of its obligations came back. */
export interface TakingBack {
  /** Why it cannot, by payout; in nobody's way, so that it may be asked before. */
  whyNot(tx: Tx, payouts: readonly PayoutOf[]): Promise<ReadonlyMap<string, CodedError>>;
  /** In the caller's transaction, which locked the payout. @throws CodedError when it cannot */
  take(tx: Tx, payout: PayoutOf): Promise<void>;
  /**
   * Of these obligations, whose payouts the caller locked, those of which nothing is owed any more.
   * Left out where that is so of all as soon as a payout fails.
   */
  owedNoMore?(tx: Tx, obligationIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/**
 * Obligations that are given back in another way as soon as a payout of them fails, or that their
 * payee may waive then: a debit that comes after that pays nothing any more, and a return that was
 * none is undone by taking it again, where it can be.
 */
@Injectable()
export class GivenBack {
  readonly #taking = new Map<string, TakingBack>();

  /** At the start of the process, once for each kind of obligation. */
  register(obligationKind: string, taking: TakingBack): void {
    assert(!this.#taking.has(obligationKind), `${obligationKind} is given back by one room`);
    this.#taking.set(obligationKind, taking);
  }

  /** Of these payouts, which failed, those whose obligation was given back or waived. */
  async of(tx: Tx, payouts: readonly OfObligation[]): Promise<ReadonlySet<string>> {
    const given = new Set<string>();
    for (const [kind, taking] of this.#taking) {
      const own = payouts.filter(({ obligationKind }) => obligationKind === kind);
      if (own.length === 0) continue;
      const ids = own.map(({ obligationId }) => obligationId);
      const over = taking.owedNoMore === undefined ? ids : await taking.owedNoMore(tx, ids);
      const isOver = new Set(over);
      for (const { id, obligationId } of own) if (isOver.has(obligationId)) given.add(id);
    }
    return given;
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
      reasons.push(...(await taking.whyNot(tx, own)));
    }
    return new Map(reasons);
  }

  /**
   * Takes again what was given back for a payout that did not come back after all. In the caller's
   * transaction, which locked it.
   *
   * @throws CodedError of the room, when it is gone
   */
  async take(tx: Tx, payout: OfObligation): Promise<void> {
    await this.#taking.get(payout.obligationKind)?.take(tx, payout);
  }
}
