import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Accounts, PersonalData, RateLimits } from '@rochdale/identity';
import type { IdentitySettings } from '@rochdale/identity';
import {
  Attachments,
  keptStream,
  LocalFileStore,
  newId,
  openPersonalDataSources,
  systemActor,
} from '@rochdale/platform';
import type { Actor, UnitOfWork } from '@rochdale/platform';
import { gate, untilWaitingOrOver } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OwnData } from '../directory/own-data.js';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import { archiveKey, archivePurpose } from './archive.js';
import { ArchivePost } from './archive-post.js';
import { FetchOwnArchive } from './fetch-own-archive.js';
import { GiveUpArchive } from './give-up-archive.js';
import { IssueArchiveTicket } from './issue-archive-ticket.js';
import { MakeArchive } from './make-archive.js';
import { RequestOwnArchive } from './request-own-archive.js';
import { SweepArchives } from './sweep-archives.js';

const settings: IdentitySettings = {
  publicUrl: 'http://localhost',
  pagesUrl: 'http://localhost/pages',
  secret: 'not used here',
  trustedOrigins: [],
  requireVerifiedEmail: false,
  oidc: null,
  report: () => undefined,
};
let world: MembershipWorld;
let mill: TestCooperative;
let folder: string;
let store: LocalFileStore;
let make: MakeArchive;
let sweep: SweepArchives;
let request: RequestOwnArchive;
beforeAll(async () => {
  world = await createMembershipWorld();
  mill = await world.cooperative('mill');
  folder = await mkdtemp(join(tmpdir(), 'rochdale-archives-'));
  store = new LocalFileStore(folder);
  const { unitOfWork } = world;
  const sources = openPersonalDataSources();
  make = new MakeArchive(
    unitOfWork,
    new OwnData(new PersonalData(), sources),
    sources,
    new Attachments(unitOfWork, store, 1000),
    store,
    new ArchivePost(world.useCases.letterbox, new Accounts(), settings),
  );
  sweep = new SweepArchives(unitOfWork, store, new Accounts());
  request = new RequestOwnArchive(unitOfWork, new RateLimits(unitOfWork), new Accounts());
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const system = () => systemActor(mill.id, 'job');
const stateOf = async (id: string) => {
  const read = 'select state from membership.archives where id = $1';
  return (await world.asOwner<{ state: string }>(read, [id]))[0]?.state ?? 'forgotten';
};
const files = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
const hasFileOf = async (id: string) => (await files()).some((name) => name.startsWith(id));
const keyOf = async (id: string) => {
  const read = 'select run_id as "runId" from membership.archives where id = $1';
  const [row] = await world.asOwner<{ runId: string | null }>(read, [id]);
  return archiveKey(mill.id, id, row?.runId ?? null);
};
const hours = (count: number) => world.clock.advance({ hours: count });
const asked = async (person: Actor) => (await request.execute(person)).id;
const made = async (person: Actor) => {
  const id = await asked(person);
  await make.execute(system(), { archiveId: id });
  return id;
};
/** As it is after a process died that had erased an account here or elsewhere. */
const accountGoes = ({ accountId }: Actor) =>
  world.unitOfWork.run(systemActor(null, 'job'), (tx) =>
    new Accounts().erase(tx, accountId ?? '', true),
  );

/** Half of something, as a process leaves it that is killed while it writes. */
async function leftHalf(name: string, hoursAgo: number): Promise<void> {
  const at = new Date(Date.now() - hoursAgo * 3_600_000);
  await mkdir(join(folder, '.drafts'), { recursive: true });
  await writeFile(join(folder, '.drafts', name), 'half of an archive');
  await utimes(join(folder, '.drafts', name), at, at);
}

describe('an archive', () => {
  it('is not left half written for longer than the next sweep', async () => {
    await leftHalf('of-a-killed-process', 2);
    await leftHalf('of-one-that-writes', 0);
    await sweep.execute(system());
    expect(await files()).toEqual(['of-one-that-writes']);
    await rm(join(folder, '.drafts', 'of-one-that-writes'));
  });

  it('is made of what is read, once, and told of', async () => {
    const ada = await world.member(mill);
    const id = await made(ada);
    expect(await stateOf(id)).toBe('ready');
    expect(await hasFileOf(id)).toBe(true);
    const written = world.useCases.letterbox.letters.length;
    await make.execute(system(), { archiveId: id });
    expect(world.useCases.letterbox.letters).toHaveLength(written);
  });

  it('is of one run, the first that is done, where two make it at the same time', async () => {
    const ada = await world.member(mill);
    const id = await asked(ada);
    const put = store.put.bind(store);
    const [slow, goOn] = [gate(), gate()];
    let runs = 0;
    store.put = async (key, bytes) => {
      runs += 1;
      if (runs === 1) {
        slow.open();
        await goOn.opened;
      }
      return put(key, bytes);
    };
    const first = make.execute(system(), { archiveId: id });
    await slow.opened;
    await make.execute(system(), { archiveId: id });
    const key = await keyOf(id);
    const before = await buffer(await store.get(key));
    goOn.open();
    await first;
    store.put = put;
    expect(runs).toBe(2);
    expect(await buffer(await store.get(key))).toEqual(before);
    expect((await files()).filter((name) => name.startsWith(id))).toHaveLength(1);
    // A run that was killed when it had written, and before it was named.
    await store.put(archiveKey(mill.id, id, newId()), Readable.from(['left behind']));
    hours(24);
    await sweep.execute(system());
    hours(1);
    await sweep.execute(system());
    expect(await hasFileOf(id)).toBe(false);
  });

  it('is not made of an account that was erased since it was asked for', async () => {
    const ada = await world.member(mill);
    const id = await asked(ada);
    await accountGoes(ada);
    const written = world.useCases.letterbox.letters.length;
    await make.execute(system(), { archiveId: id });
    expect(await stateOf(id)).toBe('forgotten');
    expect(await hasFileOf(id)).toBe(false);
    expect(world.useCases.letterbox.letters).toHaveLength(written);
  });

  it('is not handed over when the account goes while it is being made', async () => {
    const ada = await world.member(mill);
    const id = await asked(ada);
    const put = store.put.bind(store);
    store.put = async (key, bytes) => {
      const size = await put(key, bytes);
      await accountGoes(ada);
      return size;
    };
    await make.execute(system(), { archiveId: id });
    store.put = put;
    expect(await stateOf(id)).toBe('forgotten');
    hours(2);
    await sweep.execute(system());
    expect(await hasFileOf(id)).toBe(false);
  });

  it('is told to nobody whose account is just being erased', async () => {
    const ada = await world.member(mill);
    const id = await asked(ada);
    const written = world.useCases.letterbox.letters.length;
    const accountId = ada.accountId ?? '';
    const [locked, goOn] = [gate(), gate()];
    const erasing = world.unitOfWork.run(systemActor(null, 'job'), async (tx) => {
      await new Accounts().lock(tx, accountId);
      locked.open();
      await goOn.opened;
      await new Accounts().erase(tx, accountId, true);
    });
    await locked.opened;
    const making = make.execute(system(), { archiveId: id });
    await untilWaitingOrOver(world, making);
    goOn.open();
    await Promise.all([erasing, making]);
    expect(await stateOf(id)).toBe('forgotten');
    expect(world.useCases.letterbox.letters).toHaveLength(written);
  });

  it('that nobody could make is over, and another may be asked for', async () => {
    const ada = await world.member(mill);
    const id = await asked(ada);
    const giveUp = new GiveUpArchive(world.unitOfWork);
    await expect(giveUp.execute(ada, { archiveId: id })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await giveUp.execute(system(), { archiveId: id });
    await giveUp.execute(system(), { archiveId: id });
    expect(await stateOf(id)).toBe('failed');
    expect(await asked(ada)).not.toBe(id);
  });

  it('that is ready is not given up any more', async () => {
    const id = await made(await world.member(mill));
    await new GiveUpArchive(world.unitOfWork).execute(system(), { archiveId: id });
    expect(await stateOf(id)).toBe('ready');
  });

  it('is asked for five times a day, whoever else asks as well', async () => {
    const ada = await world.member(mill);
    const again = async () => {
      await new GiveUpArchive(world.unitOfWork).execute(system(), { archiveId: await asked(ada) });
    };
    for (let time = 0; time < 5; time += 1) await again();
    await expect(asked(ada)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await asked(await world.member(mill));
  });
});

describe('an archive that is fetched', () => {
  const ticketOf = async (person: Actor) =>
    (await new IssueArchiveTicket(world.unitOfWork).execute(person)).ticket;
  const fetched = (person: Actor, ticket: string) =>
    new FetchOwnArchive(world.unitOfWork, store).execute(person, ticket);
  /** Of as many bytes as nobody has read at once. */
  async function long(person: Actor): Promise<{ id: string; bytes: Buffer }> {
    const id = await made(person);
    const bytes = Buffer.alloc(500_000, 'a long archive');
    const key = await keyOf(id);
    await store.put(
      key,
      Readable.from(keptStream.seal(archivePurpose, key, Readable.from([bytes]))),
    );
    return { id, bytes };
  }
  const whole = async (read: Readable) => Buffer.concat(await read.toArray());
  const opensNothing = { code: 'ARCHIVE_TICKET_UNKNOWN' };

  it('is gone when its last bytes leave', async () => {
    const ada = await world.member(mill);
    const { id, bytes } = await long(ada);
    const { bytes: read } = await fetched(ada, await ticketOf(ada));
    expect(await whole(read)).toEqual(bytes);
    expect(await stateOf(id)).toBe('fetched');
    expect(await hasFileOf(id)).toBe(false);
  });

  it('waits for another ticket when it was broken off', async () => {
    const ada = await world.member(mill);
    const { id, bytes } = await long(ada);
    const ticket = await ticketOf(ada);
    const { bytes: broken } = await fetched(ada, ticket);
    for await (const _ of broken) break;
    expect(broken.destroyed).toBe(true);
    expect(await stateOf(id)).toBe('ready');
    await expect(fetched(ada, ticket)).rejects.toMatchObject(opensNothing);
    expect(await whole((await fetched(ada, await ticketOf(ada))).bytes)).toEqual(bytes);
    expect(await hasFileOf(id)).toBe(false);
  });

  it('does not stay when nobody comes again', async () => {
    const ada = await world.member(mill);
    const { id } = await long(ada);
    (await fetched(ada, await ticketOf(ada))).bytes.destroy();
    hours(24);
    await sweep.execute(system());
    hours(1);
    await sweep.execute(system());
    expect([await stateOf(id), await hasFileOf(id)]).toEqual(['over', false]);
  });

  it('is open no longer than somebody reads, whether they began or not', async () => {
    const ada = await world.member(mill);
    await long(ada);
    const opened: Readable[] = [];
    const get = store.get.bind(store);
    store.get = async (key) => {
      const bytes = await get(key);
      opened.push(bytes);
      return bytes;
    };
    const handed: Readable[] = [];
    for (let nth = 0; nth < 3; nth += 1) {
      handed.push((await fetched(ada, await ticketOf(ada))).bytes);
    }
    const [unread, begun, ended] = handed as [Readable, Readable, Readable];
    store.get = get;
    const closed = handed.map((bytes) => new Promise((done) => bytes.once('close', done)));
    unread.destroy();
    for await (const _ of begun) break;
    await whole(ended);
    await Promise.all(closed);
    expect(opened.map(({ destroyed }) => destroyed)).toEqual([true, true, true]);
  });

  it('is not open for whose ticket could not be taken', async () => {
    const ada = await world.member(mill);
    const { id } = await long(ada);
    const ticket = await ticketOf(ada);
    const bytes = await store.get(await keyOf(id));
    const failing = { read: world.unitOfWork.read.bind(world.unitOfWork) } as UnitOfWork;
    failing.run = () => Promise.reject(new Error('no connection'));
    const opening = { get: () => Promise.resolve(bytes) } as unknown as LocalFileStore;
    const fetching = new FetchOwnArchive(failing, opening).execute(ada, ticket);
    await expect(fetching).rejects.toThrow('no connection');
    expect(bytes.destroyed).toBe(true);
  });

  it('is not read to its end when its time is over, swept or not', async () => {
    const ada = await world.member(mill);
    const { id } = await long(ada);
    const { bytes } = await fetched(ada, await ticketOf(ada));
    hours(24);
    await expect(whole(bytes)).rejects.toMatchObject(opensNothing);
    expect(await stateOf(id)).toBe('ready');
    await sweep.execute(system());
    expect(await stateOf(id)).toBe('over');
  });

  it('is read to its end once, by however many tickets', async () => {
    const ada = await world.member(mill);
    await long(ada);
    const one = await fetched(ada, await ticketOf(ada));
    const other = await fetched(ada, await ticketOf(ada));
    const read = await Promise.allSettled([whole(one.bytes), whole(other.bytes)]);
    expect(read.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('is not read to its end by who is erased meanwhile', async () => {
    const ada = await world.member(mill);
    const { id } = await long(ada);
    const { bytes } = await fetched(ada, await ticketOf(ada));
    await accountGoes(ada);
    await sweep.execute(system());
    await expect(whole(bytes)).rejects.toMatchObject(opensNothing);
    expect(await stateOf(id)).toBe('forgotten');
  });
});

describe('an archive at rest', () => {
  const fetched = async (person: Actor) => {
    const { ticket } = await new IssueArchiveTicket(world.unitOfWork).execute(person);
    return new FetchOwnArchive(world.unitOfWork, store).execute(person, ticket);
  };
  const pathOf = async (id: string) => join(folder, await keyOf(id));
  const notReady = { code: 'ARCHIVE_NOT_READY' };
  /** Of two pieces and more, so that the first of them leaves before the last is looked at. */
  async function long(person: Actor): Promise<string> {
    const id = await made(person);
    const key = await keyOf(id);
    const plain = Readable.from([Buffer.alloc(200_000, 'a long archive')]);
    await store.put(key, Readable.from(keptStream.seal(archivePurpose, key, plain)));
    return id;
  }

  it('is sealed, and opens to its person as long as it was said to be', async () => {
    const ada = await world.member(mill);
    const id = await made(ada);
    const kept = await readFile(await pathOf(id));
    expect(kept.toString('latin1')).not.toMatch(/^PK|index\.html|data\.json/);
    const { bytes, sizeBytes } = await fetched(ada);
    const zip = await buffer(bytes);
    expect([zip.toString('latin1', 0, 2), BigInt(zip.length)]).toEqual(['PK', sizeBytes]);
    expect(zip.includes('data.json')).toBe(true);
  });

  it.each([
    ['lies in the clear', async (id: string) => writeFile(await pathOf(id), 'PK in the clear')],
    [
      'is another’s',
      async (id: string) => {
        const other = await made(await world.member(mill));
        await writeFile(await pathOf(id), await readFile(await pathOf(other)));
      },
    ],
    ['was lost', async (id: string) => rm(await pathOf(id))],
    ['is empty', async (id: string) => truncate(await pathOf(id), 0)],
  ])('that %s is refused before anything leaves, and another may be asked for', async (_, harm) => {
    const ada = await world.member(mill);
    const id = await made(ada);
    await harm(id);
    await expect(fetched(ada)).rejects.toMatchObject(notReady);
    expect(await stateOf(id)).toBe('over');
    expect(await asked(ada)).not.toBe(id);
  });

  it.each([
    ['cut off', async (id: string) => truncate(await pathOf(id), 100_000)],
    [
      'cut off between two pieces',
      async (id: string) => truncate(await pathOf(id), 64 + 2 * (65_536 + 16)),
    ],
    [
      'altered',
      async (id: string) => {
        const bytes = await readFile(await pathOf(id));
        bytes[150_000] = (bytes[150_000] ?? 0) ^ 1;
        await writeFile(await pathOf(id), bytes);
      },
    ],
  ])('that is %s is never read to its end, and is over', async (_, harm) => {
    const ada = await world.member(mill);
    const id = await long(ada);
    await harm(id);
    const { bytes } = await fetched(ada);
    await expect(buffer(bytes)).rejects.toThrow('altered, cut off or moved');
    expect(await stateOf(id)).toBe('over');
    expect(await asked(ada)).not.toBe(id);
  });
});

describe('the sweep', () => {
  it('takes bytes away once the day is over and it was read, the row in a month', async () => {
    const id = await made(await world.member(mill));
    await sweep.execute(system());
    expect(await stateOf(id)).toBe('ready');
    hours(24);
    await sweep.execute(system());
    expect(await stateOf(id)).toBe('over');
    expect(await hasFileOf(id)).toBe(true);
    hours(1);
    await sweep.execute(system());
    expect(await hasFileOf(id)).toBe(false);
    hours(30 * 24);
    await sweep.execute(system());
    expect(await stateOf(id)).toBe('forgotten');
  });

  it('takes bytes away first, however many ended before that have none any more', async () => {
    const { accountId } = await world.member(mill);
    const id = await made(await world.member(mill));
    hours(25);
    await world.asOwner(
      `insert into membership.archives (id, cooperative_id, account_id, state, asked_at, ended_at)
       select gen_random_uuid(), $1, $3, 'failed', $2, $2 from generate_series(1, 1000)`,
      [mill.id, new Date(world.clock.now().getTime() - 48 * 3_600_000), accountId],
    );
    for (let times = 0; times < 3; times += 1) {
      await sweep.execute(system());
      hours(1);
    }
    expect(await stateOf(id)).toBe('over');
    expect(await hasFileOf(id)).toBe(false);
    await world.asOwner(`delete from membership.archives where state = 'failed'`);
  });

  it('forgets what an account that is erased asked for, whether it waits or is over', async () => {
    const ada = await world.member(mill);
    const before = await made(ada);
    hours(24);
    const [id, other] = [await made(ada), await made(await world.member(mill))];
    await accountGoes(ada);
    await sweep.execute(system());
    const states = await Promise.all([before, id, other].map(stateOf));
    expect(states).toEqual(['forgotten', 'forgotten', 'ready']);
    const left = await Promise.all([before, id, other].map(hasFileOf));
    expect(left).toEqual([false, false, true]);
    // What a run wrote that was killed when its archive was forgotten already.
    await store.put(archiveKey(mill.id, id, newId()), Readable.from(['left behind']));
    await sweep.execute(system());
    expect(await Promise.all([id, other].map(hasFileOf))).toEqual([false, true]);
    await expect(sweep.execute(ada)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is of its own co-operative', async () => {
    const there = await world.cooperative(`there-${newId().slice(-6)}`);
    const id = await made(await world.member(mill));
    hours(24);
    await sweep.execute(systemActor(there.id, 'job'));
    expect(await stateOf(id)).toBe('ready');
  });
});
