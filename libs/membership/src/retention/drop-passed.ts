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
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor, TermName, Tx } from '@rochdale/platform';
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
  readonly drop: (tx: Tx, before: Date) => Promise<number>;
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
    const byCatalogue = allRetentions().map(({ table, term, statement, areFiles }): Passing => {
      const drop = async (tx: Tx, before: Date) => {
        const rows = await tx.rows<{ id: string }>(statement, [tx.cooperativeId, before]);
        if (areFiles) removeBytes(tx, rows);
        return rows.length;
      };
      return { table, term, drop };
    });
    const drop = (tx: Tx, before: Date) => this.#forgetApplicants(tx, before);
    this.#passing = [...byCatalogue, { table: 'membership.members', term: 'applications', drop }];
  }

  /** How many rows went or were emptied. @throws CodedError FORBIDDEN, UNAVAILABLE */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'personal-data.drop');
    let dropped = 0;
    const failures: unknown[] = [];
    for (const passing of this.#passing) {
      try {
        dropped += await this.#all(actor, passing);
      } catch (error) {
        // What cannot be dropped of one table keeps nothing of another; the job says it at the end.
        failures.push(error);
      }
    }
    if (failures.length > 1) throw new AggregateError(failures, 'several tables were not dropped');
    if (failures.length === 1) throw failures[0];
    return dropped;
  }

  async #all(actor: Actor, passing: Passing): Promise<number> {
    let dropped = 0;
    let rows: number;
    do {
      rows = await this.unitOfWork.run(actor, (tx) => this.#some(tx, passing));
      dropped += rows;
    } while (rows === rowsAtOnce);
    return dropped;
  }

  async #some(tx: Tx, { table, term, drop }: Passing): Promise<number> {
    const { settings } = await this.cooperatives.own(tx);
    // One that was founded before this was asked has none.
    const country = settings.country ?? null;
    const years = { books: settings.booksYears, vouchers: settings.vouchersYears };
    const chosen = (term === 'books' || term === 'vouchers' ? years[term] : null) ?? null;
    const since = keptSince(term, { today: await tx.today(), country, chosen });
    assert(since !== null, `${term} is counted in days or years`);
    const rows = await drop(tx, startOfDay(since));
    if (rows > 0) tx.announce(PersonalDataDropped.of(tx.cooperativeId, { table, term, rows }));
    return rows;
  }

  /**
   * Who was not admitted is erased as who asks for it is, but keeps the account; whose account is
   * erased already, at once: versions before this one left what they had applied with.
   */
  async #forgetApplicants(tx: Tx, before: Date): Promise<number> {
    for (const memberId of await applicantStore.orphaned(tx, rowsAtOnce)) {
      const open = await applicationStore.lockOpen(tx, memberId);
      if (open !== null) await withdrawInTx(tx, open);
    }
    const applicants = await applicantStore.old(tx, before, rowsAtOnce);
    if (applicants.length === 0) return 0;
    const open = await this.affairs.whyNotErase(
      tx,
      applicants.map(({ id }) => id),
    );
    const passed = applicants.filter(({ id }) => !open.has(id));
    const { accounts, letters } = this;
    for (const applicant of passed) {
      await eraseApplicantInTx(tx, { accounts, letters }, applicant);
    }
    return passed.length;
  }
}
