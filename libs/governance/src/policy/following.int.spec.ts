import { defineAction, newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { DecisionWorld, StanceRule } from '../testing/decision-world.js';
import { createDecisionWorld, ruleLike } from '../testing/decision-world.js';

class Garden {
  async plant(): Promise<void> {}
}
const Plant = defineAction({
  kind: 'garden.plant',
  payload: z.strictObject({}),
  underPolicies: ['majority'],
  proposable: true,
  strangersRead: 'decision',
  service: Garden,
  summary: () => 'Plants a tree.',
  run: (garden) => garden.plant(),
});

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(3, [new Garden()]);
});
afterAll(() => world.close());

const window = { minimumHours: 24, usualHours: 48, maximumHours: 96, urgentMinimumHours: null };
const adopt = (key: string, changes: Partial<StanceRule> = {}) =>
  world.adopt.execute(world.system, {
    key,
    title: 'A policy',
    rule: ruleLike({ window, noticeHours: 24, ...changes }),
  });
/** One under notice, of so many hours of voting. */
async function noticed(policyKey: string, windowHours?: number) {
  const terms = { title: 'A tree', body: '', policyKey, actions: [Plant.of({})] };
  const by = world.voters[1]!;
  const { proposalId } = await world.draft.execute(by, {
    ...terms,
    ...(windowHours === undefined ? {} : { windowHours }),
  });
  await world.open.execute(by, { proposalId });
  return proposalId;
}
const rowOf = async (id: string) => {
  const [row] = await world.asOwner<Record<string, unknown>>(
    'select * from governance.proposals where id = $1',
    [id],
  );
  return row;
};
const openNoticed = (proposalId: string) => world.openNoticed.execute(world.system, { proposalId });
const noticesOf = async (id: string) =>
  (
    await world.asOwner<{ until: string }>(
      `select data ->> 'noticeUntil' as until from platform.facts
       where type = 'governance.ProposalAnnounced' and subject_id = $1 order by position`,
      [id],
    )
  ).map(({ until }) => until);
const inHours = (hours: number) => new Date(world.clock.now().getTime() + hours * 3_600_000);

describe('a proposal under notice whose policy changes', () => {
  it('keeps the window that was asked for, and is told the longer notice', async () => {
    const key = `p-${newId()}`;
    await adopt(key);
    const [asked, usual] = [await noticed(key, 36), await noticed(key)];
    await adopt(key, { window: { ...window, usualHours: 72 }, noticeHours: 30 });
    expect(await rowOf(asked)).toMatchObject({ window_hours: 36, notice_until: inHours(30) });
    expect(await rowOf(usual)).toMatchObject({ window_hours: 72 });
    expect(await noticesOf(asked)).toEqual(
      [inHours(24), inHours(30)].map((at) => at.toISOString()),
    );
  });

  it('is not made shorter: who was told a day has a day', async () => {
    const key = `p-${newId()}`;
    await adopt(key);
    const id = await noticed(key);
    await adopt(key, { noticeHours: 1 });
    expect(await rowOf(id)).toMatchObject({ notice_until: inHours(24) });
    expect(await noticesOf(id)).toHaveLength(1);
  });

  it.each([
    ['its window is too short by then', { window: { ...window, minimumHours: 48 } }, /at least 48/],
    [
      'its actions do not follow from the new rule',
      { decision: { kind: 'threshold', agree: { share: '3/4', strict: false, of: 'cast' } } },
      /is decided by a policy of the class majority, and not of/,
    ],
  ] as const)('ends where it cannot open: %s', async (_, changes, reason) => {
    const key = `p-${newId()}`;
    await adopt(key);
    const id = await noticed(key, 36);
    await adopt(key, changes);
    world.clock.advance({ hours: 24 });
    expect(await openNoticed(id)).toMatchObject({ state: 'cancelled' });
    expect(await rowOf(id)).toMatchObject({
      ended_reason: expect.stringMatching(reason) as string,
      opened_at: null,
    });
  });
});
