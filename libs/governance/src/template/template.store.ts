import type { Tx } from '@rochdale/platform';
import { columnsOf, newId, sql } from '@rochdale/platform';
import { TemplateEntity } from './template.entity.js';
import type { Template } from './template.js';

/** The last version of a key that a co-operative ever kept. */
export interface KeptTemplate {
  readonly key: string;
  readonly version: number;
  readonly definition: Template;
  readonly retiredAt: Date | null;
}

const columns = columnsOf(TemplateEntity, {
  only: ['key', 'version', 'definition', 'retiredAt'],
});

const last = `select distinct on (key) ${columns}
  from governance.templates where cooperative_id = $1`;

const listLast = sql('governance.list-templates', `${last} order by key, version desc`);

const lock = sql(
  'governance.lock-templates',
  `select pg_advisory_xact_lock(hashtextextended('governance.templates ' || $1::text, 0))`,
);

const findLast = sql('governance.find-template', `${last} and key = $2 order by key, version desc`);

const retire = sql(
  'governance.retire-template',
  `update governance.templates set retired_at = $4
   where cooperative_id = $1 and key = $2 and version = $3 and retired_at is null`,
);

const insert = sql(
  'governance.insert-template',
  `insert into governance.templates
     (id, cooperative_id, key, version, definition, kept_at, retired_at)
   values ($1, $2, $3, $4, $5::jsonb, $6, $7)`,
);

/** A co-operative's own templates, in SQL. Versions are added and retired, never changed. */
export const templateStore = {
  /** By key; those that are out of use among them. */
  all: (tx: Tx): Promise<KeptTemplate[]> => tx.rows<KeptTemplate>(listLast, [tx.cooperativeId]),

  /**
   * Nobody else keeps or retires any until the transaction ends. What ships has no row to wait at,
   * nor has the list that is not to grow too long.
   */
  lock: async (tx: Tx): Promise<void> => void (await tx.rows(lock, [tx.cooperativeId])),

  last: (tx: Tx, key: string): Promise<KeptTemplate | null> =>
    tx.maybeOne<KeptTemplate>(findLast, [tx.cooperativeId, key]),

  retire: (tx: Tx, key: string, version: number): Promise<void> =>
    tx.change(retire, [tx.cooperativeId, key, version, tx.now]),

  /** @param retiredAt for one that nobody is to use */
  insert(
    tx: Tx,
    definition: Template,
    version: number,
    retiredAt: Date | null = null,
  ): Promise<void> {
    const { cooperativeId, now } = tx;
    const { key } = definition;
    const kept = [newId(), cooperativeId, key, version, JSON.stringify(definition), now, retiredAt];
    return tx.change(insert, kept);
  },
};
