import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { anonymousActor, systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { DropAccountFacts } from './drop-account-facts.js';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

const fact = (cooperativeId: string | null, type: string, years: number) =>
  world.asOwner(
    `insert into platform.facts (id, type, version, subject_kind, subject_id, visibility, data,
       cooperative_id, actor_kind, via, request_id, occurred_at)
     values (gen_random_uuid(), $2, 1, 'account', gen_random_uuid(), 'private', '{}', $1, 'system',
       'cli', '', now() - make_interval(years => $3))`,
    [cooperativeId, type, years],
  );

it('what the trail says of accounts goes after three years, and of nothing else', async () => {
  const drop = new DropAccountFacts(world.unitOfWork);
  world.clock.set(new Date());
  await fact(null, 'identity.SessionOpened', 4);
  await fact(null, 'identity.AccountCreated', 2);
  await fact(newId(), 'identity.ApiKeyIssued', 4);
  expect(await drop.execute(systemActor(null, 'job'))).toBe(1);
  const left = await world.asOwner<{ type: string }>(
    'select type from platform.facts order by type',
  );
  expect(left.map(({ type }) => type)).toEqual([
    'identity.AccountCreated',
    'identity.ApiKeyIssued',
  ]);
  await expect(drop.execute(anonymousActor(null))).rejects.toMatchObject({
    code: 'UNAUTHENTICATED',
  });
});
