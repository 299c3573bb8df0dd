import type pg from 'pg';
import { asOwner } from '../world/cooperative.js';
import type { Stack } from '../world/stack.js';

/**
 * Which tables a page needs more rows of than the demo has, each with the columns that name one of
 * the copied things: they get a value of their own in every copy.
 */
const copied: readonly (readonly [table: string, own: readonly string[]])[] = [
  ['expenses.expenses', ['id', 'payout_id', 'transaction_id', 'proposal_id']],
  ['expenses.items', ['id', 'expense_id']],
  ['expenses.approvals', ['id', 'expense_id']],
  ['payments.payouts', ['id', 'obligation_id', 'end_to_end_id', 'provider_key']],
  ['governance.proposals', ['id', 'subject_id']],
  ['governance.electorate', ['proposal_id']],
  ['governance.ballots', ['id', 'proposal_id']],
];

async function copy(client: pg.Client, table: string, own: readonly string[], times: number) {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select attname as name, atttypid::regtype::text as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  const values = rows.map(({ name, type }) => {
    if (!own.includes(name)) return name;
    // Names at banks are 32 hexadecimal digits, as `md5` has them.
    const another = `md5(${name}::text || nth)`;
    return type === 'uuid' ? `${another}::uuid` : another;
  });
  await client.query(
    `insert into ${table} (${rows.map(({ name }) => name).join(', ')})
     select ${values.join(', ')} from ${table}, generate_series(1, $1) nth`,
    [times],
  );
}

/** Everybody who may vote has voted, so that a proposal has as many ballots as a page shows. */
const ballots = `insert into governance.ballots (id, cooperative_id, proposal_id, member_id, mark,
    weight, cast_at, cast_via)
  select gen_random_uuid(), cooperative_id, proposal_id, member_id, '"agree"',
    weight, now(), 'session'
  from governance.electorate one where not exists (select from governance.ballots done
    where done.proposal_id = one.proposal_id and done.member_id = one.member_id)`;

/** So many copies beside each row of the demo, so that every page is full. */
export async function copyRows(stack: Stack, times: number): Promise<void> {
  await asOwner(stack, async (client) => {
    // Only the shape of the pages counts here, so the guards of each change are asleep.
    await client.query('set session_replication_role = replica');
    for (const [table, own] of copied) await copy(client, table, own, times);
    await client.query(ballots);
    await client.query('analyze');
  });
}
