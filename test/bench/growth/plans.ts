import type pg from 'pg';
import type { SentStatement } from '../world/recorder.js';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** A statement that reads much more than it gives. */
export interface Wasteful {
  readonly name: string;
  readonly read: number;
  readonly returned: number;
}

function rowsRead(node: PlanNode): number {
  const below = (node.Plans ?? []).reduce((sum, plan) => sum + rowsRead(plan), 0);
  if (node['Relation Name'] === undefined) return below;
  const each =
    node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0);
  return below + Math.round(each * node['Actual Loops']);
}

/** A parameter as a literal that Postgres reads as the type it wants. */
function literal(client: pg.Client, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) {
    const parts = value.map((one) => JSON.stringify(plain(one)));
    return client.escapeLiteral(`{${parts.join(',')}}`);
  }
  return client.escapeLiteral(plain(value));
}

function plain(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

/**
 * What a statement reads with those parameters under the plan for all parameters, which is the one
 * that a prepared statement ends up with.
 */
export async function planOf(
  client: pg.Client,
  cooperativeId: string,
  { name, text, values }: SentStatement,
): Promise<Wasteful> {
  await client.query('begin read only');
  try {
    await client.query(`select set_config('rochdale.cooperative_id', $1, true)`, [cooperativeId]);
    await client.query('set local plan_cache_mode = force_generic_plan');
    await client.query(`prepare measured as ${text}`);
    const given = values.map((value) => literal(client, value)).join(', ');
    const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
      `explain (analyze, timing off, format json)
       execute measured${given === '' ? '' : ` (${given})`}`,
    );
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
    if (plan === undefined) throw new Error(`${name} has no plan`);
    return { name, read: rowsRead(plan), returned: plan['Actual Rows'] };
  } finally {
    await client.query('rollback');
    await client.query('deallocate all');
  }
}
