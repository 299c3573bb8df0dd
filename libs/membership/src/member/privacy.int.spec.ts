import {
  anonymousActor,
  idOf,
  newId,
  platformErrors,
  toGlobalId,
  toMemberId,
} from '@rochdale/platform';
import type { Actor, PageRequest } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { WithdrawApplication } from '../application/withdraw-application.js';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import type { Standing } from './standing.js';
import type { Audience } from './visibility.js';

let world: MembershipWorld;
let coop: TestCooperative;

beforeAll(async () => {
  world = await createMembershipWorld();
  coop = await world.cooperative('private');
});

afterAll(async () => world.close());

const pageFor = (actor: Actor, request: PageRequest, standings: Standing[] | null = null) =>
  world.read(actor, (tx) => world.useCases.members.page(tx, request, { standings }));
const found = async (actor: Actor, text: string) =>
  (
    await world.read(actor, (tx) => world.useCases.members.page(tx, { first: 100 }, { text }))
  ).rows.map(({ displayName }) => displayName);
const code = (name: string) => expect.objectContaining({ code: name }) as Error;

describe('what strangers see', () => {
  it('is no name until the member says so, and then only that name', async () => {
    const [open, shy] = [await world.member(coop, 'Open'), await world.member(coop, 'Shy')];
    const names = async () => {
      const page = await pageFor(anonymousActor(coop.id), { first: 100 });
      return page.rows.map(({ displayName }) => displayName).filter((name) => name !== null);
    };
    expect(await names()).toEqual([]);
    await world.useCases.choose.execute(open, { name: 'public' });
    expect(await names()).toEqual(['Open']);
    const memberId = shy.memberId ?? '';
    const seen = await world.read(anonymousActor(coop.id), (tx) =>
      world.useCases.directory.visible(tx, [memberId]),
    );
    expect(seen.get(memberId)).toMatchObject({
      displayName: null,
      classKey: null,
      admittedAt: null,
      standing: null,
    });
  });

  it('is found by its words, by whoever may see it', async () => {
    const [known, shy] = [
      await world.member(coop, 'Zenobia Quill'),
      await world.member(coop, 'Zenon Quill'),
    ];
    const stranger = anonymousActor(coop.id);
    await world.useCases.choose.execute(known, { name: 'public' });
    await world.useCases.choose.execute(shy, { name: 'officers' });
    expect(await found(stranger, 'zeno')).toEqual(['Zenobia Quill']);
    expect(await found(stranger, 'zenon')).toEqual([]);
    expect(await found(known, 'Zeno qui')).toEqual(['Zenobia Quill']);
    const both = await found(shy, 'QUILL zeno');
    expect(both).toHaveLength(2);
    expect(new Set(both)).toEqual(new Set(['Zenobia Quill', 'Zenon Quill']));
    expect(await found(known, 'uill')).toEqual([]);
    expect(await found(known, 'zeno_ia')).toEqual([]);
    await world.useCases.rename.execute(known, { displayName: 'Zoe' });
    expect(await found(stranger, 'zenobia')).toEqual([]);
    expect(await found(stranger, 'zoe')).toEqual(['Zoe']);
  });

  it('does not tell strangers who joined before whom', async () => {
    const house = await world.cooperative('scattered');
    for (let nth = 0; nth < 20; nth += 1) await world.member(house, `Member ${nth}`);
    const ids = (await pageFor(anonymousActor(house.id), { first: 100 })).rows.map(({ id }) => id);
    const joined = (await pageFor(await world.founder(house), { first: 100 })).rows.map(
      ({ id }) => id,
    );
    expect(joined).toEqual(joined.toSorted());
    expect(new Set(ids)).toEqual(new Set(joined));
    expect(ids).not.toEqual(joined);
  });

  it('tells members as little of it, in an order that is not that of strangers', async () => {
    const house = await world.cooperative('scattered-inside');
    const reader = await world.member(house, 'Reader');
    for (let nth = 0; nth < 20; nth += 1) await world.member(house, `Member ${nth}`);
    const idsFor = async (actor: Actor) => {
      const first = await pageFor(actor, { first: 7 });
      const [last = null] = first.rows.slice(-1);
      const after = last === null ? null : first.cursorOf(last);
      const rest = await pageFor(actor, { first: 100, after });
      return [...first.rows, ...rest.rows].map(({ id }) => id);
    };
    const [inside, outside] = [await idsFor(reader), await idsFor(anonymousActor(house.id))];
    const auditor = await idsFor({ ...reader, roles: new Set(['auditor']) });
    const joined = await idsFor(await world.founder(house));
    expect(joined).toEqual(joined.toSorted());
    expect(inside).not.toEqual(joined);
    expect(auditor).toEqual(inside);
    expect(outside).not.toEqual(inside);
    expect(inside.toSorted()).toEqual(joined);
    expect(outside.toSorted()).toEqual(joined);
    expect(await idsFor(reader)).toEqual(inside);
  });

  it('gives who hides another place, and the first one again who shows their name', async () => {
    const house = await world.cooperative('moving');
    const people = [];
    for (let nth = 0; nth < 20; nth += 1) people.push(await world.member(house, `Member ${nth}`));
    const placesFor = async (actor: Actor) =>
      (await pageFor(actor, { first: 100 })).rows.map(({ id }) => id);
    const [reader, ...others] = people;
    if (reader === undefined) throw new Error('nobody reads');
    for (const audience of [reader, anonymousActor(house.id)]) {
      const show = (name: Audience) =>
        Promise.all(others.map((one) => world.useCases.choose.execute(one, { name })));
      await show('public');
      const named = await placesFor(audience);
      await show('officers');
      expect(await placesFor(audience)).not.toEqual(named);
      await show('public');
      expect(await placesFor(audience)).toEqual(named);
    }
  });

  it('has a place in the order of names for whoever may see it', async () => {
    const house = await world.cooperative('alphabet');
    const [zoe, shy, abe] = [
      await world.member(house, 'zoe'),
      await world.member(house, 'Shy'),
      await world.member(house, 'Abe'),
    ];
    await world.useCases.choose.execute(shy, { name: 'officers' });
    await world.useCases.choose.execute(abe, { name: 'public' });
    const named = async (actor: Actor, standings: Standing[] | null = null) => {
      const list = (request: PageRequest) =>
        world.read(actor, (tx) => world.useCases.members.page(tx, request, { standings }, 'name'));
      const { rows, cursorOf } = await list({ first: 1 });
      const rest = await list({
        first: 100,
        after: rows[0] === undefined ? null : cursorOf(rows[0]),
      });
      return [...rows, ...rest.rows].map(({ displayName }) => displayName);
    };
    expect(await named(anonymousActor(house.id))).toEqual(['Abe']);
    expect((await named(zoe)).filter((name) => /Abe|Shy|zoe/.test(name ?? ''))).toEqual([
      'Abe',
      'zoe',
    ]);
    expect(await named(zoe)).not.toContain(null);
    await world.useCases.rename.execute(abe, { displayName: 'Zzyzx' });
    expect((await named(zoe)).slice(-2)).toEqual(['zoe', 'Zzyzx']);
    await world.useCases.rename.execute(abe, { displayName: 'ABE' });
    expect((await named(shy)).filter((name) => /ABE|Shy|zoe/.test(name ?? ''))).toEqual([
      'ABE',
      'Shy',
      'zoe',
    ]);
  });

  it('leaves out who has left, and applicants', async () => {
    const leaver = await world.member(coop, 'Leaver');
    await world.useCases.leave.execute(leaver);
    const page = await pageFor(anonymousActor(coop.id), { first: 100 });
    expect(page.rows.map(({ id }) => id)).not.toContain(leaver.memberId);
    await expect(pageFor(anonymousActor(coop.id), {}, ['left'])).rejects.toThrow(
      code('UNAUTHENTICATED'),
    );
  });

  it('pages through all members once, forwards and backwards', async () => {
    const actor = anonymousActor(coop.id);
    const all = (await pageFor(actor, { first: 100 })).rows.map(({ id }) => id);
    const walked: string[] = [];
    for (let after: string | null = null; ;) {
      const page = await pageFor(actor, { first: 1, after });
      walked.push(...page.rows.map(({ id }) => id));
      const last = page.rows.at(-1);
      if (!page.hasNextPage || last === undefined) break;
      after = page.cursorOf(last);
    }
    expect(walked).toEqual(all);
    const end = await pageFor(actor, { last: 2 });
    expect(end.rows.map(({ id }) => id)).toEqual(all.slice(-2));
    expect(end.hasPreviousPage).toBe(true);
  });
});

describe('who only applied', () => {
  it('is nobody to a treasurer, who finds who was a member and left', async () => {
    const house = await world.cooperative('leavers');
    const [tess, leaver] = [await world.member(house, 'tess'), await world.member(house, 'lea')];
    await world.useCases.appoint.execute(await world.founder(house), {
      memberId: tess.memberId ?? '',
      role: 'treasurer',
    });
    await world.useCases.leave.execute(leaver);
    const accountId = await world.account('Shy');
    const input = { classKey: 'worker', kind: 'person', displayName: 'Shy' } as const;
    await world.useCases.apply.execute(await world.actor(accountId, house.id), input);
    const withdraw = new WithdrawApplication(world.unitOfWork);
    await withdraw.execute(await world.actor(accountId, house.id));
    const left = async (actor: Actor) =>
      (await pageFor(actor, { first: 10 }, ['left'])).rows.map(({ displayName }) => displayName);
    const treasurer = await world.actor(tess.accountId ?? '', house.id);
    expect(await left(treasurer)).toEqual(['lea']);
    expect(await left(await world.founder(house))).toEqual(['lea', 'Shy']);
    for (const [actor, standing] of [
      [treasurer, 'applicant'],
      [await world.member(house), 'left'],
    ] as const) {
      await expect(pageFor(actor, {}, [standing])).rejects.toThrow(code('FORBIDDEN'));
    }
  });

  it('is named by themselves and who lists applications, and nobody to all others', async () => {
    const accountId = await world.account('Shy');
    const input = { classKey: 'worker', kind: 'person', displayName: 'Shy' } as const;
    const asked = await world.useCases.apply.execute(await world.actor(accountId, coop.id), input);
    const ada = await world.member(coop);
    const ids = [asked.member.id, ada.memberId ?? ''];
    const namedBy = (actor: Actor) =>
      world.read(actor, async (tx) => [...(await world.useCases.directory.among(tx, ids))]);
    const machine = { ...anonymousActor(coop.id), kind: 'partner', partnerId: newId() } as const;
    for (const other of [ada, machine, anonymousActor(coop.id)]) {
      expect(await namedBy(other)).toEqual([ada.memberId]);
    }
    for (const close of [await world.actor(accountId, coop.id), await world.founder(coop)]) {
      expect((await namedBy(close)).toSorted()).toEqual(ids.toSorted());
    }
  });
});

describe('an export', () => {
  it('holds what is kept about oneself, in every room, and no hash', async () => {
    const member = await world.member(coop, 'Curious');
    world.useCases.sources.register(
      'example',
      z.object({ memberId: idOf('Member') }),
      async (_tx, { memberId }) => ({ memberId, at: new Date(0), minor: 7n }),
    );
    const data = await world.useCases.exportData.execute(member);
    expect(data).toMatchObject({
      cooperativeId: toGlobalId('Cooperative', coop.id),
      identity: { account: { id: toGlobalId('Account', member.accountId ?? '') } },
      membership: {
        member: { displayName: 'Curious' },
        applications: [{ note: 'I am Curious.' }],
      },
      example: {
        memberId: toMemberId(member.memberId ?? '', 'inside'),
        at: '1970-01-01T00:00:00.000Z',
        minor: '7',
      },
    });
    expect(JSON.stringify(data)).not.toMatch(/hash/i);
  });

  it('tells what was recorded of oneself, not by whom, and what one did, not to whom', async () => {
    const house = await world.cooperative('recorded');
    const [founder, member] = [await world.founder(house), await world.member(house, 'Recorded')];
    const facts = async (by: Actor) => {
      const { platform } = await world.useCases.exportData.execute(by);
      return (platform as { facts: Readonly<Record<string, unknown>>[] }).facts;
    };
    const memberId = toMemberId(member.memberId ?? '', 'inside');
    const isAdmitted = ({ type }: Readonly<Record<string, unknown>>) =>
      type === 'membership.MemberAdmitted';
    expect((await facts(member)).filter(isAdmitted)).toMatchObject([
      { subjectId: memberId, data: { memberId }, byOneself: false, via: null, requestId: null },
    ]);
    const admitting = (await facts(founder)).filter(isAdmitted);
    expect(admitting).toContainEqual(
      expect.objectContaining({ subjectId: null, data: null, byOneself: true, via: 'session' }),
    );
    expect(JSON.stringify(await facts(founder))).not.toContain(memberId);
    expect(JSON.stringify(await facts(member))).not.toContain(
      toMemberId(founder.memberId ?? '', 'inside'),
    );
  });
});

describe('erasure', () => {
  it('takes name, notes and account away for ever; the member’s id stays', async () => {
    const member = await world.member(coop, 'Forgotten');
    await world.useCases.leave.execute(member);
    const left = await world.actor(member.accountId ?? '', coop.id);
    await world.useCases.erase.execute(left, {});
    const rows = await world.asOwner(
      `select m.display_name, m.account_id, a.note, c.email like 'erased-%' as erased,
              c.disabled_at is not null as disabled
         from membership.members m
         join membership.applications a on a.member_id = m.id
         cross join identity.accounts c
        where m.id = $1 and c.id = $2`,
      [member.memberId, member.accountId],
    );
    const nothing = { display_name: null, account_id: null, note: null };
    expect(rows).toEqual([{ ...nothing, erased: true, disabled: true }]);
    const stored = await world.asOwner<{ row: string }>(
      `select m::text as row from membership.members m union all
       select a::text from membership.applications a union all
       select c::text from identity.accounts c union all
       select f::text from platform.facts f`,
    );
    expect(stored.map(({ row }) => row).join('\n')).not.toContain('Forgotten');
  });

  it('waits until the person has left', async () => {
    const member = await world.member(coop, 'Still here');
    await expect(world.useCases.erase.execute(member, {})).rejects.toThrow(
      code('MEMBER_STILL_BELONGS'),
    );
  });

  it('waits until no room has anything under way with them, and says what first', async () => {
    const member = await world.member(coop, 'Owed');
    const memberId = member.memberId ?? '';
    await world.useCases.leave.execute(member);
    const busy = new Set(['shop', 'bar']);
    for (const room of ['shop', 'bar']) {
      world.useCases.affairs.register(room, async (_, ids) => {
        const reason = platformErrors.error('INVALID_INPUT', room);
        return new Map(busy.has(room) ? ids.map((id) => [id, reason]) : []);
      });
    }
    const erase = async () => {
      const left = await world.actor(member.accountId ?? '', coop.id);
      return world.useCases.erase.execute(left, {});
    };
    const others = { memberId };
    const administrator = await world.founder(coop);
    await expect(world.useCases.erase.execute(administrator, others)).rejects.toThrow('bar');
    await expect(erase()).rejects.toThrow('bar');
    busy.delete('bar');
    await expect(erase()).rejects.toThrow('shop');
    const stranger = await world.member(coop);
    const ask = (by: Actor, id = memberId) =>
      world.read(by, (tx) => world.useCases.affairs.whyNotErase(tx, [id]));
    await expect(ask(stranger)).rejects.toThrow(code('FORBIDDEN'));
    expect([...(await ask(stranger, stranger.memberId ?? '')).keys()]).toEqual([stranger.memberId]);
    busy.clear();
    expect((await erase()).erasedAt).toEqual(world.clock.now());
    busy.add('shop');
    expect((await ask(administrator)).size).toBe(0);
    const again = await world.useCases.erase.execute(administrator, others);
    expect(again.id).toBe(memberId);
    busy.clear();
  });

  it('of somebody else is for administrators', async () => {
    const [member, other] = [await world.member(coop), await world.member(coop)];
    const input = { memberId: other.memberId ?? '' };
    await expect(world.useCases.erase.execute(member, input)).rejects.toThrow(code('FORBIDDEN'));
  });

  it('keeps an account that belongs elsewhere too', async () => {
    const elsewhere = await world.cooperative('elsewhere');
    const member = await world.member(coop, 'Both');
    const there = await world.actor(member.accountId ?? '', elsewhere.id);
    const input = { classKey: 'worker', kind: 'person', displayName: 'Both' } as const;
    await world.useCases.apply.execute(there, input);
    await world.useCases.leave.execute(member);
    await world.useCases.erase.execute(await world.actor(member.accountId ?? '', coop.id), {});
    const rows = await world.asOwner(
      'select 1 from identity.accounts where id = $1 and erased_at is null',
      [member.accountId],
    );
    expect(rows).toHaveLength(1);
  });
});
