import { Injectable } from '@nestjs/common';
import { columnsOf, keysetList, permit } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { lockedRows } from './own-source-rows.queries.js';
import { SourceRowEntity } from './source-row.entity.js';

const shown = ['id', 'connectionId', 'externalId', 'version', 'json', 'waits', 'sweptAt'] as const;

export type SourceRowView = Readonly<Pick<SourceRowEntity, (typeof shown)[number]>>;

const waiting = keysetList<SourceRowView>({
  name: 'collections.list-waiting-rows',
  select: columnsOf(SourceRowEntity, { only: shown }),
  from: 'collections.source_rows',
  where: `cooperative_id = :cooperativeId and state = 'waiting'`,
  keys: [{ column: 'id', field: 'id', type: 'id' }],
});

/** Of who was erased no clerk reads what a source tells otherwise of a payment of theirs. */
async function withoutErased(tx: Tx, rows: readonly SourceRowView[]): Promise<SourceRowView[]> {
  const ids = rows.map(({ id }) => id);
  const locked = ids.length === 0 ? new Set() : await lockedRows(tx, ids);
  return rows.map((row) => (locked.has(row.id) ? { ...row, json: '{}' } : row));
}

/** What clerks see of rows that wait for them: who paid included. */
@Injectable()
export class SourceRowQueries {
  /** Newest first. @throws CodedError FORBIDDEN, INVALID_CURSOR */
  async waiting(tx: Tx, request: PageRequest): Promise<Page<SourceRowView>> {
    permit(tx.actor, 'money-source.read');
    const page = await waiting.page(tx, request);
    return { ...page, rows: await withoutErased(tx, page.rows) };
  }

  /** Those of them that wait. @throws CodedError FORBIDDEN */
  async waitingByIds(tx: Tx, ids: readonly string[]): Promise<SourceRowView[]> {
    permit(tx.actor, 'money-source.read');
    return withoutErased(tx, await waiting.find(tx, ids));
  }
}
