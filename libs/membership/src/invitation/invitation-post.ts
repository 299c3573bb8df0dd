import { Injectable } from '@nestjs/common';
import { IdentitySettings, rateLimited, RateLimits } from '@rochdale/identity';
import { dayOf, Letters } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { cooperativeStore } from '../cooperative/cooperative.store.js';
import { noticeUrl } from '../cooperative/own-pages.js';
import { InvitationLetter } from '../membership.letters.js';
import type { InvitationRow } from './invitation.store.js';

/** A co-operative that moves in writes to all its members; nobody is written to without end. */
const byCooperative = { name: 'invitations', max: 200, windowSeconds: 3600, isQuiet: true };
const byAddress = { name: 'invitations-to', max: 5, windowSeconds: 3600, isQuiet: true };

/** Writes the letters of invitations, and no more of them than anybody should get. */
@Injectable()
export class InvitationPost {
  constructor(
    private readonly letters: Letters,
    private readonly settings: IdentitySettings,
    private readonly rateLimits: RateLimits,
  ) {}

  /** Counts in a transaction of its own. @throws CodedError RATE_LIMITED */
  async demandRoom(cooperativeId: string, email: string): Promise<void> {
    for (const [rule, subject] of [
      [byAddress, `${cooperativeId}\n${email}`],
      [byCooperative, cooperativeId],
    ] as const) {
      const { allowed, retryAfterSeconds } = await this.rateLimits.consume(rule, subject);
      if (!allowed) throw rateLimited(retryAfterSeconds);
    }
  }

  /** In the caller's transaction. */
  async write(
    tx: Tx,
    { email, name, expiresAt }: InvitationRow & { readonly email: string },
    token: string,
  ): Promise<void> {
    const [cooperative] = await cooperativeStore.findMany(tx, [tx.cooperativeId]);
    await this.letters.write(
      tx,
      InvitationLetter,
      { email, name, language: 'en' },
      {
        cooperative: cooperative?.name ?? '',
        url: `${this.settings.pagesUrl}/invitation?token=${encodeURIComponent(token)}`,
        lastDay: dayOf(expiresAt, cooperative?.timeZone),
        noticeUrl: noticeUrl(this.settings, { slug: cooperative?.slug ?? '' }),
      },
    );
  }
}
