import type { TestWorld } from './test-world.js';

/**
 * Where a co-operative is from now on. Rooms below the one that founds co-operatives have tests of
 * one that nobody founded: without this it is in UTC.
 */
export async function moveTo(
  { asOwner }: Pick<TestWorld, 'asOwner'>,
  cooperativeId: string,
  timeZone: string,
): Promise<void> {
  await asOwner(
    `insert into membership.cooperatives
       (id, slug, name, currency, time_zone, settings, created_at, updated_at)
     values ($1, 'coop-' || $1::uuid, 'A co-operative', 'EUR', $2, '{}', now(), now())
     on conflict (id) do update set time_zone = excluded.time_zone`,
    [cooperativeId, timeZone],
  );
}
