import {
  canonicalJson,
  columnsOf,
  defineKeptFiles,
  digestOfNothing,
  sql,
} from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BankLineEntity } from '../bank-line/bank-line.entity.js';
import { BankStatementEntity } from './bank-statement.entity.js';
import type { KeptRefusal, KeptWarning } from './kept-warning.js';
import { StatementFileEntity } from './statement-file.entity.js';

export type StatementFileRow = Readonly<
  Omit<StatementFileEntity, 'cooperativeId' | 'receivedByAccountId'>
>;

/** What whoever put a file in said of it. */
type SaidOfFileRow = Pick<StatementFileRow, 'csvProfile' | 'bankAccountId' | 'monthFirst'>;

export const statementFileColumns = columnsOf(StatementFileEntity, {
  without: ['cooperativeId', 'receivedByAccountId'],
});

const insertFile = sql(
  'banking.insert-statement-file',
  `insert into payments.statement_files (id, cooperative_id, name, sha256, size_bytes, csv_profile,
     received_by_account_id, received_at, bank_account_id, month_first)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
   on conflict (cooperative_id, sha256) do nothing returning ${statementFileColumns}`,
);
const fileByContent = sql(
  'banking.find-statement-file-by-content',
  `select ${statementFileColumns} from payments.statement_files
   where cooperative_id = $1 and sha256 = $2`,
);
// Of one whose term is over the row stays, without what it was called and held.
const endedFiles = sql(
  'banking.find-ended-statement-files',
  `select id from payments.statement_files
   where cooperative_id = $1 and id = any($2::uuid[]) and sha256 = ${digestOfNothing}`,
);
const wholeFiles = sql(
  'banking.list-whole-statement-files',
  `select id from payments.statement_files
   where cooperative_id = $1 and sha256 <> ${digestOfNothing}`,
);
const knownFiles = sql(
  'banking.find-known-statement-files',
  `select id from payments.statement_files where cooperative_id = $1 and id = any($2::uuid[])`,
);
const reopen = sql(
  'banking.reopen-refused-statement-file',
  `update payments.statement_files set state = 'received', csv_profile = $3,
     bank_account_id = $4, month_first = $5, refusal_code = null, refusal_message = null,
     read_at = null, warnings = '[]'::jsonb
   where cooperative_id = $1 and sha256 = $2 and state = 'refused'
   returning ${statementFileColumns}`,
);
const lockFile = sql(
  'banking.lock-statement-file',
  `select ${statementFileColumns} from payments.statement_files
   where cooperative_id = $1 and id = $2 for update`,
);
const closeFile = sql(
  'banking.close-statement-file',
  `update payments.statement_files set state = $3, format = $4, version = $5, refusal_code = $6,
     refusal_message = $7, warnings = $8::jsonb, read_at = $9
   where cooperative_id = $1 and id = $2 and state = 'received'`,
);
const warn = sql(
  'banking.change-file-warnings',
  `update payments.statement_files set warnings = warnings || $3::jsonb
   where cooperative_id = $1 and id = $2 and not warnings @> $3::jsonb`,
);
const fileOfLine = sql(
  'banking.find-file-of-line',
  `select ${columnsOf(BankStatementEntity, { of: 's', only: ['fileId'] })}
   from payments.bank_lines l join payments.bank_statements s
     on s.cooperative_id = l.cooperative_id and s.id = l.statement_id
   where l.cooperative_id = $1 and l.id = $2`,
);
const insertStatement = sql(
  'banking.insert-bank-statement',
  `insert into payments.bank_statements (id, cooperative_id, file_id, bank_account_id, reference,
     from_date, to_date, opening_minor, closing_minor, balanced, lines_new, lines_known,
     recorded_at, format, sequence, lines_unclear)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
);
const confirm = sql(
  'banking.confirm-flagged-lines',
  `with confirmed as (
     update payments.bank_lines set state = 'new'
     where cooperative_id = $1 and bank_account_id = $2
       and entry_id = any($3::uuid[]) and state = 'flagged' returning statement_id)
   select ${columnsOf(BankLineEntity, { only: ['statementId'] })}, count(*)::int as lines
   from confirmed
   group by statement_id order by statement_id`,
);

/** Lines of a statement: recorded by it, known before, and of the recorded those that wait. */
export type LineCounts = Readonly<
  Pick<BankStatementEntity, 'linesNew' | 'linesKnown' | 'linesUnclear'>
>;

export type StatementDraft = Readonly<
  Omit<BankStatementEntity, 'cooperativeId' | keyof LineCounts | 'recordedAt'>
>;

export interface FileReading {
  readonly state: 'read' | 'refused';
  readonly format?: string;
  readonly version?: string;
  readonly refusal?: KeptRefusal;
  readonly warnings: readonly KeptWarning[];
}

export const statementStore = {
  insertFile: (
    tx: Tx,
    file: SaidOfFileRow & Pick<StatementFileRow, 'id' | 'name' | 'sha256' | 'sizeBytes'>,
  ) =>
    tx.maybeOne<StatementFileRow>(insertFile, [
      file.id,
      tx.cooperativeId,
      file.name,
      file.sha256,
      file.sizeBytes,
      file.csvProfile,
      tx.actor.accountId,
      tx.now,
      file.bankAccountId,
      file.monthFirst,
    ]),

  fileByContent: (tx: Tx, sha256: string) =>
    tx.maybeOne<StatementFileRow>(fileByContent, [tx.cooperativeId, sha256]),

  /** Those of these files whose bytes are to go. */
  endedFiles: async (tx: Tx, ids: readonly string[]): Promise<string[]> => {
    const found = await tx.rows<{ id: string }>(endedFiles, [tx.cooperativeId, ids]);
    return found.map(({ id }) => id);
  },

  /** Those whose bytes are there. */
  wholeFiles: async (tx: Tx): Promise<string[]> => {
    const found = await tx.rows<{ id: string }>(wholeFiles, [tx.cooperativeId]);
    return found.map(({ id }) => id);
  },

  /** Those of these files that are known. */
  knownFiles: async (tx: Tx, ids: readonly string[]): Promise<string[]> => {
    const found = await tx.rows<{ id: string }>(knownFiles, [tx.cooperativeId, ids]);
    return found.map(({ id }) => id);
  },

  /** A refused file comes again: it is read anew. Null when it was not refused. */
  reopen: (tx: Tx, sha256: string, said: SaidOfFileRow) =>
    tx.maybeOne<StatementFileRow>(reopen, [
      tx.cooperativeId,
      sha256,
      said.csvProfile,
      said.bankAccountId,
      said.monthFirst,
    ]),

  lockFile: (tx: Tx, id: string) => tx.maybeOne<StatementFileRow>(lockFile, [tx.cooperativeId, id]),

  /** Notes what became of a locked file that was received. Asserts that it still was. */
  closeFile: (tx: Tx, id: string, reading: FileReading) =>
    tx.change(closeFile, [
      tx.cooperativeId,
      id,
      reading.state,
      reading.format ?? null,
      reading.version ?? null,
      reading.refusal?.refusalCode ?? null,
      reading.refusal?.refusalMessage ?? null,
      canonicalJson(reading.warnings),
      tx.now,
    ]),

  /** The file that brought a line; null for one that a source told. */
  fileOfLine: async (tx: Tx, lineId: string): Promise<string | null> => {
    const row = await tx.maybeOne<{ fileId: string }>(fileOfLine, [tx.cooperativeId, lineId]);
    return row?.fileId ?? null;
  },

  /** Notes once, with a file, what a person should know about one of its lines. */
  warn: (tx: Tx, fileId: string, warning: KeptWarning) =>
    tx.run(warn, [tx.cooperativeId, fileId, canonicalJson([warning])]),

  insertStatement: (tx: Tx, draft: StatementDraft, counts: LineCounts) =>
    tx.run(insertStatement, [
      draft.id,
      tx.cooperativeId,
      draft.fileId,
      draft.bankAccountId,
      draft.reference,
      draft.fromDate,
      draft.toDate,
      draft.openingMinor,
      draft.closingMinor,
      draft.balanced,
      counts.linesNew,
      counts.linesKnown,
      tx.now,
      draft.format,
      draft.sequence,
      counts.linesUnclear,
    ]),

  /** Takes the flag off these entries; by the statement that brought them, how many they were. */
  confirm: async (
    tx: Tx,
    bankAccountId: string,
    entryIds: readonly string[],
  ): Promise<ReadonlyMap<string, number>> => {
    const rows = await tx.rows<{ statementId: string; lines: number }>(confirm, [
      tx.cooperativeId,
      bankAccountId,
      entryIds,
    ]);
    return new Map(rows.map((row) => [row.statementId, row.lines]));
  },
};

defineKeptFiles({
  folder: (cooperativeId) => `${cooperativeId}/statements`,
  known: statementStore.knownFiles,
  whole: statementStore.wholeFiles,
  ended: statementStore.endedFiles,
});
