import { anonymousActor, newId } from '@rochdale/platform';
import type { Actor, PageRequest } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';

let world: MembershipWorld;
let coop: TestCooperative;

beforeAll(async () => {
  world = await createMembershipWorld();
  coop = await world.cooperative('called');
});

afterAll(async () => world.close());

const code = (name: string) => expect.objectContaining({ code: name }) as Error;
const call = (by: Actor, pseudonym: string, visibleTo?: string) =>
  world.useCases.choosePseudonym.execute(by, { pseudonym, visibleTo: visibleTo ?? null });
const rename = (by: Actor, displayName: string) =>
  world.useCases.rename.execute(by, { displayName });
const list = (
  actor: Actor,
  request: PageRequest,
  { text = null, by = 'joined' }: { text?: string | null; by?: 'joined' | 'name' } = {},
) => world.read(actor, (tx) => world.useCases.members.page(tx, request, { text }, by));
const found = async (actor: Actor, text: string) =>
  (await list(actor, { first: 100 }, { text })).rows.map(({ displayName }) => displayName);
const partner = (id: string): Actor => ({
  ...anonymousActor(id),
  kind: 'partner',
  partnerId: newId(),
});

/** A member whose name is the officers' alone. */
async function shy(house: TestCooperative, name: string): Promise<Actor> {
  const member = await world.member(house, name);
  await world.useCases.choose.execute(member, { name: 'officers' });
  return member;
}

describe('a pseudonym', () => {
  it('is what others read instead of the name, as far as it is open to them', async () => {
    const house = await world.cooperative('instead');
    const [ada, fellow] = [await shy(house, 'Ada Quill'), await world.member(house, 'Bo')];
    const called = async (viewer: Actor) => {
      const seen = await world.read(viewer, (tx) =>
        world.useCases.directory.visible(tx, [ada.memberId ?? '']),
      );
      const { displayName, isPseudonym, pseudonym } = seen.get(ada.memberId ?? '') ?? {};
      return [displayName, isPseudonym, pseudonym];
    };
    await call(ada, 'Nightjar');
    expect(await called(anonymousActor(house.id))).toEqual(['Nightjar', true, null]);
    expect(await called(fellow)).toEqual(['Nightjar', true, null]);
    expect(await called(partner(house.id))).toEqual([null, false, null]);
    expect(await called(ada)).toEqual(['Ada Quill', false, 'Nightjar']);
    expect(await called(await world.founder(house))).toEqual(['Ada Quill', false, 'Nightjar']);
    await world.useCases.choosePseudonym.execute(ada, { visibleTo: 'members' });
    expect(await called(anonymousActor(house.id))).toEqual([null, false, null]);
    expect(await called(fellow)).toEqual(['Nightjar', true, null]);
    await world.useCases.choose.execute(ada, { name: 'members' });
    expect(await called(fellow)).toEqual(['Ada Quill', false, null]);
    await call(ada, '');
    expect(await called(ada)).toEqual(['Ada Quill', false, null]);
  });

  it('is found by its words, and the name not, by those who read it', async () => {
    const house = await world.cooperative('found');
    const [ada, fellow] = [await shy(house, 'Ada Quill'), await world.member(house, 'Bo')];
    await call(ada, 'Night Jar');
    for (const viewer of [anonymousActor(house.id), fellow]) {
      expect(await found(viewer, 'jar nig')).toEqual(['Night Jar']);
      expect(await found(viewer, 'quill')).toEqual([]);
      expect(await found(viewer, 'night quill')).toEqual([]);
      expect(await found(viewer, 'ada jar')).toEqual([]);
    }
    expect(await found(partner(house.id), 'night')).toEqual([]);
    const officer = await world.founder(house);
    expect(await found(officer, 'quill')).toEqual(['Ada Quill']);
    expect(await found(officer, 'night')).toEqual(['Ada Quill']);
    await world.useCases.choose.execute(ada, { name: 'members' });
    // Who is told the name is not told by what strangers call them.
    expect(await found(fellow, 'night')).toEqual([]);
    expect(await found(anonymousActor(house.id), 'night')).toEqual(['Night Jar']);
    await call(ada, 'Kestrel');
    expect(await found(anonymousActor(house.id), 'night')).toEqual([]);
    expect(await found(anonymousActor(house.id), 'kestr')).toEqual(['Kestrel']);
  });

  it('has a place among the names of those who read it, page by page', async () => {
    const house = await world.cooperative('among-names');
    const [zed] = [await shy(house, 'Zed'), await world.member(house, 'Cy')];
    await call(zed, 'Bee');
    await call(await shy(house, 'Abe'), 'Dove');
    await call(await shy(house, 'Moth'), 'Emu', 'officers');
    const named = async (actor: Actor) => {
      const names: (string | null)[] = [];
      for (let after: string | null = null; ;) {
        const page = await list(actor, { first: 1, after }, { by: 'name' });
        names.push(...page.rows.map(({ displayName }) => displayName));
        const last = page.rows.at(-1);
        if (!page.hasNextPage || last === undefined) return names;
        after = page.cursorOf(last);
      }
    };
    expect(await named(anonymousActor(house.id))).toEqual(['Bee', 'Dove']);
    expect(await named(partner(house.id))).toEqual([]);
    expect(await named(await world.member(house, 'Eli'))).toEqual([
      'Bee',
      'Cy',
      'Dove',
      'Eli',
      'Founder',
    ]);
    expect(await named(await world.founder(house))).toEqual([
      'Abe',
      'Cy',
      'Eli',
      'Founder',
      'Moth',
      'Zed',
    ]);
  });
});

describe('taking a pseudonym', () => {
  it('is refused for a name that one sees, and says nothing of one that is hidden', async () => {
    const [ada, known] = [await world.member(coop, 'Ada'), await world.member(coop, 'Known One')];
    await shy(coop, 'Hidden One');
    await expect(call(ada, 'knöwn-one')).rejects.toThrow(code('PSEUDONYM_TAKEN'));
    await expect(call(ada, 'ADA')).rejects.toThrow(code('PSEUDONYM_TAKEN'));
    await expect(call(ada, 'Treasurer')).rejects.toThrow(code('PSEUDONYM_TAKEN'));
    await expect(call(ada, 'One Known')).rejects.toThrow(code('PSEUDONYM_TAKEN'));
    await expect(call(ada, 'Kn0vvn-0ne')).rejects.toThrow(code('PSEUDONYM_TAKEN'));
    await expect(call(ada, 'Called')).rejects.toThrow(code('PSEUDONYM_TAKEN'));
    expect((await call(ada, 'Hidden One')).pseudonym).toBe('Hidden One');
    expect(known.memberId).not.toBe(ada.memberId);
  });

  it('keeps others from that name: nobody renames themself to what another is called', async () => {
    const house = await world.cooperative('renaming');
    const [ada, bo] = [await world.member(house, 'Ada'), await world.member(house, 'Bo')];
    await call(ada, 'Night Jar', 'members');
    for (const name of ['Night Jar', 'nïght-jar', 'Jar Night']) {
      await expect(rename(bo, name)).rejects.toThrow(code('MEMBER_NAME_TAKEN'));
    }
    expect((await rename(ada, 'Night Jar')).displayName).toBe('Night Jar');
    expect((await rename(bo, 'Ada')).displayName).toBe('Ada');
    const elsewhere = await world.member(await world.cooperative('renaming-elsewhere'), 'Cy');
    expect((await rename(elsewhere, 'Night Jar')).displayName).toBe('Night Jar');
  });

  it('is refused as long as it is another’s, and for a year after they gave it up', async () => {
    const house = await world.cooperative('year');
    const [ada, bo] = [await world.member(house, 'Ada'), await world.member(house, 'Bo')];
    await call(ada, 'Nightjar');
    await expect(call(bo, 'night-jar')).rejects.toThrow(code('PSEUDONYM_TAKEN'));
    await call(ada, 'Kestrel');
    await expect(call(bo, 'Nightjar')).rejects.toThrow(code('PSEUDONYM_TAKEN'));
    expect((await call(ada, 'NightJar')).pseudonym).toBe('NightJar');
    expect((await call(ada, 'Nightjar')).pseudonym).toBe('Nightjar');
    const elsewhere = await world.cooperative('elsewhere');
    await call(await world.member(elsewhere, 'Cy'), 'Nightjar');
  });

  it('is one at a time: of two who want it at once, one has it', async () => {
    const house = await world.cooperative('race');
    const [ada, bo] = [await world.member(house, 'Ada'), await world.member(house, 'Bo')];
    const both = await Promise.allSettled([call(ada, 'Nightjar'), call(bo, 'Nightjar')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const rejected = both.find((one) => one.status === 'rejected');
    expect(rejected?.reason).toEqual(code('PSEUDONYM_TAKEN'));
  });

  it('is done a dozen times within a year', async () => {
    const ada = await world.member(coop, 'Often');
    for (let nth = 1; nth <= 12; nth += 1) await call(ada, `Bird ${nth}`);
    await expect(call(ada, 'Bird 13')).rejects.toThrow(code('PSEUDONYM_CHANGED_OFTEN'));
    expect((await call(ada, 'Bird 1')).pseudonym).toBe('Bird 1');
  });

  it('is for members, and not for who only applied', async () => {
    const accountId = await world.account('Waiting');
    const input = { classKey: 'worker', kind: 'person', displayName: 'Waiting' } as const;
    await world.useCases.apply.execute(await world.actor(accountId, coop.id), input);
    await expect(call(await world.actor(accountId, coop.id), 'Waiter')).rejects.toThrow(
      code('FORBIDDEN'),
    );
  });

  it('is told without the word', async () => {
    const ada = await world.member(coop, 'Told');
    await call(ada, 'Tattletale', 'members');
    const facts = await world.asOwner<{ data: object }>(
      `select data from platform.facts where type = 'membership.PseudonymChosen'
        and subject_id = $1`,
      [ada.memberId],
    );
    const data = { memberId: ada.memberId, isSet: true, visibleTo: 'members' };
    expect(facts).toEqual([{ data }]);
  });

  it('is in what the member takes along', async () => {
    const ada = await world.member(coop, 'Taker');
    await call(ada, 'Takeaway');
    const data = await world.useCases.exportData.execute(ada);
    expect(data).toMatchObject({
      membership: {
        member: { pseudonym: 'Takeaway', pseudonymVisibleTo: 'public' },
        pseudonyms: [{ givenUpAt: null }],
      },
    });
  });
});

describe('erasure', () => {
  it('takes the pseudonym, which is for a year nobody’s of those who read it', async () => {
    const house = await world.cooperative('erased');
    const [ada, bo] = [await world.member(house, 'Ada'), await world.member(house, 'Bo')];
    await call(ada, 'Nightjar');
    world.clock.advance({ days: 40 });
    await world.useCases.leave.execute(ada);
    await world.useCases.erase.execute(await world.actor(ada.accountId ?? '', house.id), {});
    const rows = await world.asOwner<{ row: string }>(
      `select m::text as row from membership.members m where m.cooperative_id = $1 union all
       select p::text from membership.pseudonyms p where p.cooperative_id = $1 union all
       select w.word from platform.search_words w where w.cooperative_id = $1 union all
       select f.data::text from platform.facts f`,
      [house.id],
    );
    expect(rows.map(({ row }) => row).join('\n')).not.toMatch(/night/i);
    await expect(call(bo, 'Nightjar')).rejects.toThrow(code('PSEUDONYM_TAKEN'));
  });
});
