import { Injectable } from '@nestjs/common';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { payeeDetailsStore } from './payee-details.store.js';
import { payoutsErrors } from '../payouts.errors.js';
import type { Payee } from './payee.js';

/** Which of these ids are those of payees of one kind, in the transaction's co-operative. */
export type PayeesAmong = (tx: Tx, ids: readonly string[]) => Promise<ReadonlySet<string>>;

/** Who can be paid at all. The room that knows a kind of payee says which there are. */
@Injectable()
export class Payees {
  readonly #among = new Map<Payee['kind'], PayeesAmong>();
  readonly #named = new Map<Payee['kind'], PayeesAmong>();

  /**
   * At the start of the process, once for each kind. `named`: which ids the transaction's actor may
   * name, where that is not everybody who can be paid.
   */
  register(kind: Payee['kind'], among: PayeesAmong, named?: PayeesAmong): void {
    assert(!this.#among.has(kind), `payees of kind ${kind} are known already`);
    this.#among.set(kind, among);
    if (named !== undefined) this.#named.set(kind, named);
  }

  /**
   * As `require`, of a payee that somebody names: whom they may not know of is nobody.
   *
   * @throws CodedError PAYEE_UNKNOWN with this path
   */
  async requireNamed(tx: Tx, payee: Payee, path: readonly string[]): Promise<void> {
    const named = this.#named.get(payee.kind);
    if (named !== undefined && !(await named(tx, [payee.id])).has(payee.id)) {
      throw unknownPayee(payee.kind, path);
    }
    await this.require(tx, [payee], path);
  }

  /**
   * Refuses whom nobody knows here: of another co-operative, of another kind, made up.
   *
   * @throws CodedError PAYEE_UNKNOWN with this path
   */
  async require(tx: Tx, payees: readonly Payee[], path: readonly string[]): Promise<void> {
    for (const kind of new Set(payees.map((payee) => payee.kind))) {
      const among = this.#among.get(kind);
      assert(among !== undefined, `somebody knows payees of kind ${kind}`);
      const ids = payees.filter((payee) => payee.kind === kind).map(({ id }) => id);
      const known = await among(tx, ids);
      if (ids.every((id) => known.has(id))) continue;
      throw unknownPayee(kind, path);
    }
  }

  /**
   * Takes away for ever where a member said to be paid. What a payout was made to stays with it,
   * sealed, as a part of the books. The caller knows that nothing is owed to them.
   */
  async forgetMember(tx: Tx, memberId: string): Promise<void> {
    await payeeDetailsStore.forget(tx, memberId);
  }

  /** Holds where somebody says to be paid, until the end of the transaction. */
  async hold(tx: Tx, payeeId: string): Promise<void> {
    await payeeDetailsStore.lockPayee(tx, payeeId);
  }
}

const unknownPayee = (kind: Payee['kind'], path: readonly string[]) =>
  payoutsErrors.error('PAYEE_UNKNOWN', `There is no such ${kind} to pay.`, { path });
