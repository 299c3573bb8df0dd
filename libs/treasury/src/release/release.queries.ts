import { Injectable } from '@nestjs/common';
import { permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { grouped } from './grouped.js';
import type { ReleaseCell } from './release.js';
import { releaseStore } from './release.store.js';

/** The figures that came out for a month, and may count months before it that had to wait. */
export interface Release {
  readonly month: string;
  readonly cells: readonly ReleaseCell[];
}

/** What everybody reads of the books. */
@Injectable()
export class ReleaseQueries {
  /** All releases, the oldest first, with those in which nothing came out. */
  async all(tx: Tx): Promise<Release[]> {
    permit(tx.actor, 'treasury.read');
    const months = await releaseStore.months(tx);
    const cells = grouped(await releaseStore.cells(tx), ({ month }) => month);
    return months.map(({ month }) => ({ month, cells: cells.get(month) ?? [] }));
  }
}
