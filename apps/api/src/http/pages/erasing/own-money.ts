import { Injectable } from '@nestjs/common';
import { CreditQueries, DuesQueries, OpenCredits } from '@rochdale/dues';
import { OpenAffairs } from '@rochdale/membership';
import { may } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { MoneyBetween } from './money-between.js';
import { mostListed } from '../listed.js';
import { OwnClaims } from './own-claims.js';

/** What is between the visitor and the co-operative. What they may not read is not among it. */
@Injectable()
export class OwnMoney {
  constructor(
    private readonly affairs: OpenAffairs,
    private readonly dues: DuesQueries,
    private readonly credits: CreditQueries,
    private readonly openCredits: OpenCredits,
    private readonly claims: OwnClaims,
  ) {}

  async of(tx: Tx): Promise<MoneyBetween> {
    const { actor } = tx;
    const [affairs, dues, { hasMore, ...undecided }, forThem, waivable] = await Promise.all([
      this.affairs.ofOneself(tx),
      this.#dues(tx),
      this.claims.undecided(tx),
      this.claims.forThem(tx),
      this.claims.waivable(tx),
    ]);
    const mayGive = may(actor, 'dues-credit.waive-own').allowed;
    const mayTakeBack = may(actor, 'expense.withdraw').allowed;
    const rights = { mayGive, mayTakeBack };
    return {
      affairs,
      ...dues,
      ...undecided,
      ...rights,
      forThem: forThem.claims,
      waivable: waivable.claims,
      more: {
        undecided: hasMore,
        forThem: forThem.hasMore,
        waivable: waivable.hasMore,
        refunds: dues.refunds.length > mostListed,
      },
    };
  }

  async #dues(tx: Tx): Promise<Pick<MoneyBetween, 'credits' | 'invoices' | 'refunds'>> {
    const { memberId } = tx.actor;
    if (memberId === null || !may(tx.actor, 'dues-invoice.read-own').allowed) {
      return { credits: [], invoices: [], refunds: [] };
    }
    const credits = await this.credits.shown(tx);
    const open = await this.dues.ownInvoices(tx, { first: 20 }, { state: 'open' }, 'due');
    const mayCancel = may(tx.actor, 'dues-refund.cancel-own').allowed;
    const refunds = mayCancel ? await this.openCredits.unreleased(tx) : [];
    return { credits, invoices: open.rows, refunds };
  }
}
