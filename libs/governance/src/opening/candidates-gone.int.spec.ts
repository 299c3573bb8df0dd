import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '@rochdale/platform';
import { moveTo } from '@rochdale/testing';
import { DropLeftCandidates } from '../execution/drop-left-candidates.js';
import { DueProposals } from '../execution/due-proposals.js';
import { parseRule } from '../policy/decision-rule.js';
import { createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(4);
  await world.asOwner('alter table membership.members drop constraint members_class_fkey');
  for (const noticeHours of [0, 24]) {
    const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike({ noticeHours });
    const rule = parseRule({ ...plain, ballotKind: 'single-choice', winnerNeeds: null });
    await world.adopt.execute(world.system, { key: `choice-${noticeHours}`, title: 'It', rule });
  }
});
afterAll(() => world.close());

const proposer = () => world.voters[0]!;
const stands = (nth: number) => world.voters[nth]!.memberId!;
const open = (proposalId: string) => world.open.execute(proposer(), { proposalId });
const openNoticed = (proposalId: string) => world.openNoticed.execute(world.system, { proposalId });

async function standing(memberId: string, as: string): Promise<void> {
  await world.asOwner(
    `insert into membership.members (id, cooperative_id, kind, class_key, standing,
       standing_since, applied_at, admitted_at)
     values ($1, $2, 'person', 'user', $3, now(), now(), now())
     on conflict (id) do update set standing = $3`,
    [memberId, world.cooperativeId, as],
  );
}

async function erase(memberId: string): Promise<void> {
  await standing(memberId, 'left');
  await world.asOwner('update membership.members set erased_at = now() where id = $1', [memberId]);
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [memberId, world.cooperativeId],
  );
}

const putUp = (candidates: readonly string[], noticeHours = 0) =>
  world.unitOfWork.run(proposer(), (tx) =>
    world.drafting.write(
      tx,
      { title: 'Who', body: '', policyKey: `choice-${noticeHours}`, actions: [], candidates },
      'member',
    ),
  );

const leftBehind = async (proposalId: string) => {
  const [row] = await world.asOwner(
    `select p.state, p.opened_at, p.ended_reason as why,
       (select count(*)::int from governance.electorate e where e.proposal_id = p.id) as voters,
       (select count(*)::int from platform.jobs j where j.key like p.id || ':%') as closings,
       (select f.data ->> 'by' from platform.facts f where f.subject_id = p.id
         and f.type = 'governance.ProposalCancelled') as by,
       (select f.data ->> 'code' from platform.facts f where f.subject_id = p.id
         and f.type = 'governance.ProposalCancelled') as code
     from governance.proposals p where p.id = $1`,
    [proposalId],
  );
  return row;
};
const move = sql(
  'governance.move-as-before',
  'update governance.proposals set state = $3 where cooperative_id = $1 and id = $2',
);
const nothing = { opened_at: null, voters: 0, closings: 0 };
const gone = { code: 'PROPOSAL_CANDIDATE_GONE', path: ['candidates', '1'] };

describe('who was put up and is on the list of members no more', () => {
  it.each(['left', 'expelled', 'suspended'])('is not put to the vote: who is %s', async (as) => {
    const [ben, cid] = [stands(1), stands(2)];
    await standing(ben, 'active');
    await standing(cid, 'paused');
    const [draft, announced] = [await putUp([ben, cid]), await putUp([ben, cid], 24)];
    await open(announced);
    await standing(cid, as);
    await expect(open(draft)).rejects.toMatchObject(gone);
    await expect(open(await putUp([ben, cid], 24))).rejects.toMatchObject(gone);
    expect(await leftBehind(draft)).toMatchObject({ state: 'draft', ...nothing });
    world.clock.advance({ hours: 25 });
    expect(await openNoticed(announced)).toMatchObject({ state: 'cancelled' });
    expect(await leftBehind(announced)).toEqual({
      state: 'cancelled',
      ...nothing,
      why: 'It could not be opened.',
      by: 'rule',
      code: 'PROPOSAL_NOT_OPENED',
    });
    const author = await world.asOwner(
      `select visibility, data from platform.facts
       where type = 'governance.ProposalNotOpened' and subject_id = $1`,
      [announced],
    );
    const { memberId } = proposer();
    expect(author).toEqual([
      { visibility: 'private', data: { proposalId: announced, memberId, code: gone.code } },
    ]);
    // Who is back is put to the vote, by the same draft.
    await standing(cid, 'active');
    expect(await open(draft)).toMatchObject({ state: 'open' });
  });

  it('is not, once erased, also where a process of before would open it', async () => {
    const [ben, dan] = [stands(1), stands(3)];
    await standing(ben, 'active');
    await standing(dan, 'active');
    const [draft, announced] = [await putUp([ben, dan]), await putUp([ben, dan], 24)];
    await open(announced);
    await erase(dan);
    await expect(open(draft)).rejects.toMatchObject(gone);
    const wall = 'Somebody who stands is on the list of members no more.';
    for (const [id = '', to = ''] of [
      [draft, 'open'],
      [draft, 'notice'],
      [announced, 'open'],
    ]) {
      const moving = world.unitOfWork.run(world.system, (tx) =>
        tx.run(move, [tx.cooperativeId, id, to]),
      );
      await expect(moving).rejects.toMatchObject({ code: gone.code, message: wall });
    }
    world.clock.advance({ hours: 25 });
    expect(await openNoticed(announced)).toMatchObject({ state: 'cancelled' });
    expect(await leftBehind(announced)).toMatchObject({
      ...nothing,
      why: 'It could not be opened.',
      code: 'PROPOSAL_NOT_OPENED',
    });
  });

  it('goes also with a draft that a process of before forgot, and nobody else', async () => {
    const ben = stands(1);
    await standing(ben, 'active');
    const [forgotten, kept] = [await putUp([ben, stands(2)]), await putUp([ben, stands(2)])];
    await world.asOwner('alter table governance.proposals disable trigger user');
    await world.asOwner('update governance.proposals set options = null where id = $1', [
      forgotten,
    ]);
    await world.asOwner('alter table governance.proposals enable trigger user');
    const { unitOfWork, openNoticed, closing, execute } = world;
    const dropLeft = new DropLeftCandidates(unitOfWork);
    const sweep = new DueProposals(unitOfWork, openNoticed, closing, execute, dropLeft);
    // One that cannot be deleted keeps no vote from opening.
    const announced = await putUp([ben, stands(2)], 24);
    await open(announced);
    world.clock.advance({ hours: 25 });
    await world.asOwner(`create function governance.keep() returns trigger language plpgsql as
      $$ begin raise exception 'kept'; end $$`);
    await world.asOwner(`create trigger keep before delete on governance.candidates
      for each row execute function governance.keep()`);
    await expect(sweep.execute(world.system)).rejects.toBeInstanceOf(AggregateError);
    expect(await world.stateOf(announced)).toBe('open');
    await world.asOwner('drop trigger keep on governance.candidates');
    expect(await sweep.execute(world.system)).toBe(0);
    const left = await world.asOwner(
      'select proposal_id as id from governance.candidates where proposal_id = any ($1)',
      [[forgotten, kept]],
    );
    expect(left).toEqual([{ id: kept }, { id: kept }]);
  });
});

describe('who is put up', () => {
  const toldOf = async (proposalId: string) =>
    (
      await world.asOwner<{ who: string; visibility: string }>(
        `select data ->> 'memberId' as who, visibility from platform.facts
         where type = 'governance.CandidatePutUp' and subject_id = $1`,
        [proposalId],
      )
    ).map(({ who, visibility }) => [who, visibility]);

  it('is told once, when others can read it, unless they did so themselves', async () => {
    const [ada, ben, cid] = [stands(0), stands(1), stands(2)];
    for (const memberId of [ada, ben, cid]) await standing(memberId, 'active');
    const [atOnce, noticed] = [await putUp([ben, ada, cid]), await putUp([ada, ben], 24)];
    expect(await toldOf(atOnce)).toEqual([]);
    await open(atOnce);
    await open(atOnce);
    expect(await toldOf(atOnce)).toEqual([
      [ben, 'private'],
      [cid, 'private'],
    ]);
    await open(noticed);
    expect(await toldOf(noticed)).toEqual([[ben, 'private']]);
    world.clock.advance({ hours: 25 });
    expect(await openNoticed(noticed)).toMatchObject({ state: 'open' });
    expect(await toldOf(noticed)).toEqual([[ben, 'private']]);
  });

  it('is told as it opens where a process of before announced it and told nobody', async () => {
    const noticed = await putUp([stands(0), stands(1)], 24);
    await open(noticed);
    await world.asOwner('alter table platform.facts disable trigger user');
    await world.asOwner(
      `delete from platform.facts where type = 'governance.CandidatePutUp' and subject_id = $1`,
      [noticed],
    );
    await world.asOwner('alter table platform.facts enable trigger user');
    world.clock.advance({ hours: 25 });
    expect(await openNoticed(noticed)).toMatchObject({ state: 'open' });
    expect(await toldOf(noticed)).toEqual([[stands(1), 'private']]);
  });

  it('is told the co-operative’s day, and again where the notice became longer', async () => {
    await moveTo(world, world.cooperativeId, 'Pacific/Auckland');
    world.clock.set(new Date('2027-03-01T20:00:00.000Z'));
    const noticed = await putUp([stands(0), stands(1), stands(2)], 24);
    await open(noticed);
    await standing(stands(2), 'left');
    const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike({ noticeHours: 48 });
    const rule = parseRule({ ...plain, ballotKind: 'single-choice', winnerNeeds: null });
    await world.adopt.execute(world.system, { key: 'choice-24', title: 'It', rule });
    const told = await world.asOwner(
      `select data ->> 'memberId' as who, data ->> 'opensOn' as on,
         (data ->> 'isMoved')::boolean as moved from platform.facts
       where type = 'governance.CandidatePutUp' and subject_id = $1 order by position`,
      [noticed],
    );
    expect(told).toEqual([
      { who: stands(1), on: '2027-03-03', moved: false },
      { who: stands(2), on: '2027-03-03', moved: false },
      { who: stands(1), on: '2027-03-04', moved: true },
    ]);
  });
});

describe('who proposed what did not open', () => {
  it('is told nothing once erased, as nothing would forget it again', async () => {
    const [ben, cid] = [stands(1), stands(2)];
    for (const memberId of [ben, cid]) await standing(memberId, 'active');
    const announced = await putUp([ben, cid], 24);
    await open(announced);
    await standing(cid, 'left');
    await erase(stands(0));
    world.clock.advance({ hours: 49 });
    expect(await openNoticed(announced)).toMatchObject({ state: 'cancelled' });
    const told = await world.asOwner(
      `select 1 from platform.facts where type = 'governance.ProposalNotOpened'
         and subject_id = $1`,
      [announced],
    );
    expect(told).toEqual([]);
  });
});
