import { Injectable } from '@nestjs/common';
import { Accounts, IdentitySettings } from '@rochdale/identity';
import { Letters } from '@rochdale/platform';
import type { Day, Tx } from '@rochdale/platform';
import { CooperativeQueries } from '../cooperative/cooperative.queries.js';
import { ownDataUrl } from '../cooperative/own-pages.js';
import { FormerMemberTold } from '../membership.events.js';
import { FormerGoesLetter } from '../membership.letters.js';
import type { Former } from './former.store.js';

/** Tells former members when they are erased, where they can be reached. */
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
  async tell(tx: Tx, { id, accountId }: Former, lastDay: Day): Promise<boolean> {
    const account = accountId === null ? null : await this.accounts.find(tx, accountId);
    if (account === null) return false;
    const { name: cooperative, slug } = await this.cooperatives.own(tx);
    const { email, name } = account;
    const to = { email, name: name === '' ? null : name, language: 'en' };
    const url = ownDataUrl(this.settings, { slug });
    await this.letters.write(tx, FormerGoesLetter, to, { cooperative, url, lastDay });
    tx.announce(FormerMemberTold.of(id, { memberId: id, lastDay }));
    return true;
  }
}
