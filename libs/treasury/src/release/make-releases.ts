import { Injectable } from '@nestjs/common';
import { readFirstRecorded } from '@rochdale/ledger';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { FiguresTold } from './figures-told.js';
import { PersonsBehind } from './persons-behind.js';
import { readRecorded } from './recorded.js';
import { cellsOf, Out } from './release.js';
import { releaseStore } from './release.store.js';

/** What was begun in the month has to be recorded before its figures are. */
const settleMs = 3_600_000;

/**
 * Brings out the figures of each month that is over, once: what everybody reads of the books. A
 * month that was missed comes out when it is noticed, the same as it would have been.
 */
@Injectable()
export class MakeReleases {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly persons: PersonsBehind,
    private readonly told: FiguresTold,
  ) {}

  /**
   * @returns how many months came out
   * @throws CodedError FORBIDDEN
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'release.make');
    return this.unitOfWork.run(actor, async (tx) => {
      await releaseStore.lock(tx);
      const first = await readFirstRecorded(tx);
      if (first === null) return 0;
      const until = new Date(tx.now.getTime() - settleMs);
      const months = await releaseStore.unreleased(tx, first, until);
      if (months.length === 0) return 0;
      const cells = await releaseStore.cells(tx);
      const all = [...(await releaseStore.months(tx)), ...months];
      const sums = await readRecorded(tx, all, this.persons);
      const out = new Out(sums, cells, await this.told.all(tx));
      for (const month of months) {
        const found = cellsOf(sums, cells, month.month, out);
        await releaseStore.insert(tx, month, found);
        cells.push(...found);
      }
      return months.length;
    });
  }
}
