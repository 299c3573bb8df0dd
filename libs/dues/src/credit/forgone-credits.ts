import { Injectable } from '@nestjs/common';
import { Offices } from '@rochdale/banking';
import { Ledger } from '@rochdale/ledger';
import { newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import { duesErrors } from '../dues.errors.js';
import { CreditForgone } from '../dues.events.js';
import type { CreditEntryRow } from './credit.queries.js';
import { creditStore } from './credit.store.js';

/** Credit that goes to the co-operative; what of it is below zero comes back. */
export interface Forgoing {
  readonly memberId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** Given by its member, given by a treasurer's word, or nobody's any more. */
  readonly by: 'member' | 'treasurer' | 'nobody';
  readonly because: string | null;
}

/** Credit of members that is nobody's to get any more, in the caller's transaction. */
@Injectable()
export class ForgoneCredits {
  constructor(
    private readonly ledger: Ledger,
    private readonly chart: Chart,
    private readonly offices: Offices,
  ) {}

  /**
   * Books a gift as a donation, and what nobody is there to get as other income. Locks the credit
   * before the books.
   *
   * @returns its movement
   * @throws CodedError CREDIT_SPENT
   */
  async forgo(tx: Tx, forgoing: Forgoing): Promise<CreditEntryRow> {
    const { memberId, currency, amountMinor, by, because } = forgoing;
    await creditStore.lock(tx, memberId, currency);
    const income = by === 'nobody' ? 'other-income' : 'donation-income';
    const accounts = await this.chart.accounts(tx, ['member-credits', income], currency);
    const id = newId();
    const { id: transactionId } = await this.ledger.post(tx, {
      idempotencyKey: `dues-credit-forgone:${id}`,
      description: by === 'nobody' ? 'Credit that nobody claims' : 'Credit given as a gift',
      source: { kind: 'credit-entry', id },
      postings: [
        { accountId: accounts.require('member-credits'), amountMinor },
        { accountId: accounts.require(income), amountMinor: -amountMinor },
      ],
    });
    const kind = by === 'nobody' ? 'unclaimed' : 'waived';
    const entry = { memberId, currency, amountMinor: -amountMinor };
    if (!(await creditStore.move(tx, { ...entry, id, kind, transactionId, because }))) {
      throw duesErrors.error('CREDIT_SPENT', 'There is less credit than that.', {
        path: ['amountMinor'],
      });
    }
    const treasurerMemberIds = [...(await this.offices.holders(tx, 'treasurer'))];
    const told = { memberId, by, currency, transactionId, treasurerMemberIds };
    tx.announce(CreditForgone.of(memberId, { ...told, amountMinor: amountMinor.toString() }));
    return { ...entry, id, kind, because, recordedAt: tx.now };
  }

  /** All credit of who was erased: what owed them anything is done with them. */
  async unclaimed(tx: Tx, memberId: string, currency: string): Promise<void> {
    const amountMinor = await creditStore.lock(tx, memberId, currency);
    if (amountMinor === 0n) return;
    await this.forgo(tx, { memberId, currency, amountMinor, by: 'nobody', because: null });
  }

  /** Gives back as much of it as credit is short of what is to be taken, if it is there. */
  async claimedAgain(
    tx: Tx,
    {
      memberId,
      currency,
      neededMinor,
    }: Pick<Forgoing, 'memberId' | 'currency'> & {
      readonly neededMinor: bigint;
    },
  ): Promise<void> {
    const shortMinor = neededMinor - (await creditStore.lock(tx, memberId, currency));
    const takenMinor = await creditStore.unclaimed(tx, memberId, currency);
    const amountMinor = shortMinor < takenMinor ? shortMinor : takenMinor;
    if (amountMinor <= 0n) return;
    const back = { memberId, currency, amountMinor: -amountMinor };
    await this.forgo(tx, { ...back, by: 'nobody', because: null });
  }
}
