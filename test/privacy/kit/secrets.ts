import pg from 'pg';

/** What is between a member and the officers, as the database has it. */
export interface Secret {
  readonly memberId: string;
  /** Pledges, claims, payments, credits, refunds: all that is this member's, without sign. */
  readonly amountsMinor: ReadonlySet<bigint>;
  /** Moments at which this member and nobody else did, or was done, something about dues. */
  readonly instants: ReadonlySet<string>;
  readonly standing: string;
  readonly name: string;
  /** Chose that everybody reads the name. */
  readonly isPublic: boolean;
}

const amounts = `
  select member_id, amount_minor::text as amount from dues.pledges
  union select member_id, amount_minor::text from dues.invoices
  union select member_id, paid_minor::text from dues.invoices
  union select i.member_id, p.amount_minor::text
    from dues.payments p join dues.invoices i on i.id = p.invoice_id
  union select member_id, amount_minor::text from dues.credit_entries
  union select payee_id, amount_minor::text from payments.payouts
    where payee_kind = 'member' and obligation_kind = 'dues-refund'`;

const moments = `
  select member_id, chosen_at as at from dues.pledges
  union select member_id, asked_at from dues.waivers
  union select member_id, decided_at from dues.waivers
  union select member_id, paid_at from dues.invoices
  union select i.member_id, p.recorded_at
    from dues.payments p join dues.invoices i on i.id = p.invoice_id
  union select member_id, recorded_at from dues.credit_entries
  union select payee_id, set_at from payments.payee_details where payee_kind = 'member'
  union select member_id, changed_at from membership.standing_changes
    where to_standing in ('in-arrears', 'paused', 'suspended')`;

interface Person {
  readonly id: string;
  readonly name: string;
  readonly standing: string;
  readonly isPublic: boolean;
}

interface Told {
  readonly member_id: string;
  readonly amount: string;
  readonly at: Date | null;
}

function grouped<Value>(
  rows: readonly Told[],
  value: (row: Told) => Value,
): Map<string, Set<Value>> {
  const found = new Map<string, Set<Value>>();
  for (const row of rows) {
    const values = found.get(row.member_id) ?? new Set();
    found.set(row.member_id, values.add(value(row)));
  }
  return found;
}

/** Everybody's secrets, in the order in which they came to the co-operative. */
export async function secretsOf(databaseUrl: string): Promise<Secret[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const members = await client.query<Person>(
      `select id, display_name as name, standing, name_visible_to = 'public' as "isPublic"
       from membership.members
       where admitted_at is not null order by admitted_at, id`,
    );
    const told = (await client.query<Told>(amounts)).rows;
    const moved = (
      await client.query<Told>(
        `select member_id, at from (${moments}) moved where at is not null
         and (select count(distinct other.member_id) from (${moments}) other
           where other.at = moved.at) = 1`,
      )
    ).rows;
    const own = grouped(told, ({ amount }) => BigInt(amount));
    const when = grouped(moved, ({ at }) => at?.toISOString() ?? '');
    return members.rows.map(({ id, name, standing, isPublic }) => ({
      memberId: id,
      amountsMinor: new Set([...(own.get(id) ?? [])].filter((amount) => amount !== 0n)),
      instants: when.get(id) ?? new Set(),
      standing,
      name,
      isPublic,
    }));
  } finally {
    await client.end();
  }
}

/** All ids of the database, by the table that they are of. */
export async function insideIds(databaseUrl: string): Promise<Map<string, string[]>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.columns
       where column_name = 'id' and data_type = 'uuid'
         and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    const found = new Map<string, string[]>();
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ id: string }>(`select id from ${name}`);
      found.set(
        name,
        rows.map(({ id }) => id),
      );
    }
    return found;
  } finally {
    await client.end();
  }
}
