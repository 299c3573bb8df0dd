import { Injectable } from '@nestjs/common';
import { Accounts, IdentitySettings } from '@rochdale/identity';
import type { IdlePage, IdleSince } from '@rochdale/identity';
import {
  addDays,
  idleDays,
  Letters,
  permit,
  rowsAtOnce,
  Turns,
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor, Day, Tx } from '@rochdale/platform';
import { eraseAccountInTx } from '../erasure/erasing.js';
import { invitationStore } from '../invitation/invitation.store.js';
import { memberStore } from '../member/member.store.js';
import { AccountGoesLetter } from '../membership.letters.js';

/**
 * Erases the accounts of who belongs nowhere and does not come any more: a year after they were
 * used last, and thirty days after a letter said so; or days after where the address was never
 * confirmed, which may be a stranger's. That an account was erased is on record, and nothing of
 * whose it was.
 */
@Injectable()
export class DropIdleAccounts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: Accounts,
    private readonly letters: Letters,
    private readonly settings: IdentitySettings,
  ) {}

  /**
   * How many went. One that cannot keeps none of the others.
   *
   * @throws CodedError FORBIDDEN unless the system asks, UNAVAILABLE; Error of those that could not
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'personal-data.drop');
    const today = await this.unitOfWork.read(actor, (tx) => tx.today());
    // Where no letter leaves, nobody is told, and goes unsaid neither.
    const turns = new Turns();
    if (this.letters.isDelivered) await this.#tellAll(actor, today, turns);
    const since = {
      confirmed: addDays(today, -idleDays.confirmed),
      unconfirmed: addDays(today, -idleDays.unconfirmed),
      // The whole of the last day that the letter names is theirs.
      told: addDays(today, -idleDays.toldBefore - 1),
    };
    const dropped = await this.#each(
      actor,
      turns,
      (tx, page) => this.accounts.idle(tx, since, page),
      (tx, id) => this.#drop(tx, id, since),
    );
    turns.end();
    return dropped;
  }

  #tellAll(actor: Actor, today: Day, turns: Turns): Promise<number> {
    const since = addDays(today, idleDays.toldBefore - idleDays.confirmed);
    return this.#each(
      actor,
      turns,
      (tx, page) => this.accounts.untoldIdle(tx, since, page),
      (tx, id) => this.#tell(tx, id, since),
    );
  }

  /** Does something with each of those listed who belong nowhere: with how many it was done. */
  async #each(
    actor: Actor,
    turns: Turns,
    list: (tx: Tx, page: IdlePage) => Promise<string[]>,
    act: (tx: Tx, id: string) => Promise<boolean>,
  ): Promise<number> {
    let done = 0;
    let ids: string[] = [];
    do {
      const page = { after: ids.at(-1) ?? null, atMost: rowsAtOnce };
      ids = await this.unitOfWork.read(actor, (tx) => list(tx, page));
      done += await turns.each(await this.#keptNowhere(actor, ids), async (id) =>
        (await this.unitOfWork.run(actor, (tx) => act(tx, id))) ? 1 : 0,
      );
    } while (ids.length === rowsAtOnce);
    return done;
  }

  async #keptNowhere(actor: Actor, ids: readonly string[]): Promise<string[]> {
    const expected = await this.unitOfWork.read(actor, (tx) => this.#expected(tx, ids));
    return ids.filter((id) => !expected.has(id));
  }

  /** Those that belong somewhere, or are invited: that is no account that nobody waits for. */
  async #expected(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const kept = await memberStore.keeping(tx, ids);
    const invited = await invitationStore.invitedAmong(tx, ids);
    return new Set([...invited, ...kept.map(({ accountId }) => accountId)]);
  }

  async #tell(tx: Tx, id: string, since: Day): Promise<boolean> {
    const today = await tx.today();
    const contact = await this.accounts.tellIdle(tx, id, since, today);
    if (contact === null) return false;
    const { email, name } = contact;
    const to = { email, name: name === '' ? null : name, language: 'en' };
    const lastDay = addDays(today, idleDays.toldBefore);
    await this.letters.write(tx, AccountGoesLetter, to, { url: this.settings.pagesUrl, lastDay });
    return true;
  }

  /** Looks again while it is held: who came back, or applied, meanwhile keeps the account. */
  async #drop(tx: Tx, id: string, since: IdleSince): Promise<boolean> {
    const account = await this.accounts.lockIdle(tx, id, since);
    if (account === null || (await this.#expected(tx, [id])).size > 0) return false;
    const { accounts, letters } = this;
    await eraseAccountInTx(tx, { accounts, letters }, account, { forgetsInvitations: false });
    return true;
  }
}
