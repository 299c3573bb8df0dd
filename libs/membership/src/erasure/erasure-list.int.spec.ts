import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Accounts } from '@rochdale/identity';
import {
  LocalFileStore,
  MemberTraces,
  newId,
  platformErrors,
  systemActor,
} from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenAffairs } from '../member/open-affairs.js';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import { CountBroughtBack } from './count-brought-back.js';
import { EraseMember } from './erase-member.js';
import { ErasureList } from './erasure-list.js';
import { ForgetMember } from './forget-member.js';
import { ReplayErasures } from './replay-erasures.js';

let world: MembershipWorld;
let mill: TestCooperative;
let folder: string;
let here: LocalFileStore;
beforeAll(async () => {
  world = await createMembershipWorld();
  mill = await world.cooperative('mill');
  folder = await mkdtemp(join(tmpdir(), 'rochdale-erasure-list-'));
  here = new LocalFileStore(folder);
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const erasureOf = (memberId: string) => ({
  memberId,
  accountId: null,
  erasedAt: new Date(),
});

type Put = Parameters<LocalFileStore['put']>;

/** A bucket of whose writes each asks first whether it goes on. */
class AskingFiles extends LocalFileStore {
  constructor(private readonly before: (key: string) => Promise<void>) {
    super(folder);
  }

  override async put(...given: Put): Promise<number> {
    await this.before(given[0]);
    return super.put(...given);
  }
}

/** Holds up whoever comes, until it is opened. */
function gate() {
  let came: () => void = () => undefined;
  let open: () => void = () => undefined;
  const hasCome = new Promise<void>((done) => (came = done));
  const isOpen = new Promise<void>((done) => (open = done));
  const before = (): Promise<void> => {
    came();
    return isOpen;
  };
  return { hasCome, open: () => open(), before };
}

async function gone() {
  const { memberId, accountId } = await world.member(mill);
  const actor = () => world.actor(accountId ?? '', mill.id);
  await world.useCases.leave.execute(await actor());
  return { memberId: memberId ?? '', accountId: accountId ?? '', actor: await actor() };
}

it('has who is erased before they are told so, and before any job has run', async () => {
  const ada = await gone();
  await world.useCases.erase.execute(ada.actor, { texts: 'remove' });
  const { list: asTold } = world.useCases;
  const listed = await asTold.read(mill.id);
  expect(listed).toContainEqual(
    expect.objectContaining({ memberId: ada.memberId, removesTexts: true }),
  );
  expect(await asTold.accountIds()).toContain(ada.accountId);
  expect(await asTold.askedAccountIds()).toContain(ada.accountId);
  const accountId = await world.account('Nowhere');
  await world.useCases.eraseAccount.execute(await world.actor(accountId, mill.id));
  expect(await asTold.accountIds()).toContain(accountId);
  expect(await asTold.askedAccountIds()).toContain(accountId);
});

it('keeps nobody from being erased where it cannot be written', async () => {
  const ada = await gone();
  const away = new AskingFiles(() =>
    Promise.reject(platformErrors.error('UNAVAILABLE', 'The bucket is away.')),
  );
  const { affairs, letterbox, principals } = world.useCases;
  const accounts = new Accounts();
  const listing = new ErasureList(away);
  const erase = new EraseMember(
    world.unitOfWork,
    accounts,
    affairs,
    letterbox,
    principals,
    listing,
  );
  expect((await erase.execute(ada.actor, {})).erasedAt).not.toBeNull();
});

const system = () => systemActor(mill.id, 'job');
const list = () => new ErasureList(here);

const forgetBy = (files: LocalFileStore, memberId: string): Promise<void> =>
  new ForgetMember(world.unitOfWork, new MemberTraces([]), new ErasureList(files)).execute(
    system(),
    { memberId },
  );

/** Who left, with the account that is theirs. */
async function leaving(): Promise<{ by: Actor; memberId: string }> {
  const member = await world.member(mill);
  await world.useCases.leave.execute(member);
  const by = await world.actor(member.accountId ?? '', mill.id);
  return { by, memberId: member.memberId ?? '' };
}

/** Somebody whose texts were to stay, while a worker with a slow bucket has begun to list them. */
async function begun() {
  const { by, memberId } = await leaving();
  await world.useCases.erase.execute(by, { texts: 'keep-without-name' });
  const { hasCome, open, before } = gate();
  const slow = forgetBy(new AskingFiles(before), memberId);
  await hasCome;
  await world.useCases.erase.execute(by, { texts: 'remove' });
  const finish = (): Promise<void> => {
    open();
    return slow;
  };
  return { memberId, finish };
}

const listed = async (memberId: string) =>
  (await list().read(mill.id)).find((one) => one.memberId === memberId);

describe('that texts are removed', () => {
  it('is not taken back by a slower worker, who did not know of it', async () => {
    const { memberId, finish } = await begun();
    await forgetBy(here, memberId);
    await finish();
    expect(await listed(memberId)).toMatchObject({ removesTexts: true });
    expect((await list().memberIds(mill.id)).filter((id) => id === memberId)).toHaveLength(1);
  });

  it.each([0, 1])(
    'is listed whoever is killed: %i of the files of a quicker worker were written',
    async (written) => {
      const { memberId, finish } = await begun();
      let left = written;
      const killed = new AskingFiles(async () => {
        if (left === 0) throw new Error('killed');
        left -= 1;
      });
      await expect(forgetBy(killed, memberId)).rejects.toThrow('killed');
      if (written > 0) {
        expect(await listed(memberId)).toMatchObject({ memberId, removesTexts: true });
        expect(await list().memberIds(mill.id)).toContain(memberId);
      }
      await finish();
      // The job of who was killed is another worker's some time.
      await forgetBy(here, memberId);
      expect(await listed(memberId)).toMatchObject({ memberId, removesTexts: true });
    },
  );

  it('is what a restored back-up hears of somebody whose texts it still keeps', async () => {
    const { memberId, finish } = await begun();
    await forgetBy(here, memberId);
    await finish();
    // The back-up was made after the erasure, and before texts were to be removed.
    await world.asOwner('alter table membership.erasures disable trigger user');
    const before = 'update membership.erasures set removes_texts = false where member_id = $1';
    await world.asOwner(before, [memberId]);
    await world.asOwner('alter table membership.erasures enable trigger user');
    await world.asOwner(`delete from platform.jobs where payload ->> 'memberId' = $1`, [memberId]);
    const acquainted = { accounts: new Accounts(), letters: world.useCases.letterbox };
    const replaying = new ReplayErasures(
      world.unitOfWork,
      acquainted,
      list(),
      world.useCases.affairs,
    );
    expect(await replaying.execute(system())).toBe(0);
    const jobs = await world.asOwner<{ name: string }>(
      `select name from platform.jobs where payload ->> 'memberId' = $1`,
      [memberId],
    );
    expect(jobs).toEqual([{ name: 'membership.forget-member' }]);
    const heard: object[] = [];
    const forget = async (_: unknown, member: object) => void heard.push(member);
    const traces = new MemberTraces([{ name: 'texts', forget }]);
    await new ForgetMember(world.unitOfWork, traces, list()).execute(system(), { memberId });
    expect(heard).toEqual([{ memberId, removesTexts: true }]);
  });

  it('names all that a back-up says is open with who was erased, in each run', async () => {
    const { by, memberId } = await leaving();
    await world.useCases.erase.execute(by, {});
    await forgetBy(here, memberId);
    const affairs = new OpenAffairs();
    for (const room of ['payouts', 'dues']) {
      const open = [[memberId, platformErrors.error('CONFLICT', room)]] as const;
      affairs.register(room, async (_, ids) => new Map(ids.includes(memberId) ? open : []));
    }
    const acquainted = { accounts: new Accounts(), letters: world.useCases.letterbox };
    const replaying = new ReplayErasures(world.unitOfWork, acquainted, list(), affairs);
    for (const run of [1, 2]) {
      const told: string[] = [];
      expect(await replaying.execute(system(), (_, why) => void told.push(why.message))).toBe(0);
      expect(told, `run ${run}`).toEqual(['dues', 'payouts']);
    }
  });

  it('is nothing that is said of others, nor of who is erased after them', async () => {
    const { by, memberId } = await leaving();
    await world.useCases.erase.execute(by, {});
    await forgetBy(here, memberId);
    expect(await listed(memberId)).toMatchObject({ memberId, removesTexts: false });
  });
});

describe('a file that does not say who was erased', () => {
  it.each([
    ['readme', 'x'],
    ['a', '{"version":1,"erasures":[]'],
    [newId(), ''],
    [newId(), JSON.stringify({ version: 1, erasures: [] }).slice(0, 12)],
    [newId(), JSON.stringify({ version: 1, erasures: [erasureOf(newId())] })],
  ])('is passed by and named, and the others are erased again: %s', async (name, text) => {
    const cooperative = await world.cooperative(`mill-${newId()}`);
    const home = `erasures/of-${cooperative.id}`;
    const member = await world.member(cooperative);
    await world.useCases.leave.execute(member);
    const memberId = member.memberId ?? '';
    await list().add(cooperative.id, { memberId, accountId: null, erasedAt: new Date() });
    await here.put(`${home}/${name}`, Buffer.from(text));
    await here.put(`erasures/texts-of-${cooperative.id}/${name}`, Buffer.from(text));
    const job = systemActor(cooperative.id, 'job');
    const counting = new CountBroughtBack(world.unitOfWork, list());
    expect(await counting.execute(job)).toBe(1);
    const acquainted = { accounts: new Accounts(), letters: world.useCases.letterbox };
    const { affairs } = world.useCases;
    const replaying = new ReplayErasures(world.unitOfWork, acquainted, list(), affairs);
    const passed: string[] = [];
    const again = await replaying.execute(job, undefined, (key) => void passed.push(key));
    expect(again).toBe(1);
    expect(passed).toEqual([`${home}/${name}`, `erasures/texts-of-${cooperative.id}/${name}`]);
    expect(await here.list(home)).toContain(`${home}/${name}`);
    expect(await counting.execute(job)).toBe(0);
  });

  it('keeps a process from its start only where it is the list of before', async () => {
    const cooperative = await world.cooperative(`mill-${newId()}`);
    await here.put(`erasures/${cooperative.id}`, Buffer.from('{'));
    await expect(list().memberIds(cooperative.id)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining(`erasures/${cooperative.id}`) as string,
    });
    expect(await list().read(cooperative.id)).toEqual([]);
  });
});
