import { Injectable } from '@nestjs/common';
import { permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { collectionsErrors } from '../collections.errors.js';
import { SourceRowClosed } from '../collections.events.js';
import { sourceRowStore } from './source-row.store.js';

export interface CloseSourceRowInput {
  readonly rowId: string;
  /** What came of it: where it was booked by hand, or why it is nothing. */
  readonly because: string;
}

/** A treasurer has seen to a row that could not become a line by itself. */
@Injectable()
export class CloseSourceRow {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN, INVALID_INPUT, SOURCE_ROW_NOT_FOUND, SOURCE_ROW_SETTLED */
  async execute(actor: Actor, input: CloseSourceRowInput): Promise<void> {
    permit(actor, 'source-row.close');
    const because = input.because.trim();
    if (because === '' || because.length > 500) {
      throw platformErrors.error('INVALID_INPUT', 'Say in 1 to 500 characters what came of it.', {
        path: ['because'],
      });
    }
    const path = ['rowId'];
    await this.unitOfWork.run(actor, async (tx) => {
      const row = await sourceRowStore.lock(tx, input.rowId);
      if (row === null) {
        throw collectionsErrors.error('SOURCE_ROW_NOT_FOUND', 'There is no such row.', { path });
      }
      if (row.state !== 'waiting') {
        throw collectionsErrors.error('SOURCE_ROW_SETTLED', 'This row does not wait for anybody.', {
          path,
        });
      }
      await sourceRowStore.close(tx, row.id, because);
      const { connectionId, id: rowId, waits } = row;
      tx.announce(SourceRowClosed.of(connectionId, { connectionId, rowId, waits: waits ?? '' }));
    });
  }
}
