import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { PersonsBehind } from './persons-behind.js';
import { readRecorded } from './recorded.js';
import { duesOfCells, sharesOf } from './release.js';
import { releaseStore } from './release.store.js';
import type { Shares } from '../solving/shares.js';

export interface Released {
  readonly shares: readonly Shares[];
  /** What they say of members' dues, to be solved like equations. */
  readonly dues: readonly Shares[];
}

/** Who is behind the figures that are out, for rooms that tell amounts of their own. */
@Injectable()
export class ReleasedFigures {
  constructor(private readonly persons: PersonsBehind) {}

  /**
   * One at a time tells amounts: whoever tells more looks at what was told before. Taken before
   * anything of it is read.
   */
  lock(tx: Tx): Promise<void> {
    return releaseStore.lock(tx);
  }

  /** In parts of a minor unit. */
  async all(tx: Tx): Promise<Released> {
    const cells = await releaseStore.cells(tx);
    if (cells.length === 0) return { shares: [], dues: [] };
    const sums = await readRecorded(tx, await releaseStore.months(tx), this.persons);
    return {
      shares: cells.map((cell) => sharesOf(sums, cells, cell)),
      dues: duesOfCells(sums, cells).map(({ row }) => row),
    };
  }
}
