import type { Tx } from '@rochdale/platform';
import { columnsOf, sql } from '@rochdale/platform';
import { PolicyEntity } from './policy.entity.js';

const only = ['id', 'key', 'version', 'title', 'customs', 'rule', 'ruleHash', 'retiredAt'] as const;

export type PolicyRecord = Readonly<Pick<PolicyEntity, (typeof only)[number]>>;

export type NewPolicy = Omit<PolicyRecord, 'retiredAt'> & Readonly<Pick<PolicyEntity, 'pack'>>;

const columns = columnsOf(PolicyEntity, { only });

const findInForce = sql(
  'governance.find-policy-in-force',
  `select ${columns} from governance.policies
   where key = $1 and cooperative_id = $2 and retired_at is null`,
);

const findById = sql(
  'governance.find-policy-by-id',
  `select ${columns} from governance.policies where id = $1 and cooperative_id = $2`,
);

const holdInForce = sql(
  'governance.hold-policy-in-force',
  `select ${columns} from governance.policies
   where key = $1 and cooperative_id = $2 and retired_at is null for share`,
);

const lockInForce = sql(
  'governance.lock-policies-in-force',
  `select ${columns} from governance.policies
   where key = any ($1::text[]) and cooperative_id = $2 and retired_at is null
   order by key for update`,
);

const everyInForce = sql(
  'governance.list-rules-in-force',
  `select key, rule from governance.policies
   where cooperative_id = $1 and retired_at is null`,
);

const retire = sql(
  'governance.retire-policies',
  `update governance.policies set retired_at = $2, retired_by_proposal_id = $4
   where id = any ($1::uuid[]) and cooperative_id = $3 and retired_at is null`,
);

const lastVersions = sql(
  'governance.find-last-policy-versions',
  `select key, max(version)::int as version from governance.policies
   where key = any ($1::text[]) and cooperative_id = $2 group by key`,
);

const insert = sql(
  'governance.insert-policies',
  `insert into governance.policies (id, cooperative_id, key, version, title, pack, customs, rule,
     rule_hash, adopted_at, adopted_by_member_id, adopted_by_proposal_id)
   select p.id, $2, p.key, p.version, p.title, p.pack, p.customs, p.rule, p."ruleHash", $3, $4, $5
   from jsonb_to_recordset($1::jsonb) as p (id uuid, key text, version int, title text, pack text,
     customs text[], rule jsonb, "ruleHash" text)`,
);

/** Policies in SQL. Versions are added and retired, never changed. */
export const policyStore = {
  inForce: (tx: Tx, key: string): Promise<PolicyRecord | null> =>
    tx.maybeOne<PolicyRecord>(findInForce, [key, tx.cooperativeId]),

  /**
   * The same, and no other version takes its place until the transaction ends. Who waited for one
   * that did finds the one before retired, and looks again.
   */
  async holdInForce(tx: Tx, key: string): Promise<PolicyRecord | null> {
    const hold = () => tx.maybeOne<PolicyRecord>(holdInForce, [key, tx.cooperativeId]);
    return (await hold()) ?? hold();
  },

  byId: (tx: Tx, id: string): Promise<PolicyRecord | null> =>
    tx.maybeOne<PolicyRecord>(findById, [id, tx.cooperativeId]),

  lockInForce: (tx: Tx, keys: readonly string[]): Promise<PolicyRecord[]> =>
    tx.rows<PolicyRecord>(lockInForce, [keys, tx.cooperativeId]),

  async everyInForce(tx: Tx): Promise<ReadonlyMap<string, PolicyEntity['rule']>> {
    const rows = await tx.rows<Pick<PolicyEntity, 'key' | 'rule'>>(everyInForce, [
      tx.cooperativeId,
    ]);
    return new Map(rows.map(({ key, rule }) => [key, rule]));
  },

  async lastVersions(tx: Tx, keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.rows<{ key: string; version: number }>(lastVersions, [
      keys,
      tx.cooperativeId,
    ]);
    return new Map(rows.map(({ key, version }) => [key, version]));
  },

  /** Retires versions that are locked, all of them; `by` which proposal, if by one. */
  async retire(tx: Tx, ids: readonly string[], by: string | null): Promise<void> {
    const retired = await tx.run(retire, [ids, tx.now, tx.cooperativeId, by]);
    if (retired !== ids.length) throw new Error('a policy that is locked is retired once');
  },

  insert(tx: Tx, policies: readonly NewPolicy[], by: string | null): Promise<number> {
    const { cooperativeId, now, actor } = tx;
    return tx.run(insert, [JSON.stringify(policies), cooperativeId, now, actor.memberId, by]);
  },
};
