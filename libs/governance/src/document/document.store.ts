import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { DocumentText } from './document.js';
import { hashOfDocument } from './document.js';
import { DocumentEntity } from './document.entity.js';

/** A version in force. */
export type DocumentRecord = Readonly<
  Pick<DocumentEntity, 'key' | 'version' | 'title' | 'text' | 'textHash'>
>;

const columns = columnsOf(DocumentEntity, {
  only: ['key', 'version', 'title', 'text', 'textHash'],
});

const inForce = sql(
  'governance.find-document-in-force',
  `select ${columns} from governance.documents
   where cooperative_id = $1 and key = $2 and retired_at is null`,
);

const lock = sql(
  'governance.lock-document-in-force',
  `select ${columns} from governance.documents
   where cooperative_id = $1 and key = $2 and retired_at is null for update`,
);

const retire = sql(
  'governance.retire-document',
  `update governance.documents set retired_at = $4, retired_by_proposal_id = $5
   where cooperative_id = $1 and key = $2 and version = $3 and retired_at is null`,
);

const insert = sql(
  'governance.insert-document',
  `insert into governance.documents (cooperative_id, key, version, title, text, text_hash,
     adopted_at, adopted_by_proposal_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

/** Documents in SQL. */
export const documentStore = {
  inForce: (tx: Tx, key: string): Promise<DocumentRecord | null> =>
    tx.maybeOne<DocumentRecord>(inForce, [tx.cooperativeId, key]),

  /** The same, and no other version takes its place until the transaction ends. */
  lock: (tx: Tx, key: string): Promise<DocumentRecord | null> =>
    tx.maybeOne<DocumentRecord>(lock, [tx.cooperativeId, key]),

  retire: (tx: Tx, { key, version }: DocumentRecord, byProposalId: string): Promise<void> =>
    tx.change(retire, [tx.cooperativeId, key, version, tx.now, byProposalId]),

  insert: (tx: Tx, version: number, adopted: DocumentText, byProposalId: string): Promise<void> =>
    tx.change(insert, [
      tx.cooperativeId,
      adopted.key,
      version,
      adopted.title,
      adopted.text,
      hashOfDocument(adopted),
      tx.now,
      byProposalId,
    ]),
};
