import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { assert, newId, sha256Hex } from '@rochdale/platform';
import type { Stack } from './stack.js';

export interface SeededMember {
  readonly memberId: string;
  readonly accountId: string;
  /** Opens the member's session. */
  readonly token: string;
}

/** A co-operative of 300 members, or as many as were asked for, all signed in. */
export interface SeededCooperative {
  readonly id: string;
  readonly slug: string;
  readonly members: readonly SeededMember[];
}

const memberCount = 300;

const bulk = [
  `insert into membership.cooperatives (id, slug, name, currency, time_zone, created_at, updated_at)
   values ($1, $2, 'The Bench', 'EUR', 'Europe/Berlin', now(), now())`,
  `insert into membership.member_classes (cooperative_id, key, name, may_vote, votes, open_to,
     created_at)
   values ($1, 'worker', 'Workers', true, 1, 'person', now())`,
];

const accounts = `insert into identity.accounts (id, name, email, created_at, updated_at)
  select id, 'Member ' || nth, id || '@example.org', now(), now()
  from unnest($1::uuid[]) with ordinality as account (id, nth)`;
const sessions = `insert into identity.sessions (id, account_id, token_hash, expires_at,
    created_at, updated_at)
  select gen_random_uuid(), id, hash, now() + interval '7 days', now(), now()
  from unnest($1::uuid[], $2::text[]) as session (id, hash)`;
const members = `insert into membership.members (id, cooperative_id, account_id, kind, class_key,
    standing, standing_since, display_name, applied_at, admitted_at)
  select id, $1, account_id, 'person', 'worker', 'active', now(), 'Member ' || nth, now(), now()
  from unnest($2::uuid[], $3::uuid[]) with ordinality as member (id, account_id, nth)`;

/** Runs statements as the owner, on a connection of its own. */
export async function asOwner<T>(
  stack: Stack,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * What autovacuum would know by now. It never learns that a table has no rows, and must not here:
 * every connection would keep reading such a table whole while it fills.
 */
export async function takeStatistics(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ filled: string | null }>(
    `select string_agg(relid::regclass::text, ', ') as filled from pg_stat_user_tables
     where pg_relation_size(relid) > 0`,
  );
  assert(typeof rows[0]?.filled === 'string', 'there are rows');
  await client.query(`analyze ${rows[0].filled}`);
}

/** Founds a co-operative in bulk: a bench measures the hot path, not the way there. */
export async function seedCooperative(
  stack: Stack,
  size = memberCount,
): Promise<SeededCooperative> {
  const id = newId();
  const slug = `bench-${randomBytes(6).toString('hex')}`;
  const seeded = Array.from({ length: size }, () => ({
    memberId: newId(),
    accountId: newId(),
    token: randomBytes(32).toString('base64url'),
  }));
  const accountIds = seeded.map(({ accountId }) => accountId);
  await asOwner(stack, async (client) => {
    await client.query(bulk[0] ?? '', [id, slug]);
    await client.query(bulk[1] ?? '', [id]);
    await client.query(accounts, [accountIds]);
    await client.query(sessions, [accountIds, seeded.map(({ token }) => sha256Hex(token))]);
    await client.query(members, [id, seeded.map(({ memberId }) => memberId), accountIds]);
    await takeStatistics(client);
  });
  return { id, slug, members: seeded };
}
