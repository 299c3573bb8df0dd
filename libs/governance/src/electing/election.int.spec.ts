import '@rochdale/membership';
import { addDays, dayOf } from '@rochdale/platform';
import { dyingOnEachLine, moveTo } from '@rochdale/testing';
import { RecountOutcomes } from '@rochdale/voting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import { memberDirectory } from '../../../membership/src/testing/membership-world.js';
import { AnswerNomination } from '../nomination/answer-nomination.js';
import { FillSeats } from '../count-back/fill-seats.js';
import { NominateMember } from '../nomination/nominate-member.js';
import { governanceInvariants } from '../governance.invariants.js';
import { parseRule } from '../policy/decision-rule.js';
import { brokenLaws, createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';

const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
const stv = { ...plain, ballotKind: 'stv', method: 'scottish', winners: 2, maximum: null };
const elects = { offices: ['auditor', 'coordinator'], termMonths: 12, nominationHours: 24 };

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(6);
  await moveTo(world, world.cooperativeId, 'Europe/Berlin');
  await world.asOwner('alter table membership.members drop constraint members_class_fkey');
  await adopt('board', { ...stv, elects });
  await adopt('plain', stv);
  for (const { memberId } of world.voters) await standing(memberId, 'active');
});
afterAll(() => world.close());

const adopt = (key: string, rule: object) =>
  world.adopt.execute(world.system, { key, title: 'It', rule: parseRule(rule) });
const member = (nth: number) => world.voters[nth]!.memberId!;

async function standing(memberId: string | null, as: string): Promise<void> {
  await world.asOwner(
    `insert into membership.members (id, cooperative_id, kind, class_key, standing,
       standing_since, applied_at, admitted_at)
     values ($1, $2, 'person', 'user', $3, now(), now(), now())
     on conflict (id) do update set standing = $3`,
    [memberId, world.cooperativeId, as],
  );
}

const draft = (
  action: object,
  policyKey = 'board',
  options: string[] | null = null,
  voteTerms: object | null = null,
) =>
  world.unitOfWork.run(world.voters[0]!, (tx) =>
    world.drafting.write(
      tx,
      { title: 'Who', body: '', policyKey, actions: [action as never], options, voteTerms },
      'member',
    ),
  );

/** Puts an election to the vote in which some members stand: their numbers, in order. */
async function opened(
  action: object,
  who: readonly number[] = [0, 1, 2, 3],
  voteTerms: object | null = null,
): Promise<{ proposalId: string; numbers: number[] }> {
  const proposalId = await draft(action, 'board', null, voteTerms);
  await world.open.execute(world.voters[0]!, { proposalId });
  const nominate = new NominateMember(world.unitOfWork, memberDirectory());
  const answer = new AnswerNomination(world.unitOfWork);
  for (const nth of who) {
    await nominate.execute(world.voters[nth]!, { proposalId, memberId: member(nth) });
    await answer.execute(world.voters[nth]!, { proposalId, accepts: true });
  }
  world.clock.advance({ hours: 24 });
  await world.openNoticed.execute(world.system, { proposalId });
  const places = await world.asOwner<{ who: string; place: number }>(
    'select member_id as who, place from governance.candidates where proposal_id = $1',
    [proposalId],
  );
  const numberOf = (nth: number) => places.find(({ who }) => who === member(nth))?.place ?? 0;
  return { proposalId, numbers: who.map(numberOf) };
}

const rank = (voter: number, proposalId: string, ...numbers: number[]) =>
  world.cast.execute(world.voters[voter]!, {
    proposalId,
    mark: { ranks: numbers.map((option, at) => ({ option, rank: at + 1 })) },
    reason: null,
  });

/** A vote whose ballots elect the first two of four, and behind them the third. */
async function voted(action: object): Promise<string> {
  const { proposalId, numbers } = await opened(action);
  const [first = 0, second = 0, third = 0, last = 0] = numbers;
  await rank(0, proposalId, first, third);
  await rank(1, proposalId, first, third);
  await rank(2, proposalId, second, third);
  await rank(3, proposalId, second, third);
  await rank(4, proposalId, last);
  return proposalId;
}

async function closed(proposalId: string): Promise<void> {
  world.clock.advance({ days: 6 });
  await world.closing.execute(world.system, { proposalId });
}

const terms = (role = 'auditor') =>
  world.asOwner<{ who: string; origin: string; from: string; until: string | null }>(
    `select member_id as who, origin, starts_at::date::text as from, ends_at::date::text as until
     from membership.role_terms where role = $1 and starts_at < coalesce(ends_at, 'infinity')
     order by starts_at, member_id`,
    [role],
  );
const electing = (more: object = {}) => ({
  kind: 'role.elect',
  payload: { role: 'auditor', ...more },
});
const today = () => dayOf(world.clock.now(), 'Europe/Berlin');

describe('an office that follows from an election', () => {
  it('follows under a rule that elects to it, and nothing else does', async () => {
    const unfit = { code: 'ACTION_POLICY_UNFIT', path: ['policyKey'] };
    await expect(draft(electing(), 'plain', ['One', 'Two', 'Three'])).rejects.toMatchObject(unfit);
    const secretary = { kind: 'role.elect', payload: { role: 'secretary' } };
    await expect(draft(secretary)).rejects.toMatchObject(unfit);
    const stances = ruleLike();
    await adopt('stances', stances);
    await expect(draft(electing(), 'stances')).rejects.toMatchObject(unfit);
    expect(() => parseRule({ ...stances, elects })).toThrow('ballots that choose between options');
  });

  it('begins on its day, once, wherever a worker dies, and ends by itself', async () => {
    const startsOn = addDays(today(), 10);
    const proposalId = await voted(electing({ startsOn }));
    await closed(proposalId);
    expect(await world.stateOf(proposalId)).toBe('queued');
    expect(await world.execute.execute(world.system, { proposalId })).toBe('not-due');
    world.clock.advance({ days: 4 });
    const results: unknown[] = [];
    const deaths = await dyingOnEachLine(
      async () => results.push(await world.execute.execute(world.system, { proposalId })),
      async () => {
        expect(await terms()).toEqual([]);
        expect(await world.stateOf(proposalId)).toBe('queued');
      },
    );
    expect(deaths).toBeGreaterThan(5);
    expect(results).toEqual(['executed']);
    expect(await world.execute.execute(world.system, { proposalId })).toBe('not-queued');
    const found = await terms();
    expect(found).toHaveLength(2);
    expect(found.map(({ who }) => who).toSorted()).toEqual([member(0), member(1)].toSorted());
    for (const { origin, until } of found) {
      expect(origin).toBe('elected');
      expect(until?.slice(0, 7)).toBe(`${Number(startsOn.slice(0, 4)) + 1}${startsOn.slice(4, 7)}`);
    }
  });

  it('stays empty where its winner is away by then, and takes the place of a term', async () => {
    const proposalId = await voted(electing());
    await closed(proposalId);
    await standing(member(1), 'suspended');
    expect(await world.execute.execute(world.system, { proposalId })).toBe('executed');
    await standing(member(1), 'active');
    const rows = await world.asOwner<{ who: string; open: boolean }>(
      `select member_id as who, ends_at > $1 as open from membership.role_terms
       where role = 'auditor' order by recorded_at, starts_at`,
      [world.clock.now()],
    );
    expect(rows.filter(({ who }) => who === member(0)).map(({ open }) => open)).toEqual([
      false,
      true,
    ]);
    expect(rows.filter(({ who }) => who === member(1))).toHaveLength(1);
  });
});

describe('who is on no list of members when voting closes', () => {
  it('is left out of the count, and ballots pass on', async () => {
    const proposalId = await voted(electing());
    await standing(member(1), 'left');
    await closed(proposalId);
    const [row] = await world.asOwner<{ count: { winners: number[]; leftOut: number[] } }>(
      'select final_count as count from governance.proposals where id = $1',
      [proposalId],
    );
    const won = await world.asOwner<{ who: string; place: number }>(
      'select member_id as who, place from governance.candidates where proposal_id = $1',
      [proposalId],
    );
    const membersAt = (places: readonly number[] = []) =>
      won.filter(({ place }) => places.includes(place)).map(({ who }) => who);
    expect(membersAt(row?.count.leftOut)).toEqual([member(1)]);
    expect(membersAt(row?.count.winners).toSorted()).toEqual([member(0), member(2)].toSorted());
    // Coming back changes nothing of what was decided.
    await standing(member(1), 'active');
    expect(await new RecountOutcomes(world.unitOfWork).execute(world.system)).toEqual([]);
  });
});

describe('a seat that becomes vacant before its term is over', () => {
  const fill = () =>
    new FillSeats(world.unitOfWork, world.votes, world.actions).execute(world.system);
  const holders = async () =>
    (
      await world.asOwner<{ who: string }>(
        `select member_id as who from membership.role_terms
         where role = 'coordinator' and starts_at <= $1 and ends_at > $1 order by member_id`,
        [world.clock.now()],
      )
    ).map(({ who }) => who);
  const leave = async (nth: number) => {
    await world.asOwner(
      `update membership.role_terms set ends_at = $2
       where member_id = $1 and role = 'coordinator'`,
      [member(nth), world.clock.now()],
    );
    await standing(member(nth), 'left');
  };

  it('goes by the same ballots to who is next, for the rest of it, once', async () => {
    const proposalId = await voted({ kind: 'role.elect', payload: { role: 'coordinator' } });
    await closed(proposalId);
    await world.execute.execute(world.system, { proposalId });
    expect(await holders()).toEqual([member(0), member(1)].toSorted());
    expect(await fill()).toBe(0);
    world.clock.advance({ days: 30 });
    await leave(1);
    const next = [member(0), member(2)].toSorted();
    const deaths = await dyingOnEachLine(fill, async () =>
      // It is filled, or it is not, and it dies as well while it looks for others.
      expect([[member(0)], next]).toContainEqual(await holders()),
    );
    expect(deaths).toBeGreaterThan(5);
    expect(await fill()).toBe(0);
    expect(await holders()).toEqual(next);
    const ends = await world.asOwner(
      `select distinct ends_at from membership.role_terms
       where role = 'coordinator' and ends_at > $1`,
      [world.clock.now()],
    );
    expect(ends).toHaveLength(1);
    const told = await world.asOwner<{ data: object; visibility: string }>(
      `select data, visibility from platform.facts
       where subject_id = $1 and type = 'governance.SeatVacated'`,
      [proposalId],
    );
    expect(told).toMatchObject([{ visibility: 'members' }]);
  });

  it('waits for a new election where nobody is left to take it', async () => {
    await leave(2);
    await leave(3);
    expect(await fill()).toBe(1);
    expect(await holders()).toEqual([member(0)]);
    const seats = await world.asOwner(
      'select elected, reason from governance.count_backs order by counted_at',
    );
    expect(seats).toMatchObject([{ reason: 'option-chosen' }, { elected: null }]);
    expect(await fill()).toBe(0);
    for (const nth of [1, 2, 3]) await standing(member(nth), 'active');
  });
});

describe('a seat that becomes vacant while others of the office were elected later', () => {
  const coordinator = { kind: 'role.elect', payload: { role: 'coordinator' } };
  const held = () =>
    world.asOwner<{ who: string; until: Date }>(
      `select member_id as who, ends_at as until from membership.role_terms
       where role = 'coordinator' and starts_at <= $1 and ends_at > $1 order by member_id`,
      [world.clock.now()],
    );

  it('goes to none of them: what they hold of it lasts as they were elected', async () => {
    world.clock.advance({ days: 800 });
    const first = await voted(coordinator);
    await closed(first);
    await world.execute.execute(world.system, { proposalId: first });
    world.clock.advance({ days: 120 });
    const { proposalId, numbers } = await opened(coordinator, [2, 4], { seats: 1 });
    for (const voter of [0, 1, 2]) await rank(voter, proposalId, numbers[0] ?? 0);
    await closed(proposalId);
    await world.execute.execute(world.system, { proposalId });
    const before = await held();
    expect(before.map(({ who }) => who)).toEqual([0, 1, 2].map(member).toSorted());
    await world.asOwner(
      `update membership.role_terms set ends_at = $2
       where member_id = $1 and role = 'coordinator' and ends_at > $2`,
      [member(1), world.clock.now()],
    );
    await standing(member(1), 'left');
    world.clock.advance({ days: 1 });
    const fill = new FillSeats(world.unitOfWork, world.votes, world.actions);
    expect(await fill.execute(world.system)).toBe(1);
    // By the ballots it would be member 2, who is in the office; who is behind them takes it.
    const after = await held();
    expect(after.find(({ who }) => who === member(2))).toEqual(
      before.find(({ who }) => who === member(2)),
    );
    expect(after.map(({ who }) => who)).toEqual([0, 2, 3].map(member).toSorted());
    await standing(member(1), 'active');
  });
});

describe('after all this', () => {
  it('every law of the room holds', async () => {
    expect(await brokenLaws(world, [...governanceInvariants, ...votingInvariants])).toEqual([]);
  });
});
