import { ApiClient } from '@rochdale/testing';
import { newId, sha256Hex } from '@rochdale/platform';
import { randomBytes } from 'node:crypto';
import pg from 'pg';

const accounts = `insert into identity.accounts (id, name, email, created_at, updated_at)
  select id, 'Caster ' || nth, id || '@example.org', now(), now()
  from unnest($1::uuid[]) with ordinality as account (id, nth)`;
const sessions = `insert into identity.sessions (id, account_id, token_hash, expires_at,
    created_at, updated_at)
  select gen_random_uuid(), id, hash, now() + interval '7 days', now(), now()
  from unnest($1::uuid[], $2::text[]) as session (id, hash)`;
const members = `insert into membership.members (id, cooperative_id, account_id, kind, class_key,
    standing, standing_since, display_name, applied_at, admitted_at)
  select id, c.cooperative, account_id, 'person', 'worker', 'active', now(), 'Caster ' || nth,
    now(), now()
  from unnest($2::uuid[], $3::uuid[]) with ordinality as member (id, account_id, nth),
    (select $1::uuid as cooperative) c`;

/** A voter who is signed in, at each of several APIs. */
export interface Caster {
  readonly memberId: string;
  readonly at: readonly ApiClient[];
}

/** Runs statements as the owner of a database, on a connection of its own. */
export async function asOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** So many members more, made in bulk: what is tested is how they vote. */
export async function joinInBulk(
  url: string,
  cooperativeId: string,
  slug: string,
  count: number,
  apis: readonly string[],
): Promise<readonly Caster[]> {
  const made = Array.from({ length: count }, () => ({
    memberId: newId(),
    accountId: newId(),
    token: randomBytes(32).toString('base64url'),
  }));
  const accountIds = made.map(({ accountId }) => accountId);
  const hashes = made.map(({ token }) => sha256Hex(token));
  const memberIds = made.map(({ memberId }) => memberId);
  await asOwner(url, async (client) => {
    await client.query(accounts, [accountIds]);
    await client.query(sessions, [accountIds, hashes]);
    await client.query(members, [cooperativeId, memberIds, accountIds]);
  });
  return made.map(({ memberId, token }) => ({
    memberId,
    at: apis.map((api) => new ApiClient(api).in(slug).as(token)),
  }));
}

/**
 * The vote closes in so many milliseconds: nobody waits an hour for it. The owner of the tables
 * sets it, past the guards of the service.
 */
export function closeIn(url: string, proposalId: string, ms: number): Promise<unknown> {
  return asOwner(url, async (client) => {
    // Whoever holds a place is waited for, and has cast before the end is set.
    await client.query(`set session_replication_role = replica; begin`);
    await client.query('select from governance.proposals where id = $1 for update', [proposalId]);
    await client.query(
      `update governance.proposals set closes_at = clock_timestamp() + $2 * interval '1 ms'
       where id = $1`,
      [proposalId, ms],
    );
    return client.query('commit');
  });
}
