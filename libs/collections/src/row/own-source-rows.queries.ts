import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { SourceRowEntity } from './source-row.entity.js';

const only = ['externalId', 'version', 'json', 'lineId', 'sweptAt'] as const;
const statement = sql(
  'collections.export-own-source-rows',
  `select ${columnsOf(SourceRowEntity, { only })} from collections.source_rows
   where cooperative_id = $1 and line_id = any($2::uuid[]) order by swept_at, id`,
);

/** What sources said of these lines. Whoever asks knows that they are all of one person. */
export const ownSourceRows = (tx: Tx, bankLineIds: readonly string[]): Promise<object[]> =>
  tx.rows(statement, [tx.cooperativeId, bankLineIds]);

const toldBefore = sql(
  'collections.find-lines-of-rows',
  `select distinct ${columnsOf(SourceRowEntity, { of: 'taken', only: ['lineId'] })}
   from collections.source_rows r
   join collections.source_rows taken on taken.cooperative_id = r.cooperative_id
     and taken.connection_id = r.connection_id and taken.external_id = r.external_id
   where r.cooperative_id = $1 and r.id = any($2::uuid[]) and taken.line_id is not null`,
);

/** The lines that these rows are, or were when their source told them first. */
export async function linesOfSourceRows(tx: Tx, rowIds: readonly string[]): Promise<string[]> {
  const found = await tx.rows<{ lineId: string }>(toldBefore, [tx.cooperativeId, rowIds]);
  return found.map(({ lineId }) => lineId);
}
