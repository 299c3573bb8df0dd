import { Injectable } from '@nestjs/common';
import { Accounts, rateLimited, RateLimits } from '@rochdale/identity';
import { assert, newId, permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { MakeArchiveJob } from '../membership.jobs.js';
import { archiveStore } from './archive.store.js';
import type { ArchiveRow } from './archive.store.js';

/** Each reads everything that there is of a person, files too. */
const byPerson = { name: 'archives', max: 5, windowSeconds: 24 * 3600, isQuiet: true };

/** Has an archive made of everything that is kept about the person here. */
@Injectable()
export class RequestOwnArchive {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly rateLimits: RateLimits,
    private readonly accounts: Accounts,
  ) {}

  /**
   * The one that is under way or waits to be fetched, where there is one: asking again asks for
   * nothing more.
   *
   * @throws CodedError FORBIDDEN, UNAUTHENTICATED, RATE_LIMITED
   */
  async execute(actor: Actor): Promise<ArchiveRow> {
    permit(actor, 'member.export');
    const { accountId, cooperativeId } = actor;
    if (accountId === null) throw platformErrors.error('UNAUTHENTICATED', 'Sign in to do this.');
    const open = await this.unitOfWork.run(actor, async (tx) => {
      await archiveStore.end(tx);
      return archiveStore.newest(tx, accountId);
    });
    if (open?.state === 'asked' || open?.state === 'ready') return open;
    const counted = `${cooperativeId ?? ''}\n${accountId}`;
    const { allowed, retryAfterSeconds } = await this.rateLimits.consume(byPerson, counted);
    if (!allowed) throw rateLimited(retryAfterSeconds);
    return this.unitOfWork.run(actor, async (tx) => {
      // Who erases the account, here or elsewhere, waits and ends it, or was first.
      await this.accounts.hold(tx, accountId);
      const made = await archiveStore.insert(tx, newId(), accountId);
      const archive = made ?? (await archiveStore.newest(tx, accountId));
      assert(archive !== null, 'where none could be asked for, one is there');
      if (made !== null) {
        const asked = { cooperativeId: tx.cooperativeId, archiveId: made.id };
        tx.enqueue(MakeArchiveJob, asked, { key: made.id });
      }
      return archive;
    });
  }
}
