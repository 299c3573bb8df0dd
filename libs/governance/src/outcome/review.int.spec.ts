import { addDays, dayOf } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memberDirectory } from '../../../membership/src/testing/membership-world.js';
import { createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { OutcomeQueries } from './outcome.queries.js';
import { PlanReview } from './plan-review.js';
import { RemindReviews } from './remind-reviews.js';

let world: DecisionWorld;
let plan: PlanReview;
let remind: RemindReviews;
beforeAll(async () => {
  world = await createDecisionWorld(3);
  plan = new PlanReview(world.unitOfWork);
  remind = new RemindReviews(world.unitOfWork, memberDirectory());
  await world.asOwner('alter table membership.members drop constraint members_class_fkey');
  for (const nth of [0, 1]) await becomes(nth, 'active');
});
afterAll(() => world.close());

const by = (nth: number) => world.voters[nth]!;
const becomes = (nth: number, standing: string) =>
  world.asOwner(
    `insert into membership.members (id, cooperative_id, kind, class_key, standing,
       standing_since, applied_at, admitted_at, display_name)
     values ($1, $2, 'person', 'user', $3, now(), now(), now(), 'Member')
     on conflict (id) do update set standing = $3`,
    [by(nth).memberId, world.cooperativeId, standing],
  );
const dayIn = (days: number) => addDays(dayOf(world.clock.now()), days);
async function decided(): Promise<string> {
  const proposalId = await world.openUnder(ruleLike(), { by: by(1) });
  await world.vote(proposalId, 1, 'agree');
  world.clock.advance({ days: 30 });
  await world.closing.execute(world.system, { proposalId });
  return proposalId;
}
const read = (proposalId: string) =>
  world.unitOfWork.read(by(2), async (tx) => {
    const [found] = await new OutcomeQueries().reviews(tx, [proposalId]);
    return found?.reviewOn;
  });
const told = async (proposalId: string) => {
  const rows = await world.asOwner<{ data: object }>(
    `select data from platform.facts where type = 'governance.ReviewDue' and subject_id = $1`,
    [proposalId],
  );
  return rows.map(({ data }) => data);
};

describe('what was decided is looked at again', () => {
  it('on a day that its proposer says, of which they are told once', async () => {
    const proposalId = await decided();
    const first = { proposalId, reviewOn: dayIn(40) };
    await expect(plan.execute(by(2), first)).rejects.toMatchObject({ code: 'PROPOSAL_NOT_YOURS' });
    for (const reviewOn of [dayIn(0), dayIn(4000), '2026-02-30', 'soon']) {
      await expect(plan.execute(by(1), { proposalId, reviewOn })).rejects.toMatchObject({
        code: 'REVIEW_DAY_INVALID',
      });
    }
    await plan.execute(by(1), first);
    const moved = dayIn(10);
    await plan.execute(world.secretary, { proposalId, reviewOn: moved });
    expect(await read(proposalId)).toBe(moved);
    await remind.execute(world.system);
    expect(await told(proposalId)).toEqual([]);
    world.clock.advance({ days: 10 });
    await dyingOnEachLine(
      () => remind.execute(world.system),
      async () => {
        expect(await told(proposalId)).toEqual([]);
      },
    );
    const [one, other] = [remind.execute(world.system), remind.execute(world.system)];
    await Promise.all([one, other]);
    expect(await told(proposalId)).toEqual([{ proposalId, memberId: by(1).memberId }]);
    await plan.execute(by(1), { proposalId, reviewOn: dayIn(5) });
    world.clock.advance({ days: 5 });
    await remind.execute(world.system);
    expect(await told(proposalId)).toHaveLength(2);
  });

  it('is not for who left: who named the day is told, or the secretaries', async () => {
    const proposalId = await decided();
    const remindIn = async (days: number) => {
      await plan.execute(world.secretary, { proposalId, reviewOn: dayIn(days) });
      world.clock.advance({ days });
      await remind.execute(world.system);
      return told(proposalId);
    };
    await becomes(1, 'expelled');
    const first = { proposalId, memberId: world.secretary.memberId };
    expect(await remindIn(3)).toEqual([first]);
    await becomes(0, 'suspended');
    await becomes(2, 'active');
    await world.asOwner(
      `insert into membership.role_terms (id, cooperative_id, member_id, role, origin, starts_at)
       values (gen_random_uuid(), $1, $2, 'secretary', 'appointed', '2020-01-01')`,
      [world.cooperativeId, by(2).memberId],
    );
    expect(await remindIn(4)).toEqual([first, { proposalId, memberId: by(2).memberId }]);
  });

  it('is no draft, and nothing that is voted on', async () => {
    const proposalId = await world.openUnder(ruleLike(), { by: by(1) });
    await expect(plan.execute(by(1), { proposalId, reviewOn: dayIn(90) })).rejects.toMatchObject({
      code: 'OUTCOME_NOT_TAKEN',
    });
  });
});
