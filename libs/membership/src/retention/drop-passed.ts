import { Injectable } from '@nestjs/common';
import { Accounts } from '@rochdale/identity';
import {
  allRetentions,
  assert,
  keptSince,
  Letters,
  permit,
  removeBytes,
  rowsAtOnce,
  startOfDay,
  Turns,
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor, Some, TermName, Tx } from '@rochdale/platform';
import { applicationStore } from '../application/application.store.js';
import { withdrawInTx } from '../application/withdrawing.js';
import { CooperativeQueries } from '../cooperative/cooperative.queries.js';
import { eraseApplicantInTx } from '../erasure/erasing.js';
import { OpenAffairs } from '../member/open-affairs.js';
import { PersonalDataDropped } from '../membership.events.js';
import { applicantStore } from './applicant.store.js';

/** What goes of a table at the end of a term. */
interface Passing {
  readonly table: string;
  readonly term: TermName;
  /** Drops some of what is of before, and says how many rows. */
  readonly drop: (tx: Tx, before: Date, some: Some) => Promise<number>;
  /** Whether it can leave out a row that cannot go. */
  readonly goesAround: boolean;
}

/**
 * Drops what every room's catalogue says has been kept long enough, by the law of the
 * co-operative's country. How many rows it was is on record, and never what they held.
 */
@Injectable()
export class DropPassed {
  readonly #passing: readonly Passing[];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cooperatives: CooperativeQueries,
    private readonly affairs: OpenAffairs,
    private readonly accounts: Accounts,
    private readonly letters: Letters,
  ) {
    this.#passing = allRetentions().map(({ table, term, statement, around, areFiles }) => {
      const drop = async (tx: Tx, before: Date, { atMost, but }: Some) => {
        const of = [tx.cooperativeId, before];
        const isAll = around === null || (atMost === rowsAtOnce && but === 0);
        const rows = await (isAll
          ? tx.rows<{ id: string }>(statement, of)
          : tx.rows<{ id: string }>(around, [...of, atMost, but]));
        if (areFiles) removeBytes(tx, rows);
        return rows.length;
      };
      return { table, term, drop, goesAround: around !== null };
    });
  }

  /**
   * How many rows went or were emptied. What cannot keeps nothing else from going; the job says it
   * at the end, and the next night tries again.
   *
   * @throws CodedError FORBIDDEN, UNAVAILABLE; Error of what could not
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'personal-data.drop');
    const turns = new Turns();
    let dropped = 0;
    for (const passing of this.#passing) dropped += await this.#all(actor, passing, turns);
    const forgotten = await this.#forgetApplicants(actor, turns);
    turns.end();
    return dropped + forgotten;
  }

  #all(actor: Actor, passing: Passing, turns: Turns): Promise<number> {
    const act = (some: Some) => this.unitOfWork.run(actor, (tx) => this.#some(tx, passing, some));
    if (passing.goesAround) return turns.around(rowsAtOnce, act);
    return turns.each([{ atMost: rowsAtOnce, but: 0 }], async (some) => {
      let dropped = 0;
      let rows: number;
      do dropped += rows = await act(some);
      while (rows === rowsAtOnce);
      return dropped;
    });
  }

  async #some(tx: Tx, { table, term, drop }: Passing, some: Some): Promise<number> {
    const rows = await drop(tx, await this.#before(tx, term), some);
    announceDropped(tx, { table, term, rows });
    return rows;
  }

  async #before(tx: Tx, term: TermName): Promise<Date> {
    const { settings } = await this.cooperatives.own(tx);
    // One that was founded before this was asked has none.
    const country = settings.country ?? null;
    const years = { books: settings.booksYears, vouchers: settings.vouchersYears };
    const chosen = (term === 'books' || term === 'vouchers' ? years[term] : null) ?? null;
    const since = keptSince(term, { today: await tx.today(), country, chosen });
    assert(since !== null, `${term} is counted in days or years`);
    return startOfDay(since, await tx.timeZone());
  }

  /**
   * Who was not admitted is erased as who asks for it is, but keeps the account; whose account is
   * erased already, at once: versions before this one left what they had applied with.
   */
  async #forgetApplicants(actor: Actor, turns: Turns): Promise<number> {
    const orphaned = await this.unitOfWork.read(actor, (tx) => applicantStore.orphaned(tx));
    await turns.each(orphaned, (id) => this.unitOfWork.run(actor, (tx) => withdraw(tx, id)));
    const ids = await this.unitOfWork.read(actor, async (tx) =>
      applicantStore.old(tx, await this.#before(tx, 'applications')),
    );
    return turns.some(ids, rowsAtOnce, (some) =>
      this.unitOfWork.run(actor, (tx) => this.#forget(tx, some)),
    );
  }

  async #forget(tx: Tx, ids: readonly string[]): Promise<number> {
    const before = await this.#before(tx, 'applications');
    const applicants = await applicantStore.lockOld(tx, before, ids);
    if (applicants.length === 0) return 0;
    const held = applicants.map(({ id }) => id);
    const open = await this.affairs.whyNotErase(tx, held);
    const passed = applicants.filter(({ id }) => !open.has(id));
    const { accounts, letters } = this;
    for (const applicant of passed) {
      await eraseApplicantInTx(tx, { accounts, letters }, applicant);
    }
    const rows = passed.length;
    announceDropped(tx, { table: 'membership.members', term: 'applications', rows });
    return rows;
  }
}

/** How many it was, and never what they held. */
function announceDropped(
  tx: Tx,
  dropped: { readonly table: string; readonly term: TermName; readonly rows: number },
): void {
  if (dropped.rows > 0) tx.announce(PersonalDataDropped.of(tx.cooperativeId, dropped));
}

async function withdraw(tx: Tx, memberId: string): Promise<number> {
  const open = await applicationStore.lockOpen(tx, memberId);
  if (open === null) return 0;
  await withdrawInTx(tx, open);
  return 1;
}
