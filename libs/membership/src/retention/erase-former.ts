import { Injectable } from '@nestjs/common';
import { Accounts, IdentitySettings } from '@rochdale/identity';
import {
  addDays,
  assert,
  CodedError,
  keptSince,
  lastFactAt,
  Letters,
  permit,
  startOfDay,
  Turns,
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor, Day, Tx } from '@rochdale/platform';
import { CooperativeQueries } from '../cooperative/cooperative.queries.js';
import { ownDataUrl } from '../cooperative/own-pages.js';
import { EraseMember } from '../erasure/erase-member.js';
import { FormerMembersTold } from '../membership.events.js';
import { FormerGoesLetter } from '../membership.letters.js';
import { formerStore } from './former.store.js';
import type { Former } from './former.store.js';

/** How many days before they are erased former members are told. */
const toldBefore = 30;

/** Terms of years end with a year: those that end with this one are told from here on. */
const tellingFrom = '12-01';

/**
 * Erases who left or was excluded when no register of members has to name them any more, as they
 * are erased who ask for it: so no term is without an end. Once a year, in December, whoever is
 * meant is told by letter where letters leave, and nobody goes sooner than thirty days later.
 */
@Injectable()
export class EraseFormer {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cooperatives: CooperativeQueries,
    private readonly accounts: Accounts,
    private readonly letters: Letters,
    private readonly settings: IdentitySettings,
    private readonly erase: EraseMember,
  ) {}

  /**
   * How many were erased. Who cannot be yet, as money to them is under way, is asked again the next
   * night, and keeps none of the others.
   *
   * @throws CodedError FORBIDDEN unless the system asks, UNAVAILABLE; Error of those that could not
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'personal-data.drop');
    if (!(await this.unitOfWork.run(actor, (tx) => this.#isTold(tx)))) return 0;
    const ids = await this.unitOfWork.read(actor, async (tx) =>
      (await formerStore.leftBefore(tx, await this.#before(tx, await tx.today()))).map(
        ({ id }) => id,
      ),
    );
    const turns = new Turns();
    const erased = await turns.each(ids, (memberId) => this.#eraseOne(actor, memberId));
    turns.end();
    return erased;
  }

  async #eraseOne(actor: Actor, memberId: string): Promise<number> {
    try {
      await this.erase.execute(actor, { memberId });
      return 1;
    } catch (error) {
      // They came back meanwhile, or something is owed to them still.
      if (error instanceof CodedError && error.code !== 'UNAVAILABLE') return 0;
      throw error;
    }
  }

  /** Whether everybody who may go now was told long enough ago, or nobody can be. */
  async #isTold(tx: Tx): Promise<boolean> {
    if (!this.letters.isDelivered) return true;
    const today = await tx.today();
    const from = lastTelling(today);
    const told = await lastFactAt(tx, FormerMembersTold.type, tx.cooperativeId);
    if (told !== null && told >= startOfDay(from)) {
      return told < startOfDay(addDays(today, -toldBefore));
    }
    const next = `${Number(from.slice(0, 4)) + 1}-01-01`;
    const former = await formerStore.leftBefore(tx, await this.#before(tx, next));
    if (former.length === 0) return true;
    const letters = await this.#tell(tx, former, addDays(today, toldBefore));
    tx.announce(FormerMembersTold.of(tx.cooperativeId, { letters }));
    return false;
  }

  async #tell(tx: Tx, former: readonly Former[], lastDay: Day): Promise<number> {
    const { name: cooperative, slug } = await this.cooperatives.own(tx);
    const url = ownDataUrl(this.settings, { slug });
    let letters = 0;
    for (const { accountId } of former) {
      const account = accountId === null ? null : await this.accounts.find(tx, accountId);
      if (account === null || !account.emailVerified) continue;
      const { email, name } = account;
      const to = { email, name: name === '' ? null : name, language: 'en' };
      await this.letters.write(tx, FormerGoesLetter, to, { cooperative, url, lastDay });
      letters += 1;
    }
    return letters;
  }

  /** Who left before has been kept long enough by that day. */
  async #before(tx: Tx, day: Day): Promise<Date> {
    const { settings } = await this.cooperatives.own(tx);
    const since = keptSince('membership', { today: day, country: settings.country ?? null });
    assert(since !== null, 'membership is counted in years');
    return startOfDay(since);
  }
}

/** The first of the last December, which may be this one. */
function lastTelling(today: Day): Day {
  const year = Number(today.slice(0, 4));
  return `${today.slice(5) < tellingFrom ? year - 1 : year}-${tellingFrom}`;
}
