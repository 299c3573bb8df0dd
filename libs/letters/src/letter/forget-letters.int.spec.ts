import { newId, systemActor } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forgetLetters } from './forget-letters.js';

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

it('letters to an erased member go, sent or waiting; those to others stay', async () => {
  const [here, elsewhere, ada, ben] = [newId(), newId(), newId(), newId()];
  const write = (cooperativeId: string, memberId: string, state: string) =>
    world.asOwner(
      `insert into notifications.letters
         (id, cooperative_id, kind, fact_id, member_id, sealed, state, created_at, sent_at)
       values ($1, $2, 'x', $3, $4, $5, $6, now(), $7)`,
      [
        newId(),
        cooperativeId,
        newId(),
        memberId,
        state === 'sent' ? null : Buffer.from('sealed'),
        state,
        state === 'sent' ? new Date() : null,
      ],
    );
  for (const state of ['queued', 'sent', 'given-up', 'kept']) await write(here, ada, state);
  await write(here, ben, 'kept');
  await write(elsewhere, ada, 'kept');
  await world.unitOfWork.run(systemActor(here, 'job'), (tx) =>
    forgetLetters(tx, { memberId: ada }),
  );
  const left = await world.asOwner(
    'select cooperative_id, member_id from notifications.letters order by created_at, id',
  );
  expect(left).toEqual([
    { cooperative_id: here, member_id: ben },
    { cooperative_id: elsewhere, member_id: ada },
  ]);
});
