import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';
import { DeclineApplication } from './decline-application.js';
import { WithdrawApplication } from './withdraw-application.js';

let world: MembershipWorld;
let coop: TestCooperative;

beforeAll(async () => {
  world = await createMembershipWorld();
  coop = await world.cooperative('applications');
});

afterAll(async () => world.close());

const code = (name: string) => expect.objectContaining({ code: name }) as Error;

function input(displayName = 'Grace') {
  return { classKey: 'worker', kind: 'person', displayName, note: 'Please.' } as const;
}

async function applicant() {
  const accountId = await world.account();
  const before = await world.actor(accountId, coop.id);
  const { application, member } = await world.useCases.apply.execute(before, input());
  return { accountId, application, member, actor: await world.actor(accountId, coop.id) };
}

async function factTypes(subjectId: string): Promise<string[]> {
  const rows = await world.asOwner<{ type: string }>(
    'select type from platform.facts where subject_id = $1 order by position',
    [subjectId],
  );
  return rows.map(({ type }) => type);
}

describe('applying', () => {
  it('makes an applicant, whom an officer admits, and tells the log', async () => {
    const { accountId, application, member, actor } = await applicant();
    expect(actor.standing).toBe('applicant');
    const officer = await world.founder(coop);
    const admitted = await world.useCases.admit.execute(officer, { applicationId: application.id });
    expect(admitted.member).toMatchObject({ standing: 'active', admittedAt: world.clock.now() });
    expect(admitted.application.state).toBe('admitted');
    expect((await world.actor(accountId, coop.id)).standing).toBe('active');
    expect(await factTypes(member.id)).toEqual([
      'membership.StandingChanged',
      'membership.StandingChanged',
      'membership.MemberAdmitted',
    ]);
    expect(await factTypes(application.id)).toEqual(['membership.MembershipApplied']);
  });

  it('is for those who signed in', async () => {
    const stranger = {
      ...(await world.founder(coop)),
      kind: 'anonymous',
      accountId: null,
    } as const;
    await expect(world.useCases.apply.execute(stranger, input())).rejects.toThrow(
      code('UNAUTHENTICATED'),
    );
  });

  it('twice at the same moment makes one application', async () => {
    const actor = await world.actor(await world.account(), coop.id);
    const both = [1, 2].map(() => world.useCases.apply.execute(actor, input()));
    const outcomes = await Promise.allSettled(both);
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(failed.map(({ reason }) => (reason as { code: string }).code)).toEqual([
      'APPLICATION_OPEN',
    ]);
  });

  it('is refused to members, and for classes that are not there or not open', async () => {
    const member = await world.member(coop);
    await expect(world.useCases.apply.execute(member, input())).rejects.toThrow(
      code('ALREADY_A_MEMBER'),
    );
    const other = await world.actor(await world.account(), coop.id);
    await expect(
      world.useCases.apply.execute(other, { ...input(), classKey: 'royalty' }),
    ).rejects.toThrow(code('MEMBER_CLASS_UNKNOWN'));
    await expect(
      world.useCases.apply.execute(other, { ...input(), classKey: 'organisation' }),
    ).rejects.toThrow(code('MEMBER_CLASS_NOT_OPEN'));
  });

  it('keeps the note between the applicant and the officers', async () => {
    const { actor } = await applicant();
    const member = await world.member(coop);
    const { applications } = world.useCases;
    const [own] = await world.read(actor, (tx) => applications.own(tx));
    expect(own?.note).toBe('Please.');
    await expect(world.read(member, (tx) => applications.page(tx, {}))).rejects.toThrow(
      code('FORBIDDEN'),
    );
    const officer = await world.founder(coop);
    const page = await world.read(officer, (tx) => applications.page(tx, {}, { state: 'open' }));
    expect(page.rows.every(({ state }) => state === 'open')).toBe(true);
  });

  it('shows its note to officers until it is decided, both notes to the applicant', async () => {
    const { accountId, application } = await applicant();
    const { applications, admit } = world.useCases;
    const officer = await world.founder(coop);
    const shownTo = async (reader: Actor) => {
      const rows = await world.read(reader, (tx) => applications.findMany(tx, [application.id]));
      return rows.map(({ note, decisionNote }) => [note, decisionNote]);
    };
    expect(await shownTo(officer)).toEqual([['Please.', null]]);
    await admit.execute(officer, { applicationId: application.id, note: 'Get well soon.' });
    expect(await shownTo(officer)).toEqual([[null, null]]);
    const own = await world.actor(accountId, coop.id);
    expect(await shownTo(own)).toEqual([['Please.', 'Get well soon.']]);
  });

  it('shows whoever came and went often the latest twenty, and each one by its id', async () => {
    const { accountId, application } = await applicant();
    const { applications, apply } = world.useCases;
    const withdraw = new WithdrawApplication(world.unitOfWork);
    const person = () => world.actor(accountId, coop.id);
    let latest = application;
    for (let turn = 0; turn < 21; turn += 1) {
      await withdraw.execute(await person());
      world.clock.advance({ hours: 1 });
      latest = (await apply.execute(await person(), input())).application;
    }
    const actor = await person();
    const own = await world.read(actor, (tx) => applications.own(tx));
    expect(own).toHaveLength(20);
    expect(own.at(-1)?.id).toBe(latest.id);
    const first = (reader: Actor) =>
      world.read(reader, (tx) => applications.findMany(tx, [application.id]));
    expect(await first(actor)).toHaveLength(1);
    expect(await first((await applicant()).actor)).toEqual([]);
    expect(await first(await world.founder(coop))).toHaveLength(1);
  });
});

describe('deciding', () => {
  it('happens once, and not by the applicant', async () => {
    const { application, actor } = await applicant();
    const decision = { applicationId: application.id };
    await expect(world.useCases.admit.execute(actor, decision)).rejects.toThrow(code('FORBIDDEN'));
    const officer = await world.founder(coop);
    const decline = new DeclineApplication(world.unitOfWork);
    const outcomes = await Promise.allSettled([
      world.useCases.admit.execute(officer, decision),
      decline.execute(officer, decision),
    ]);
    const reasons = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(reasons).toEqual([code('APPLICATION_DECIDED')]);
  });

  it('lets a declined person apply again, as the same member', async () => {
    const { accountId, application, member } = await applicant();
    const decline = new DeclineApplication(world.unitOfWork);
    await decline.execute(await world.founder(coop), { applicationId: application.id });
    const declined = await world.actor(accountId, coop.id);
    expect(declined.standing).toBe('left');
    const again = await world.useCases.apply.execute(declined, input('Grace H.'));
    expect(again.member).toMatchObject({ id: member.id, standing: 'applicant' });
  });

  it('is not needed for who withdraws', async () => {
    const { actor } = await applicant();
    const withdraw = new WithdrawApplication(world.unitOfWork);
    const { application, member } = await withdraw.execute(actor);
    expect([application.state, member.standing]).toEqual(['withdrawn', 'left']);
  });

  it('knows no application of another co-operative', async () => {
    const { application } = await applicant();
    const elsewhere = await world.founder(await world.cooperative('elsewhere'));
    await expect(
      world.useCases.admit.execute(elsewhere, { applicationId: application.id }),
    ).rejects.toThrow(code('APPLICATION_UNKNOWN'));
  });
});
