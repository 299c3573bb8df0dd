import { columnsOf, keptFile, sql } from '@rochdale/platform';
import type { Some, Tx } from '@rochdale/platform';
import { StatusReportEntity } from './status-report.entity.js';

const without = ['cooperativeId', 'bytes', 'receivedByAccountId'] as const;

/** A report without its bytes. */
export type StatusReportRow = Readonly<Omit<StatusReportEntity, (typeof without)[number]>>;

const purpose = 'status report';
const columns = columnsOf(StatusReportEntity, { without });
const insert = sql(
  'payouts.insert-status-report',
  `insert into payments.status_reports (id, cooperative_id, payment_file_id, name, format, bytes,
     sha256, size_bytes, words, received_by_account_id, received_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11)
   on conflict (cooperative_id, sha256) do nothing
   returning ${columns}`,
);
const byContent = sql(
  'payouts.find-status-report',
  `select ${columns} from payments.status_reports where cooperative_id = $1 and sha256 = $2`,
);
const ofFiles = sql(
  'payouts.list-status-reports-of-files',
  `select ${columns} from payments.status_reports
   where cooperative_id = $1 and payment_file_id = any($2::uuid[]) order by received_at, id`,
);

const findPlain = sql(
  'payouts.find-plain-status-reports',
  `select id, bytes from payments.status_reports
   where cooperative_id = $1 and length(bytes) > 0 and not payments.is_sealed(bytes)
   order by id limit $2 offset $3`,
);
const seal = sql(
  'payouts.set-status-report-sealed',
  `update payments.status_reports set bytes = $3
   where cooperative_id = $1 and id = $2 and length(bytes) > 0 and not payments.is_sealed(bytes)`,
);

export const statusReportStore = {
  /** Null when the same bytes were taken in meanwhile. */
  insert: (tx: Tx, report: StatusReportRow, bytes: Uint8Array) =>
    tx.maybeOne<StatusReportRow>(insert, [
      report.id,
      tx.cooperativeId,
      report.paymentFileId,
      report.name,
      report.format,
      keptFile.seal(purpose, report.id, bytes),
      report.sha256,
      report.sizeBytes,
      JSON.stringify(report.words),
      tx.actor.accountId,
      report.receivedAt,
    ]),

  /** Reports from before they were sealed, so many of them: how many there were. */
  sealPlain: async (tx: Tx, { atMost, but }: Some): Promise<number> => {
    const values = [tx.cooperativeId, atMost, but];
    const plain = await tx.rows<{ id: string; bytes: Buffer }>(findPlain, values);
    for (const { id, bytes } of plain) {
      await tx.change(seal, [tx.cooperativeId, id, keptFile.seal(purpose, id, bytes)]);
    }
    return plain.length;
  },

  byContent: (tx: Tx, sha256: string) =>
    tx.maybeOne<StatusReportRow>(byContent, [tx.cooperativeId, sha256]),

  /** The oldest first. */
  ofFiles: (tx: Tx, paymentFileIds: readonly string[]) =>
    tx.rows<StatusReportRow>(ofFiles, [tx.cooperativeId, paymentFileIds]),
};
