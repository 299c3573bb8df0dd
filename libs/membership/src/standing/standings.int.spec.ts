import { systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChangeCooperative } from '../cooperative/change-cooperative.js';
import { DefineMemberClass } from '../member-class/define-member-class.js';
import { ResignRole } from '../role/resign-role.js';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import type { ChangeStandingInput } from './change-standing.js';

let world: MembershipWorld;
let coop: TestCooperative;
let officer: Actor;

beforeAll(async () => {
  world = await createMembershipWorld();
  coop = await world.cooperative('standings');
  officer = await world.founder(coop);
});

afterAll(async () => world.close());

const code = (name: string) => expect.objectContaining({ code: name }) as Error;
const application = { classKey: 'worker', kind: 'person', displayName: 'Ada' } as const;
const again = (actor: Actor) => world.actor(actor.accountId ?? '', coop.id);

function move(member: Actor, to: string, reason: ChangeStandingInput['reason'] = 'other') {
  const input = { memberId: member.memberId ?? '', to, reason, note: `now ${to}` };
  return world.useCases.changeStanding.execute(officer, input);
}

async function historyFor(reader: Actor, member: Actor) {
  const ids = [member.memberId ?? ''];
  return world.read(reader, (tx) => world.useCases.members.standingHistories(tx, ids));
}

describe('how a member came to stand where they do', () => {
  it('is written down step by step, with the reason and the private note', async () => {
    const member = await world.member(coop);
    world.clock.advance({ days: 1 });
    await move(member, 'in-arrears', 'arrears');
    world.clock.advance({ days: 1 });
    const { standingSince } = await move(member, 'active', 'arrears-settled');
    expect(standingSince).toEqual(world.clock.now());
    const steps = (await historyFor(officer, member)).map(
      ({ from, to, reason, note }) => [from, to, reason, note] as const,
    );
    expect(steps).toEqual([
      [null, 'applicant', 'applied', null],
      ['applicant', 'active', 'admitted', null],
      ['active', 'in-arrears', 'arrears', 'now in-arrears'],
      ['in-arrears', 'active', 'arrears-settled', 'now active'],
    ]);
  });

  it('is told by its latest 20 steps, however often they came and went', async () => {
    const [member, other] = [await world.member(coop), await world.member(coop)];
    for (let turn = 0; turn < 11; turn += 1) {
      world.clock.advance({ hours: 1 });
      await move(member, 'in-arrears', 'arrears');
      world.clock.advance({ hours: 1 });
      await move(member, 'active', 'arrears-settled');
    }
    const steps = await historyFor(officer, member);
    expect(steps).toHaveLength(20);
    expect(steps.at(-1)?.changedAt).toEqual(world.clock.now());
    expect(steps[0]?.changedAt).toEqual(new Date(world.clock.now().getTime() - 19 * 3_600_000));
    expect(await historyFor(officer, other)).toHaveLength(2);
  });

  it('is for the member and the officers', async () => {
    const [member, other] = [await world.member(coop), await world.member(coop)];
    expect(await historyFor(member, member)).toHaveLength(2);
    await expect(historyFor(other, member)).rejects.toThrow(code('FORBIDDEN'));
  });

  it('is not moved by members, nor past the machine', async () => {
    const member = await world.member(coop);
    const input = { memberId: coop.founderId, to: 'suspended', reason: 'conduct' } as const;
    await expect(world.useCases.changeStanding.execute(member, input)).rejects.toThrow(
      code('FORBIDDEN'),
    );
    await expect(move(member, 'expelled')).rejects.toThrow(code('STANDING_CHANGE_REFUSED'));
    await expect(move(member, 'applicant')).rejects.toThrow(code('STANDING_CHANGE_REFUSED'));
    expect((await again(member)).standing).toBe('active');
  });
});

describe('who comes back', () => {
  it('counts from the new admission, and has left no more', async () => {
    const member = await world.member(coop);
    const left = await world.useCases.leave.execute(member);
    expect(left.leftAt).toEqual(world.clock.now());
    world.clock.advance({ days: 10 });
    const back = await world.useCases.apply.execute(await again(member), {
      ...application,
      classKey: 'user',
    });
    expect(back.member).toMatchObject({ id: member.memberId, classKey: 'user', leftAt: null });
    const { member: admitted } = await world.useCases.admit.execute(officer, {
      applicationId: back.application.id,
    });
    expect(admitted.admittedAt).toEqual(world.clock.now());
  });

  it('keeps the day of joining after a pause', async () => {
    const member = await world.member(coop);
    const paused = await move(member, 'paused', 'requested');
    world.clock.advance({ days: 3 });
    const returned = await move(member, 'active', 'returned');
    expect(returned.admittedAt).toEqual(paused.admittedAt);
    expect(returned.standingSince).toEqual(world.clock.now());
  });

  it('was not expelled: that is for good', async () => {
    const member = await world.member(coop);
    await move(member, 'suspended', 'conduct');
    const suspended = await again(member);
    await expect(world.useCases.apply.execute(suspended, application)).rejects.toThrow(
      code('ALREADY_A_MEMBER'),
    );
    await expect(world.useCases.erase.execute(suspended, {})).rejects.toThrow(
      code('MEMBER_STILL_BELONGS'),
    );
    expect((await move(member, 'expelled', 'expelled')).leftAt).toEqual(world.clock.now());
    const expelled = await again(member);
    await expect(world.useCases.apply.execute(expelled, application)).rejects.toThrow(
      code('MEMBER_EXPELLED'),
    );
    const erased = await world.useCases.erase.execute(expelled, {});
    expect(erased).toMatchObject({ displayName: null, accountId: null, standing: 'expelled' });
    const notes = (await historyFor(officer, member)).map(({ note }) => note);
    expect(new Set(notes)).toEqual(new Set([null]));
  });
});

describe('the roll for votes', () => {
  it('has who stands as asked, of whatever class, with what the register says of it', async () => {
    const here = await world.cooperative('electorate');
    const founder = await world.founder(here);
    const [kept, paused] = [await world.member(here), await world.member(here)];
    const voters = (standings: readonly ('active' | 'paused')[] = ['active']) =>
      world.read(founder, (tx) => world.useCases.directory.roll(tx, standings));
    const counted = () => world.read(founder, (tx) => world.useCases.directory.count(tx));
    const pause = { memberId: paused.memberId ?? '', to: 'paused', reason: 'requested' } as const;
    await world.useCases.changeStanding.execute(founder, pause);
    const ids = async (...asked: ('active' | 'paused')[]) =>
      new Set((await voters(asked.length === 0 ? undefined : asked)).map((one) => one.memberId));
    expect(await ids()).toEqual(new Set([here.founderId, kept.memberId]));
    expect(await ids('paused')).toEqual(new Set([paused.memberId]));
    expect(await counted()).toBe(3);
    const define = new DefineMemberClass(world.unitOfWork);
    const worker = { key: 'worker', name: 'Worker', mayVote: true, votes: 3, openTo: 'person' };
    await define.execute(founder, { ...worker, openTo: 'person' });
    expect(new Set((await voters()).map(({ votes }) => votes))).toEqual(new Set([3]));
    await define.execute(founder, { ...worker, openTo: 'person', mayVote: false });
    expect(new Set((await voters()).map(({ mayVote }) => mayVote))).toEqual(new Set([false]));
    await expect(define.execute(kept, { ...worker, openTo: 'person' })).rejects.toThrow(
      code('FORBIDDEN'),
    );
  });
});

describe('a co-operative that takes nobody', () => {
  it('refuses applications until it opens again, and keeps its other settings', async () => {
    const here = await world.cooperative('closed');
    const founder = await world.founder(here);
    const change = new ChangeCooperative(world.unitOfWork);
    await change.execute(founder, { settings: { description: 'We forge.' } });
    await change.execute(founder, { settings: { joining: 'closed' } });
    const person = await world.actor(await world.account(), here.id);
    await expect(world.useCases.apply.execute(person, application)).rejects.toThrow(
      code('JOINING_CLOSED'),
    );
    const opened = await change.execute(founder, { settings: { joining: 'open' } });
    expect(opened.settings).toMatchObject({ joining: 'open', description: 'We forge.' });
    await world.useCases.apply.execute(person, application);
  });
});

describe('a term of office', () => {
  const appointment = (member: Actor) => ({ memberId: member.memberId ?? '', role: 'auditor' });

  it('is laid down by who holds it, and by nobody else', async () => {
    const [holder, other] = [await world.member(coop), await world.member(coop)];
    const { id: termId } = await world.useCases.appoint.execute(officer, appointment(holder));
    const resign = new ResignRole(world.unitOfWork);
    await expect(resign.execute(other, { termId })).rejects.toThrow(code('FORBIDDEN'));
    const ended = await resign.execute(await again(holder), { termId });
    expect(ended.endsAt).toEqual(world.clock.now());
    await expect(resign.execute(await again(holder), { termId })).rejects.toThrow(
      code('ROLE_TERM_ENDED'),
    );
  });

  it('does not begin in the past, and is elected only when the service says so', async () => {
    const holder = await world.member(coop);
    const yesterday = new Date(world.clock.now().getTime() - 86_400_000);
    const { appoint } = world.useCases;
    await expect(
      appoint.execute(officer, { ...appointment(holder), startsAt: yesterday }),
    ).rejects.toThrow(code('ROLE_TERM_INVALID'));
    const claimed = { ...appointment(holder), origin: 'elected' } as const;
    expect((await appoint.execute(officer, claimed)).origin).toBe('appointed');
    const elected = { ...claimed, role: 'treasurer', startsAt: yesterday };
    const term = await appoint.execute(systemActor(coop.id, 'job'), elected);
    expect(term).toMatchObject({ origin: 'elected', startsAt: yesterday });
  });

  it('that begins later makes nobody the other administrator yet', async () => {
    const here = await world.cooperative('later');
    const founder = await world.founder(here);
    const { memberId } = await world.member(here);
    const startsAt = new Date(world.clock.now().getTime() + 86_400_000);
    const next = { memberId: memberId ?? '', role: 'administrator', startsAt };
    await world.useCases.appoint.execute(founder, next);
    await expect(world.useCases.leave.execute(founder)).rejects.toThrow(code('LAST_ADMINISTRATOR'));
    world.clock.advance({ days: 1 });
    await world.useCases.leave.execute(founder);
  });
});
