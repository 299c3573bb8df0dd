import { Injectable } from '@nestjs/common';
import { permit, platformErrors } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { archiveStore } from './archive.store.js';
import type { ArchiveRow } from './archive.store.js';

/** One's own archives here. */
@Injectable()
export class ArchiveQueries {
  /** The newest, over or not. @throws CodedError FORBIDDEN, UNAUTHENTICATED */
  async own(tx: Tx): Promise<ArchiveRow | null> {
    permit(tx.actor, 'member.export');
    const { accountId } = tx.actor;
    if (accountId === null) throw platformErrors.error('UNAUTHENTICATED', 'Sign in to do this.');
    const row = await archiveStore.newest(tx, accountId);
    const isLate = row?.state === 'ready' && row.keptUntil !== null && row.keptUntil <= tx.now;
    return row !== null && isLate ? { ...row, state: 'over', endedAt: row.keptUntil } : row;
  }
}
