import { Injectable } from '@nestjs/common';
import { Accounts, IdentitySettings } from '@rochdale/identity';
import { Letters } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { cooperativeStore } from '../cooperative/cooperative.store.js';
import { ownDataUrl } from '../cooperative/own-pages.js';
import { ArchiveReadyLetter } from '../membership.letters.js';
import { archiveKeptHours } from './archive.js';

/** Tells a person that their archive is ready; it says nothing of what is in it. */
@Injectable()
export class ArchivePost {
  constructor(
    private readonly letters: Letters,
    private readonly accounts: Accounts,
    private readonly settings: IdentitySettings,
  ) {}

  /** Whether there is anybody to hand it to: an account may be erased meanwhile, elsewhere too. */
  async isAnybodyThere(tx: Tx, accountId: string): Promise<boolean> {
    return (await this.accounts.find(tx, accountId)) !== null;
  }

  /** The same until the transaction ends: who erases the account finds what is written in it. */
  holdsAnybody(tx: Tx, accountId: string): Promise<boolean> {
    return this.accounts.isHeld(tx, accountId);
  }

  /** In the caller's transaction. */
  async write(tx: Tx, accountId: string): Promise<void> {
    const account = await this.accounts.find(tx, accountId);
    if (account === null) return;
    const { email, name } = account;
    const [cooperative] = await cooperativeStore.findMany(tx, [tx.cooperativeId]);
    const to = { email, name: name === '' ? null : name, language: 'en' };
    await this.letters.write(tx, ArchiveReadyLetter, to, {
      cooperative: cooperative?.name ?? '',
      hours: archiveKeptHours,
      url: ownDataUrl(this.settings, { slug: cooperative?.slug ?? '' }),
    });
  }
}
