import { Accounts } from '@rochdale/identity';
import type { IdentitySettings } from '@rochdale/identity';
import { systemActor } from '@rochdale/platform';
import { whileBroken } from '@rochdale/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PendingAnswers } from '../application/pending-answers.js';
import { WithdrawApplication } from '../application/withdraw-application.js';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import { ApplicantPost } from './applicant-post.js';
import { DropPassed } from './drop-passed.js';
import { LapseApplications } from './lapse-applications.js';

let world: MembershipWorld;
let mill: TestCooperative;
let answers: PendingAnswers;
let here = 0;
let nights = 0;
beforeAll(async () => {
  world = await createMembershipWorld(new Date('2026-03-02T09:00:00Z'));
});
afterAll(() => world.close());
beforeEach(async () => {
  const { letterbox } = world.useCases;
  letterbox.isDelivered = true;
  letterbox.letters.length = 0;
  answers = new PendingAnswers();
  world.clock.set(new Date('2026-03-02T09:00:00Z'));
  mill = await world.cooperative(`lapse-${(here += 1)}`);
});

/** What a night does on that day: how many lapsed. No night begins at the second of another. */
async function night(day: string): Promise<number> {
  world.clock.set(new Date(`${day}T02:20:${String((nights += 1) % 60).padStart(2, '0')}Z`));
  const { cooperatives, letterbox } = world.useCases;
  const settings = { publicUrl: 'https://house.example' } as IdentitySettings;
  const post = new ApplicantPost(cooperatives, new Accounts(), letterbox, settings);
  const job = new LapseApplications(world.unitOfWork, post, answers);
  return job.execute(systemActor(mill.id, 'job'));
}

async function applied(name: string) {
  const actor = await world.actor(await world.account(name), mill.id);
  const who = { classKey: 'worker', kind: 'person', displayName: name } as const;
  const { application } = await world.useCases.apply.execute(actor, { ...who, note: null });
  const { id, memberId } = application;
  return { id, memberId, accountId: actor.accountId ?? '' };
}
const stateOf = async (id: string) => {
  const [row] = await world.asOwner<{ state: string; standing: string; name: string | null }>(
    `select a.state, m.standing, m.display_name as name
     from membership.applications a join membership.members m on m.id = a.member_id
     where a.id = $1`,
    [id],
  );
  return row;
};
const letters = () => world.useCases.letterbox.letters.map(({ kind }) => kind);

describe('an application that nobody answers', () => {
  it('lapses after a year, of which its applicant is told before and then', async () => {
    const { id } = await applied('Wanda Waits');
    expect(await night('2027-01-30')).toBe(0);
    expect(letters()).toEqual([]);
    for (const day of ['2027-02-01', '2027-02-02', '2027-03-02', '2027-03-03'])
      expect(await night(day)).toBe(0);
    expect(letters()).toEqual(['membership.application-lapses']);
    expect(world.useCases.letterbox.letters[0]?.text).toContain('2027-03-03');
    expect(await night('2027-03-04')).toBe(1);
    expect(letters()).toEqual(['membership.application-lapses', 'membership.application-lapsed']);
    expect(await stateOf(id)).toEqual({
      state: 'withdrawn',
      standing: 'left',
      name: 'Wanda Waits',
    });
    expect(await night('2027-03-05')).toBe(0);
    const { cooperatives, affairs, letterbox } = world.useCases;
    const drop = new DropPassed(world.unitOfWork, cooperatives, affairs, new Accounts(), letterbox);
    world.clock.set(new Date('2027-09-10T02:00:00Z'));
    await drop.execute(systemActor(mill.id, 'job'));
    expect(await stateOf(id)).toMatchObject({ name: null });
  });

  it('is told anew where a vote kept it open for long', async () => {
    const { id, memberId } = await applied('Wilma Waited');
    let isVotedOn = false;
    answers.register('votes', async () => (isVotedOn ? [memberId] : []));
    expect(await night('2027-02-01')).toBe(0);
    isVotedOn = true;
    expect(await night('2027-09-03')).toBe(0);
    isVotedOn = false;
    for (const day of ['2027-09-04', '2027-10-04']) expect(await night(day)).toBe(0);
    expect(letters()).toHaveLength(2);
    expect(world.useCases.letterbox.letters[1]?.text).toContain('2027-10-04');
    expect(await night('2027-10-05')).toBe(1);
    expect(await stateOf(id)).toMatchObject({ state: 'withdrawn' });
  });

  it('gives thirty days from the letter where the worker stood still, and is anew', async () => {
    const { id } = await applied('Lena Late');
    expect(await night('2029-05-10')).toBe(0);
    expect(await night('2029-06-09')).toBe(0);
    expect(await night('2029-06-10')).toBe(1);
    expect(await stateOf(id)).toMatchObject({ state: 'withdrawn' });
  });

  it('gives the same days where no letter leaves, or no address is confirmed', async () => {
    const { id, accountId } = await applied('Ulla Unsure');
    await world.asOwner('update identity.accounts set email_verified = false where id = $1', [
      accountId,
    ]);
    world.useCases.letterbox.isDelivered = false;
    for (const day of ['2027-03-10', '2027-04-09']) expect(await night(day)).toBe(0);
    expect(await stateOf(id)).toMatchObject({ state: 'open' });
    expect(await night('2027-04-10')).toBe(1);
    expect(await stateOf(id)).toMatchObject({ state: 'withdrawn' });
    expect(letters()).toEqual([]);
  });

  it('waits while it is voted on, and not when it was answered or taken back', async () => {
    const [voted, taken] = [await applied('Vera Voted'), await applied('Tom Takes')];
    let isVotedOn = true;
    answers.register('votes', async (_, ids) => (isVotedOn ? [voted.memberId, ...ids] : []));
    const actor = await world.actor(taken.accountId, mill.id);
    await new WithdrawApplication(world.unitOfWork).execute(actor);
    expect(await night('2027-04-01')).toBe(0);
    expect(letters()).toEqual([]);
    isVotedOn = false;
    expect(await night('2027-04-02')).toBe(0);
    isVotedOn = true;
    expect(await night('2027-06-01')).toBe(0);
    isVotedOn = false;
    expect(await night('2027-06-02')).toBe(1);
    expect(letters()).toEqual(['membership.application-lapses', 'membership.application-lapsed']);
  });

  it('keeps none of the others where it cannot lapse', async () => {
    const [stuck, other] = [await applied('Stuck'), await applied('Other')];
    expect(await night('2027-02-20')).toBe(0);
    await whileBroken(world, 'membership.applications', `old.id = '${stuck.id}'`, () =>
      expect(night('2027-04-01')).rejects.toThrow('broken'),
    );
    expect(await stateOf(other.id)).toMatchObject({ state: 'withdrawn' });
    expect(await stateOf(stuck.id)).toMatchObject({ state: 'open' });
  });

  it('is looked for by the system alone', async () => {
    const post = {} as ApplicantPost;
    const asked = new LapseApplications(world.unitOfWork, post, answers);
    await expect(asked.execute(await world.founder(mill))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});
