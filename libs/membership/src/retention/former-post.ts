import { Injectable } from '@nestjs/common';
import { Accounts, IdentitySettings } from '@rochdale/identity';
import { Letters } from '@rochdale/platform';
import type { Day, Tx } from '@rochdale/platform';
import { CooperativeQueries } from '../cooperative/cooperative.queries.js';
import { ownDataUrl } from '../cooperative/own-pages.js';
import { FormerMemberOwed, FormerMemberTold } from '../membership.events.js';
import { FormerGoesLetter, FormerOwedLetter } from '../membership.letters.js';
import type { Former } from './former.store.js';

/** Tells former members when they are erased, or why not, where they can be reached. */
@Injectable()
export class FormerPost {
  constructor(
    private readonly cooperatives: CooperativeQueries,
    private readonly accounts: Accounts,
    private readonly letters: Letters,
    private readonly settings: IdentitySettings,
  ) {}

  /** Whether a letter can be written to them: to a confirmed address, where letters leave. */
  async reaches(tx: Tx, { accountId }: Former): Promise<boolean> {
    if (accountId === null || !this.letters.isDelivered) return false;
    return (await this.accounts.find(tx, accountId))?.emailVerified === true;
  }

  /** Writes it, and puts on record that it was. False where nobody is reached by now. */
  async tell(tx: Tx, former: Former, lastDay: Day): Promise<boolean> {
    const to = await this.#to(tx, former);
    if (to === null) return false;
    const where = await this.#where(tx);
    await this.letters.write(tx, FormerGoesLetter, to, { ...where, lastDay });
    tx.announce(FormerMemberTold.of(former.id, { memberId: former.id, lastDay }));
    return true;
  }

  /** The same that something waits for their word. */
  async remind(tx: Tx, former: Former): Promise<boolean> {
    const to = await this.#to(tx, former);
    if (to === null) return false;
    await this.letters.write(tx, FormerOwedLetter, to, await this.#where(tx));
    tx.announce(FormerMemberOwed.of(former.id, { memberId: former.id }));
    return true;
  }

  async #to(tx: Tx, { accountId }: Former) {
    const account = accountId === null ? null : await this.accounts.find(tx, accountId);
    if (account === null) return null;
    const { email, name } = account;
    return { email, name: name === '' ? null : name, language: 'en' };
  }

  async #where(tx: Tx): Promise<{ readonly cooperative: string; readonly url: string }> {
    const { name: cooperative, slug } = await this.cooperatives.own(tx);
    return { cooperative, url: ownDataUrl(this.settings, { slug }) };
  }
}
