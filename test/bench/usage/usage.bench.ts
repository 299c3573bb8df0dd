import { randomBytes } from 'node:crypto';
import { assert, newId, sha256Hex, toMemberId } from '@rochdale/platform';
import { exactFigure, figure } from '../figure.js';
import type { BenchFigure } from '../figure.js';
import { asOwner, seedCooperative } from '../world/cooperative.js';
import type { SeededCooperative } from '../world/cooperative.js';
import { rawPerSecond, requestsUnderLoad } from '../world/load.js';
import { statementsOf } from '../world/observed-api.js';
import type { Ask } from '../world/observed-api.js';
import type { SentStatement } from '../world/recorder.js';
import { stackUnderMeasure } from '../world/stack.js';
import type { Stack } from '../world/stack.js';

/** As a partner with much to tell sends it: the largest batches, a few at a time. */
const batchSize = 1_000;
const connections = 4;

/** A partner with a meter and a key, known by its hash alone. */
async function seedPartner(
  stack: Stack,
  cooperative: SeededCooperative,
): Promise<{ key: string; partnerId: string }> {
  const partnerId = newId();
  const key = `rck_${randomBytes(32).toString('base64url')}`;
  await asOwner(stack, async (client) => {
    await client.query(
      `insert into partners.partners (id, cooperative_id, name, agreed_on, created_at)
       values ($1, $2, 'Partner', '2026-01-01', now())`,
      [partnerId, cooperative.id],
    );
    await client.query(
      `insert into partners.meters (id, cooperative_id, key, name, unit, aggregation, created_at)
       values ($1, $2, 'hours', 'Hours', 'h', 'sum', now())`,
      [newId(), cooperative.id],
    );
    await client.query(
      `insert into identity.api_keys (id, cooperative_id, partner_id, name, token_hash, hint,
         scopes, created_at)
       values ($1, $2, $3, 'bench', $4, 'rck_benc', array['usage:write', 'usage:read',
         'partners:read', 'partners:write'], now())`,
      [newId(), cooperative.id, partnerId, sha256Hex(key)],
    );
  });
  return { key, partnerId };
}

/** Batches whose events were never sent before: `#` in an id becomes the batch's number. */
function batches(
  { key, partnerId }: { key: string; partnerId: string },
  cooperative: SeededCooperative,
): () => Ask {
  const time = new Date(Date.now() - 3_600_000).toISOString();
  const memberIds = cooperative.members.map(({ memberId }) => memberId);
  const events = Array.from({ length: batchSize }, (_, nth) => ({
    specversion: '1.0',
    type: 'coop.rochdale.usage.v1',
    source: 'https://partner.example/streams',
    id: `#-${nth}`,
    subject: toMemberId(memberIds[nth % memberIds.length] ?? '', `partner ${partnerId}`),
    time,
    data: { meter: 'hours', quantity: `${1 + (nth % 9)}.25` },
  }));
  const template = JSON.stringify(events);
  return () => ({
    path: '/partner/v1/usage-events',
    headers: { 'content-type': 'application/cloudevents-batch+json', 'x-api-key': key },
    body: template.replaceAll('#', newId()),
  });
}

/** The recorded insert with fresh event ids; the rest as it was. */
function again(statements: readonly SentStatement[]): SentStatement[] {
  const prefix = newId();
  return statements.map((statement) => {
    if (statement.name !== 'partners.insert-usage-events') return statement;
    const values = [...statement.values];
    values[3] = String(values[3]).replaceAll(/"[0-9a-f-]{36}-/g, `"${prefix}-`);
    return { ...statement, values };
  });
}

/**
 * A partner reports batches of 1,000 new events by API key: read, checked against meters and
 * members, deduplicated, durable. The baseline is the same SQL alone.
 */
export async function run(): Promise<BenchFigure[]> {
  const stack = stackUnderMeasure();
  const cooperative = await seedCooperative(stack);
  const next = batches(await seedPartner(stack, cooperative), cooperative);
  const statements = await statementsOf(stack, next);
  const insert = statements.some(({ name }) => name === 'partners.insert-usage-events');
  assert(insert, 'a batch is one insert');
  const baseline = await rawPerSecond(
    stack,
    () => ({ cooperativeId: cooperative.id, readOnly: false, statements: again(statements) }),
    { connections },
  );
  const { perSecond, cpuMs } = await requestsUnderLoad(
    stack,
    () => ({ method: 'POST', ...next() }),
    (body) => body.startsWith(`{"accepted":${batchSize},`),
    connections,
  );
  const name = 'usage in batches of 1,000 over HTTP, four at a time, beside its SQL';
  return [
    figure(name, 'events/s', perSecond * batchSize, baseline * batchSize),
    exactFigure('… of the API’s processor time, an event', 'µs CPU', (cpuMs * 1000) / batchSize),
  ];
}
