import { lockedLines } from '@rochdale/banking';
import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { SourceRowEntity } from './source-row.entity.js';

const only = ['externalId', 'version', 'json', 'sweptAt'] as const;

interface OwnSourceRow {
  readonly lineId: string;
  readonly json: string;
}

// What a source tells otherwise later is no line, and of whom the line is.
const statement = sql(
  'collections.export-own-source-rows',
  `select ${columnsOf(SourceRowEntity, { of: 'r', only })},
     ${columnsOf(SourceRowEntity, { of: 'taken', only: ['lineId'] })}
   from collections.source_rows taken
   join collections.source_rows r on r.cooperative_id = taken.cooperative_id
     and r.connection_id = taken.connection_id and r.external_id = taken.external_id
   where taken.cooperative_id = $1 and taken.line_id = any($2::uuid[]) order by r.swept_at, r.id`,
);

/**
 * What sources said of these lines, at first and later. Whoever asks knows that they are all of one
 * person; of one that is locked nobody is told who paid, whose dues a clerk says it paid.
 */
export async function ownSourceRows(
  tx: Tx,
  bankLineIds: readonly string[],
): Promise<OwnSourceRow[]> {
  const rows = await tx.rows<OwnSourceRow>(statement, [tx.cooperativeId, bankLineIds]);
  const locked = await lockedLines(tx, [...new Set(rows.map(({ lineId }) => lineId))]);
  return rows.map((row) => (locked.has(row.lineId) ? { ...row, json: '{}' } : row));
}

const toldBefore = sql(
  'collections.find-lines-of-rows',
  `select distinct ${columnsOf(SourceRowEntity, { of: 'r', only: ['id'] })},
     ${columnsOf(SourceRowEntity, { of: 'taken', only: ['lineId'] })}
   from collections.source_rows r
   join collections.source_rows taken on taken.cooperative_id = r.cooperative_id
     and taken.connection_id = r.connection_id and taken.external_id = r.external_id
   where r.cooperative_id = $1 and r.id = any($2::uuid[]) and taken.line_id is not null`,
);

interface LineOfRow {
  readonly id: string;
  readonly lineId: string;
}

const linesOf = (tx: Tx, rowIds: readonly string[]): Promise<LineOfRow[]> =>
  tx.rows<LineOfRow>(toldBefore, [tx.cooperativeId, rowIds]);

/** The lines that these rows are, or were when their source told them first. */
export async function linesOfSourceRows(tx: Tx, rowIds: readonly string[]): Promise<string[]> {
  const found = await linesOf(tx, rowIds);
  return [...new Set(found.map(({ lineId }) => lineId))];
}

/** Those of these rows of which nobody is told who paid: their line is of who was erased. */
export async function lockedRows(tx: Tx, rowIds: readonly string[]): Promise<Set<string>> {
  const found = await linesOf(tx, rowIds);
  const locked = await lockedLines(
    tx,
    found.map(({ lineId }) => lineId),
  );
  return new Set(found.flatMap(({ id, lineId }) => (locked.has(lineId) ? [id] : [])));
}
