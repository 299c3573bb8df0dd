import { defineLetter, newId, seal, systemActor, unopened } from '@rochdale/platform';
import type { Actor, Config, PersonOfData, Tx } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import '../letters.permissions.js';
import { startMailServer } from '../testing/mail-server.js';
import type { TestMailServer } from '../testing/mail-server.js';
import { DeliverLetter } from './deliver-letter.js';
import { Envelope } from './envelope.js';
import { GiveUpLetter } from './give-up-letter.js';
import { KeptLetters } from './kept-letters.js';
import { OwnLetters } from './own-letters.js';
import { PostedLetters } from './posted-letters.js';

const system = systemActor(null, 'job');
const Link = defineLetter({
  kind: 'letters-test.link',
  topic: 'sign-in',
  data: z.object({ url: z.string() }),
  text: { en: ({ data: { url } }) => ({ subject: 'Sign in', text: url }) },
});
const kim = { email: 'kim@example.org', name: null, language: 'en' };
let world: TestWorld;
let server: TestMailServer;
let config: Pick<Config, 'secret' | 'mail'>;

beforeAll(async () => {
  world = await createTestWorld();
  server = await startMailServer();
  config = {
    secret: 'a secret for tests only, long enough',
    mail: { smtpUrl: server.url, from: 'Co-op <coop@example.org>' },
  };
});
beforeEach(() => {
  server.received.length = 0;
});
afterAll(async () => {
  await server.close();
  await world.close();
});

interface Row {
  id: string;
  state: string;
  sealed: Buffer | null;
}

async function posted(settings = config): Promise<Row & { sealed: Buffer }> {
  const letters = new PostedLetters(new Envelope(settings), settings);
  const data = { url: 'https://coop.example/sign-in?token=top-secret' };
  await world.unitOfWork.run(system, (tx) => letters.write(tx, Link, kim, data));
  const [row] = await world.asOwner<Row>(
    'select id, state, sealed from notifications.letters order by id desc limit 1',
  );
  if (row === undefined || row.sealed === null) throw new Error('the letter is there');
  return { ...row, sealed: row.sealed };
}

const stateOf = async (id: string) =>
  (
    await world.asOwner<Row>('select id, state, sealed from notifications.letters where id = $1', [
      id,
    ])
  )[0];
const deliver = (letterId: string, actor: Actor = system) =>
  new DeliverLetter(world.unitOfWork, new Envelope(config), config).execute(actor, { letterId });

describe('a letter', () => {
  it('is sealed until it is sent, and gone afterwards', async () => {
    const row = await posted();
    expect(row.state).toBe('queued');
    expect(row.sealed.toString('latin1')).not.toMatch(/top-secret|kim@/);
    const jobs = await world.asOwner<{ text: string }>(
      `select j::text as text from platform.jobs j where payload->>'letterId' = $1`,
      [row.id],
    );
    expect(jobs).toHaveLength(1);
    expect(jobs[0]?.text).not.toMatch(/top-secret|kim@/);
    await deliver(row.id);
    expect(await stateOf(row.id)).toMatchObject({ state: 'sent', sealed: null });
    const [message = ''] = server.received;
    expect(message).toContain('To: kim@example.org');
    expect(message).toMatch(/^Message-ID: <[0-9a-f]{32}@rochdale>$/m);
    expect(message.replaceAll('-', '')).not.toContain(row.id.replaceAll('-', '').slice(0, 12));
    expect(message).toMatch(/^List-ID: <sign-in.example.org>/im);
    expect(message).toContain('Auto-Submitted: auto-generated');
    expect(message.replaceAll('=\n', '').replaceAll('=3D', '=')).toContain('token=top-secret');
  });

  it('goes out once, run twice or at once', async () => {
    const row = await posted();
    const tries = await Promise.allSettled([1, 2, 3].map(() => deliver(row.id)));
    await deliver(row.id);
    expect(server.received).toHaveLength(1);
    for (const tried of tries.filter((one) => one.status === 'rejected')) {
      expect(tried.reason).toMatchObject({ code: 'LETTER_BEING_SENT' });
    }
  });

  it('that the server refuses waits, whole, for the next try', async () => {
    const row = await posted();
    server.refuseNext('451 later');
    await expect(deliver(row.id)).rejects.toThrow(/451/);
    expect(await stateOf(row.id)).toMatchObject({ state: 'queued' });
    expect(server.received).toEqual([]);
    await deliver(row.id);
    expect(await stateOf(row.id)).toMatchObject({ state: 'sent', sealed: null });
  });

  it('is recognised as one when the process died between the server and the mark', async () => {
    const row = await posted();
    await world.asOwner(`
      create function notifications.die() returns trigger language plpgsql as
        $$ begin raise exception 'the process died'; end $$;
      create trigger die before update on notifications.letters
        for each row when (new.state = 'sent') execute function notifications.die()`);
    await expect(deliver(row.id)).rejects.toThrow(/died/);
    await world.asOwner('drop trigger die on notifications.letters');
    expect(await stateOf(row.id)).toMatchObject({ state: 'queued' });
    await expect(deliver(row.id)).rejects.toMatchObject({ code: 'LETTER_BEING_SENT' });
    await world.asOwner(
      `update notifications.letters set sending_since = sending_since - interval '3 minutes'
       where id = $1`,
      [row.id],
    );
    await deliver(row.id);
    const ids = server.received.map((message) => /^Message-ID: (.*)$/m.exec(message)?.[1]);
    expect(ids).toEqual([ids[0], ids[0]]);
    expect(ids[0]).not.toContain(row.id);
    const next = await posted();
    await deliver(next.id);
    expect(server.received.at(-1)).not.toContain(ids[0]);
  });

  it('is kept for developers, sealed too, where there is no mail server', async () => {
    const without = { ...config, mail: { ...config.mail, smtpUrl: undefined } };
    const row = await posted(without);
    expect(row.state).toBe('kept');
    expect(row.sealed.toString('latin1')).not.toContain('top-secret');
    const kept = await new KeptLetters(world.unitOfWork, new Envelope(without)).newest();
    expect(kept).toMatchObject([
      { to: 'kim@example.org', kind: Link.kind, subject: 'Sign in', html: null },
    ]);
    const jobs = await world.asOwner(
      `select 1 from platform.jobs where payload->>'letterId' = $1`,
      [row.id],
    );
    expect(jobs).toEqual([]);
  });

  it('does not open with another secret, nor in another row', async () => {
    const row = await posted();
    const stranger = new Envelope({ secret: 'another secret entirely!' });
    expect(() => stranger.open(row.id, row.sealed)).toThrow(/authenticate/);
    const other = await posted();
    expect(() => new Envelope(config).open(other.id, row.sealed)).toThrow(/authenticate/);
  });

  it('is never kept readable once sent, not even by raw SQL', async () => {
    const row = await posted();
    await expect(
      world.asOwner(
        `update notifications.letters set state = 'sent', sent_at = now() where id = $1`,
        [row.id],
      ),
    ).rejects.toThrow(/letters_sent_are_gone/);
  });

  it('never was when what caused it did not happen', async () => {
    const letters = new PostedLetters(new Envelope(config), config);
    const count = () => world.asOwner('select 1 from notifications.letters');
    const before = (await count()).length;
    const failing = world.unitOfWork.run(system, async (tx) => {
      await letters.write(tx, Link, kim, { url: 'https://coop.example' });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow(/changed my mind/);
    expect(await count()).toHaveLength(before);
  });

  it('says that it was given up, stays whole, and goes out once tried again', async () => {
    const row = await posted();
    const giveUp = new GiveUpLetter(world.unitOfWork);
    await giveUp.execute(system, { letterId: row.id });
    await giveUp.execute(system, { letterId: row.id });
    expect(await stateOf(row.id)).toMatchObject({ state: 'given-up', sealed: row.sealed });
    const told = await world.asOwner(
      `select data, visibility from platform.facts
       where type = 'letters.LetterGivenUp' and subject_id = $1`,
      [row.id],
    );
    const data = { letterId: row.id, kind: Link.kind };
    expect(told).toEqual([{ data, visibility: 'private' }]);
    await deliver(row.id);
    expect(await stateOf(row.id)).toMatchObject({ state: 'sent' });
    await giveUp.execute(system, { letterId: row.id });
    expect(await stateOf(row.id)).toMatchObject({ state: 'sent' });
  });

  it('that version 0.1.0 sealed is still sent', async () => {
    const row = await posted();
    const sealed = seal(
      { secret: config.secret, purpose: 'letters', rowId: row.id },
      JSON.stringify({ kind: 'magic-link', to: 'kim@example.org', subject: 'Hi', text: 'Ho' }),
    );
    await world.asOwner('update notifications.letters set sealed = $2 where id = $1', [
      row.id,
      sealed,
    ]);
    await deliver(row.id);
    expect(server.received[0]).toContain('Subject: Hi');
  });
});

it('one that does not open keeps nobody from the others that were written to them', async () => {
  const [whole, broken] = [await posted(), await posted()];
  const [cooperativeId, memberId] = [newId(), newId()];
  await world.asOwner(
    `update notifications.letters set cooperative_id = $1, member_id = $2, fact_id = id,
       sealed = case id when $4 then set_byte(sealed, 20, get_byte(sealed, 20) # 1) else sealed end
     where id in ($3, $4)`,
    [cooperativeId, memberId, whole.id, broken.id],
  );
  type Told = (tx: Tx, person: PersonOfData) => Promise<object[]>;
  const told: Told[] = [];
  const register = (_: string, __: unknown, tell: Told) => void told.push(tell);
  new OwnLetters({ register } as never, new Envelope(config)).onModuleInit();
  const person = { memberId, accountId: null } as never;
  const own = await world.unitOfWork.read(systemActor(cooperativeId, 'job'), (tx) =>
    told[0]!(tx, person),
  );
  expect(own).toMatchObject([
    { id: whole.id, subject: 'Sign in', text: expect.stringContaining('top-secret') },
    { id: broken.id, subject: unopened, text: unopened },
  ]);
});
