import { daysLater, defineLetter, newId, systemActor } from '@rochdale/platform';
import type { Addressee } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DeliverLetterJob } from '../letters.jobs.js';
import { Envelope } from './envelope.js';
import { forgetLetters } from './forget-letters.js';
import '../letters.permissions.js';
import { PostedLetters } from './posted-letters.js';
import { SweepLetters } from './sweep-letters.js';

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

describe('letters of before somebody was a member', () => {
  const Greeting = defineLetter({
    kind: 'letters-test.greeting',
    topic: 'sign-in',
    data: z.object({}),
    text: { en: () => ({ subject: 'Welcome', text: 'Welcome' }) },
  });
  const config = {
    secret: 'a secret for tests only, long enough',
    mail: { smtpUrl: 'smtp://localhost:1', from: 'Co-op <coop@example.org>' },
  };
  const letters = new PostedLetters(new Envelope(config), config);
  const addressed = (email: string): Addressee => ({ email, name: null, language: 'en' });
  const write = (cooperativeId: string | null, email: string) =>
    world.unitOfWork.run(systemActor(cooperativeId, 'job'), (tx) =>
      letters.write(tx, Greeting, addressed(email), {}),
    );
  const forget = async (
    cooperativeId: string | null,
    email: string,
    andAccount: boolean,
    withInvitations = true,
  ) => {
    const erasedAccountId = andAccount ? await account({ isErased: true }) : null;
    await world.unitOfWork.run(systemActor(cooperativeId, 'job'), (tx) =>
      letters.forget(tx, email, { erasedAccountId, withInvitations }),
    );
  };
  const account = async ({ isErased }: { isErased: boolean }) => {
    const id = newId();
    await world.asOwner(
      `insert into identity.accounts (id, name, email, created_at, updated_at, erased_at)
       values ($1::uuid, '', $1::uuid::text || '@example.org', now(), now(),
         case when $2 then now() end)`,
      [id, isErased],
    );
    return id;
  };
  const left = () =>
    world.asOwner(
      `select cooperative_id, (select count(*)::int from platform.jobs j
           where j.name = $1 and j.key = l.id::text and j.status = 'dead') as jobs
       from notifications.letters l where kind = 'letters-test.greeting' order by l.id`,
      [DeliverLetterJob.name],
    );

  it('go by their address, with what became of them; with an account from anywhere', async () => {
    const [here, elsewhere] = [newId(), newId()];
    await write(here, 'Kim@Example.org');
    await write(null, 'kim@example.org');
    await write(elsewhere, 'kim@example.org');
    await write(elsewhere, 'lee@example.org');
    await write(here, 'lee@example.org');
    await world.asOwner(
      `update platform.jobs set status = 'dead', finished_at = now(),
         last_error = 'no such person: kim@example.org'`,
    );
    const of = (cooperativeId: string | null) => ({ cooperative_id: cooperativeId, jobs: 1 });
    await forget(here, ' kim@example.org', false);
    expect(await left()).toEqual([of(null), of(elsewhere), of(elsewhere), of(here)]);
    await forget(here, 'KIM@example.org', true);
    expect(await left()).toEqual([of(elsewhere), of(here)]);
    const jobs = `select from platform.jobs where status = 'dead'`;
    expect(await world.asOwner(jobs)).toHaveLength(2);
  });

  const plant = (there: string, kind: string, state: 'queued' | 'sent') =>
    world.asOwner(
      `insert into notifications.letters
         (id, cooperative_id, kind, sealed, state, created_at, sent_at, address_mark)
       values ($1, $2, $3, case when $4 = 'queued' then '\\x00'::bytea end, $4, now(),
         case when $4 = 'sent' then now() end, $5)`,
      [newId(), there, kind, state, new Envelope(config).markOf('mia@example.org')],
    );
  const at = (there: string) =>
    world.asOwner(`select kind, state from notifications.letters where cooperative_id = $1`, [
      there,
    ]);

  it('stay where they invite, are on their way, and the address may be a stranger’s', async () => {
    const there = newId();
    for (const state of ['queued', 'sent'] as const) {
      await plant(there, 'membership.invitation', state);
    }
    await forget(newId(), 'mia@example.org', true, false);
    expect(await at(there)).toEqual([{ kind: 'membership.invitation', state: 'queued' }]);
    await forget(newId(), 'mia@example.org', true);
    expect(await at(there)).toEqual([]);
  });

  it('go also where one was declined elsewhere, sent or waiting', async () => {
    const there = newId();
    for (const state of ['queued', 'sent'] as const) {
      await plant(there, 'membership.application-declined', state);
    }
    await forget(newId(), 'mia@example.org', false);
    expect(await at(there)).toHaveLength(2);
    const erasedAccountId = await account({ isErased: false });
    await world.unitOfWork.run(systemActor(null, 'job'), (tx) =>
      letters.forget(tx, 'mia@example.org', { erasedAccountId, withInvitations: true }),
    );
    // Of an account that is there none goes, whoever asks.
    expect(await at(there)).toHaveLength(2);
    await forget(null, 'mia@example.org', true);
    expect(await at(there)).toEqual([]);
  });

  it('go after thirty days where they belong to no co-operative', async () => {
    const here = newId();
    for (const [whose, days] of [
      [null, 29],
      [null, 31],
      [here, 31],
    ] as const) {
      await world.asOwner(
        `insert into notifications.letters (id, cooperative_id, kind, state, created_at, sent_at)
         values ($1, $2, 'old', 'sent', $3, $3)`,
        [newId(), whose, daysLater(world.clock.now(), -days)],
      );
    }
    const sweep = new SweepLetters(world.unitOfWork);
    await sweep.execute(systemActor(null, 'job'));
    const rows = `select cooperative_id from notifications.letters where kind = 'old' order by id`;
    expect(await world.asOwner(rows)).toEqual([{ cooperative_id: null }, { cooperative_id: here }]);
    const member = { ...systemActor(null, 'job'), kind: 'account' } as const;
    await expect(sweep.execute(member)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('are marked by what tells nobody the address', async () => {
    const [row] = await world.asOwner<{ said: string }>(
      `select l::text as said from notifications.letters l
       where kind = 'letters-test.greeting' limit 1`,
    );
    expect(row?.said).not.toContain('example');
    const other = new Envelope({ secret: 'another secret for tests, long enough' });
    const own = new Envelope(config).markOf('kim@example.org');
    expect(own.equals(other.markOf('kim@example.org'))).toBe(false);
  });
});
