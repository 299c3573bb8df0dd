import { Injectable } from '@nestjs/common';
import { Accounts, IdentitySettings } from '@rochdale/identity';
import type { AccountRow } from '@rochdale/identity';
import { dayOf, Letters } from '@rochdale/platform';
import type { Day, Tx } from '@rochdale/platform';
import { CooperativeQueries } from '../cooperative/cooperative.queries.js';
import { ownDataUrl } from '../cooperative/own-pages.js';
import { ApplicationLapsedLetter, ApplicationLapsesLetter } from '../membership.letters.js';

/** Who asked to join, and when. */
interface Asked {
  readonly accountId: string | null;
  readonly appliedAt: Date;
}

/** Tells applicants whom nobody answers what becomes of their application. */
@Injectable()
export class ApplicantPost {
  constructor(
    private readonly cooperatives: CooperativeQueries,
    private readonly accounts: Accounts,
    private readonly letters: Letters,
    private readonly settings: IdentitySettings,
  ) {}

  /** That it lapses after that day, to whom a letter reaches. */
  async tellBefore(tx: Tx, { accountId, appliedAt }: Asked, lastDay: Day): Promise<void> {
    const account = await this.#known(tx, accountId);
    if (account === null) return;
    const said = await this.#said(tx);
    const appliedOn = dayOf(appliedAt, await tx.timeZone());
    const data = { ...said, appliedOn, lastDay };
    await this.letters.write(tx, ApplicationLapsesLetter, toOf(account), data);
  }

  /** That it has, to whom a letter reaches. */
  async tellAfter(tx: Tx, accountId: string | null): Promise<void> {
    const account = await this.#known(tx, accountId);
    if (account === null) return;
    const said = await this.#said(tx);
    await this.letters.write(tx, ApplicationLapsedLetter, toOf(account), said);
  }

  async #said(tx: Tx): Promise<{ cooperative: string; url: string }> {
    const { name: cooperative, slug } = await this.cooperatives.own(tx);
    return { cooperative, url: ownDataUrl(this.settings, { slug }) };
  }

  /** Their confirmed address, where letters leave. */
  async #known(tx: Tx, accountId: string | null): Promise<AccountRow | null> {
    if (accountId === null || !this.letters.isDelivered) return null;
    const account = await this.accounts.find(tx, accountId);
    return account?.emailVerified === true ? account : null;
  }
}

const toOf = ({ email, name }: AccountRow) => ({
  email,
  name: name === '' ? null : name,
  language: 'en',
});
