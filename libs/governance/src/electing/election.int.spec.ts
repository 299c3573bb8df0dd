import '@rochdale/membership';
import { addDays, dayOf } from '@rochdale/platform';
import { dyingOnEachLine, moveTo } from '@rochdale/testing';
import { RecountOutcomes } from '@rochdale/voting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import { governanceInvariants } from '../governance.invariants.js';
import { parseRule } from '../policy/decision-rule.js';
import { brokenLaws, createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';

const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
const stv = { ...plain, ballotKind: 'stv', method: 'scottish', winners: 2, maximum: null };
const elects = { offices: ['auditor'], termMonths: 12 };

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

const draft = (action: object, policyKey = 'board', candidates = [0, 1, 2, 3].map(member)) =>
  world.unitOfWork.run(world.voters[0]!, (tx) =>
    world.drafting.write(
      tx,
      { title: 'Who', body: '', policyKey, actions: [action as never], candidates },
      'member',
    ),
  );

const rank = (voter: number, proposalId: string, ...numbers: number[]) =>
  world.cast.execute(world.voters[voter]!, {
    proposalId,
    mark: { ranks: numbers.map((option, at) => ({ option, rank: at + 1 })) },
    reason: null,
  });

/** A vote whose ballots elect the first two of four, and behind them the third. */
async function voted(action: object): Promise<string> {
  const proposalId = await draft(action);
  await world.open.execute(world.voters[0]!, { proposalId });
  await rank(0, proposalId, 1, 3);
  await rank(1, proposalId, 1, 3);
  await rank(2, proposalId, 2, 3);
  await rank(3, proposalId, 2, 3);
  await rank(4, proposalId, 4);
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
    await expect(draft(electing(), 'plain')).rejects.toMatchObject(unfit);
    const secretary = { kind: 'role.elect', payload: { role: 'secretary' } };
    await expect(draft(secretary)).rejects.toMatchObject(unfit);
    const stances = ruleLike();
    await adopt('stances', stances);
    await expect(draft(electing(), 'stances', [])).rejects.toMatchObject(unfit);
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
    expect(row?.count.leftOut).toEqual([2]);
    expect(row?.count.winners.toSorted()).toEqual([1, 3]);
    // Coming back changes nothing of what was decided.
    await standing(member(1), 'active');
    expect(await new RecountOutcomes(world.unitOfWork).execute(world.system)).toEqual([]);
  });
});

describe('after all this', () => {
  it('every law of the room holds', async () => {
    expect(await brokenLaws(world, [...governanceInvariants, ...votingInvariants])).toEqual([]);
  });
});
