import type { Letter } from '@rochdale/identity';
import { systemActor } from '@rochdale/platform';
import type { Config } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import '../letters.permissions.js';
import { startMailServer } from '../testing/mail-server.js';
import type { TestMailServer } from '../testing/mail-server.js';
import { DeliverLetter } from './deliver-letter.js';
import { Outbox } from './outbox.js';

const system = systemActor(null, 'job');
const letter: Letter = {
  kind: 'magic-link',
  to: 'kim@example.org',
  subject: 'Sign in',
  text: 'https://coop.example/sign-in?token=top-secret',
};
let world: TestWorld;
let server: TestMailServer;
let config: Pick<Config, 'secret' | 'mail'>;

beforeAll(async () => {
  world = await createTestWorld();
  server = await startMailServer();
  config = {
    secret: 'a secret for tests only, long enough',
    mail: { smtpUrl: server.url, from: 'coop@example.org' },
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

async function posted(settings = config): Promise<{ row: Row; outbox: Outbox }> {
  const outbox = new Outbox(world.unitOfWork, settings);
  await outbox.send(letter);
  const [row] = await world.asOwner<Row>(
    'select id, state, sealed from notifications.letters order by id desc limit 1',
  );
  if (row === undefined) throw new Error('the letter is there');
  return { row, outbox };
}

const stateOf = async (id: string) =>
  (
    await world.asOwner<Row>('select id, state, sealed from notifications.letters where id = $1', [
      id,
    ])
  )[0];
const deliver = (outbox: Outbox, letterId: string) =>
  new DeliverLetter(world.unitOfWork, outbox, config).execute(system, { letterId });

describe('a letter', () => {
  it('is sealed until it is sent, and gone afterwards', async () => {
    const { row, outbox } = await posted();
    expect(row.state).toBe('queued');
    expect(row.sealed?.toString('latin1')).not.toMatch(/top-secret|kim@/);
    const jobs = await world.asOwner<{ text: string }>(
      `select j::text as text from platform.jobs j where payload->>'letterId' = $1`,
      [row.id],
    );
    expect(jobs).toHaveLength(1);
    expect(jobs[0]?.text).not.toMatch(/top-secret|kim@/);
    await deliver(outbox, row.id);
    expect(await stateOf(row.id)).toMatchObject({ state: 'sent', sealed: null });
    const [message = ''] = server.received;
    expect(message).toContain('To: kim@example.org');
    expect(message).toContain(`Message-ID: <${row.id}@rochdale>`);
    expect(message.replaceAll('=\n', '').replaceAll('=3D', '=')).toContain('token=top-secret');
  });

  it('goes out once, run twice or at once', async () => {
    const { row, outbox } = await posted();
    await Promise.all([1, 2, 3].map(() => deliver(outbox, row.id)));
    await deliver(outbox, row.id);
    expect(server.received).toHaveLength(1);
  });

  it('that the server refuses waits, whole, for the next try', async () => {
    const { row, outbox } = await posted();
    server.refuseNext('451 later');
    await expect(deliver(outbox, row.id)).rejects.toThrow(/451/);
    expect(await stateOf(row.id)).toMatchObject({ state: 'queued' });
    expect(server.received).toEqual([]);
    await deliver(outbox, row.id);
    expect(await stateOf(row.id)).toMatchObject({ state: 'sent', sealed: null });
  });

  it('is recognised as one when the process died between the server and the mark', async () => {
    const { row, outbox } = await posted();
    await world.asOwner(`
      create function notifications.die() returns trigger language plpgsql as
        $$ begin raise exception 'the process died'; end $$;
      create trigger die before update on notifications.letters
        for each row execute function notifications.die()`);
    await expect(deliver(outbox, row.id)).rejects.toThrow(/died/);
    await world.asOwner('drop trigger die on notifications.letters');
    expect(await stateOf(row.id)).toMatchObject({ state: 'queued' });
    await deliver(outbox, row.id);
    const ids = server.received.map((message) => /^Message-ID: (.*)$/m.exec(message)?.[1]);
    expect(ids).toEqual([`<${row.id}@rochdale>`, `<${row.id}@rochdale>`]);
  });

  it('is kept for developers, sealed too, where there is no mail server', async () => {
    const without = { ...config, mail: { ...config.mail, smtpUrl: undefined } };
    const { row, outbox } = await posted(without);
    expect(row.state).toBe('kept');
    expect(row.sealed?.toString('latin1')).not.toContain('top-secret');
    expect(await outbox.kept()).toMatchObject([letter]);
    const jobs = await world.asOwner(
      `select 1 from platform.jobs where payload->>'letterId' = $1`,
      [row.id],
    );
    expect(jobs).toEqual([]);
  });

  it('does not open with another secret, nor in another row', async () => {
    const { row, outbox } = await posted();
    const stranger = new Outbox(world.unitOfWork, {
      ...config,
      secret: 'another secret entirely!',
    });
    expect(() => stranger.open(row.id, row.sealed)).toThrow(/authenticate/);
    const other = await posted();
    expect(() => outbox.open(other.row.id, row.sealed)).toThrow(/authenticate/);
  });

  it('is never kept readable once sent, not even by raw SQL', async () => {
    const { row } = await posted();
    await expect(
      world.asOwner(
        `update notifications.letters set state = 'sent', sent_at = now() where id = $1`,
        [row.id],
      ),
    ).rejects.toThrow(/letters_sent_are_gone/);
  });
});
