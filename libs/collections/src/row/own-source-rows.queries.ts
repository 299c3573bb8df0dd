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
