import { Injectable } from '@nestjs/common';
import { columnsOf, may, permit, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { DocumentEntity } from './document.entity.js';

const without = ['cooperativeId', 'text'] as const;

/** A version, without its text: that is long, and asked for by few. */
export type DocumentView = Readonly<Omit<DocumentEntity, (typeof without)[number]>>;

/** A version by its number, and its text. */
export type DocumentBody = Readonly<Pick<DocumentEntity, 'key' | 'version' | 'text'>>;

const columns = columnsOf(DocumentEntity, { of: 'd', without });

// Who reads the decision reads what it adopted: one thing says what is for members alone.
const joined = `governance.documents d join governance.proposals p
  on p.cooperative_id = d.cooperative_id and p.id = d.adopted_by_proposal_id`;
const readBy = (isInside: string): string => `(${isInside}::boolean or p.visibility = 'public')`;

const inForce = sql(
  'governance.list-documents-in-force',
  `select ${columns} from ${joined}
   where d.cooperative_id = $1 and d.retired_at is null and ${readBy('$2')}
   order by d.key limit 500`,
);

const versions = sql(
  'governance.list-versions-of-document',
  `select ${columns} from ${joined}
   where d.cooperative_id = $1 and d.key = $3 and ${readBy('$2')}
   order by d.version desc limit 500`,
);

const texts = sql(
  'governance.read-texts-of-documents',
  `select ${columnsOf(DocumentEntity, { of: 'd', only: ['key', 'version', 'text'] })}
   from unnest($3::text[], $4::int[]) as asked (key, version)
   join governance.documents d on d.key = asked.key and d.version = asked.version
   join governance.proposals p
     on p.cooperative_id = d.cooperative_id and p.id = d.adopted_by_proposal_id
   where d.cooperative_id = $1 and ${readBy('$2')}`,
);

const isInside = (tx: Tx): boolean => may(tx.actor, 'proposal.read').allowed;

/**
 * What a co-operative gave itself in writing. For everybody, but for what was adopted by a decision
 * that is its members' alone.
 */
@Injectable()
export class DocumentQueries {
  /** The versions in force, by key. */
  async inForce(tx: Tx): Promise<DocumentView[]> {
    permit(tx.actor, 'document.read');
    return tx.rows<DocumentView>(inForce, [tx.actor.cooperativeId, isInside(tx)]);
  }

  /** Every version that there was, the newest first; none of a key that never was. */
  async history(tx: Tx, key: string): Promise<DocumentView[]> {
    permit(tx.actor, 'document.read');
    return tx.rows<DocumentView>(versions, [tx.actor.cooperativeId, isInside(tx), key]);
  }

  /** Texts of versions that the reader may see, in no order. */
  async texts(tx: Tx, asked: readonly Omit<DocumentBody, 'text'>[]): Promise<DocumentBody[]> {
    permit(tx.actor, 'document.read');
    return tx.rows<DocumentBody>(texts, [
      tx.actor.cooperativeId,
      isInside(tx),
      asked.map(({ key }) => key),
      asked.map(({ version }) => version),
    ]);
  }
}
