import { DatabaseClock, readClock, UnitOfWork } from '@rochdale/platform';
import { CastBallot } from '@rochdale/voting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machineTime } from '../../../platform/src/testing/inside.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { RunOff } from '../opening/run-off.js';
import { Sequels } from '../sequel/sequels.js';
import { createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import { CloseProposal } from './close-proposal.js';

const hourMs = 3_600_000;
const oneHour = { minimumHours: 1, usualHours: 1, maximumHours: 24, urgentMinimumHours: null };
let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(3);
});
afterAll(() => world.close());

/** A process of its own, whose machine's clock is off by so much. */
async function processOff(byMs: number) {
  const machine = { ...machineTime, wallMs: () => machineTime.wallMs() + byMs };
  const clock = await readClock(world.pool.pool, new DatabaseClock(undefined, machine));
  const unitOfWork = new UnitOfWork(world.pool, clock);
  return {
    clock,
    cast: new CastBallot(unitOfWork) as DecisionWorld['cast'],
    closing: new CloseProposal(
      unitOfWork,
      world.votes,
      new RunOff(world.opening),
      new Sequels(world.opening),
    ),
  };
}

/** A vote of one hour that was opened so long ago by the database's clock. */
async function openedAgo(agoMs: number): Promise<string> {
  const [row] = await world.asOwner<{ at: Date }>('select clock_timestamp() as at');
  world.clock.set(new Date((row?.at.getTime() ?? 0) - agoMs));
  return world.openUnder(ruleLike({ window: oneHour }));
}

describe.each([
  ['two hours ahead', 2 * hourMs],
  ['two hours behind', -2 * hourMs],
  ['a day ahead', 24 * hourMs],
])('a process whose clock is %s', (_, offMs) => {
  it('closes no vote early, and refuses no ballot that is in time', async () => {
    const { cast, closing, clock } = await processOff(offMs);
    const proposalId = await openedAgo(hourMs / 2);
    expect(await closing.execute(world.system, { proposalId })).toEqual({
      did: 'nothing',
      because: 'not-due',
    });
    const { castAt } = await cast.execute(world.voters[0]!, { proposalId, mark: 'agree' });
    const [row] = await world.asOwner<{ off: number }>(
      'select abs(extract(epoch from clock_timestamp() - $1::timestamptz))::float8 as off',
      [castAt],
    );
    expect(row?.off).toBeLessThan(60);
    expect(Math.abs(clock.driftMs - offMs)).toBeLessThan(60_000);
  });

  it('takes no ballot late, and closes what is due', async () => {
    const { cast, closing } = await processOff(offMs);
    const proposalId = await openedAgo(hourMs + 1_000);
    await expect(
      cast.execute(world.voters[0]!, { proposalId, mark: 'agree' }),
    ).rejects.toMatchObject({ code: 'VOTING_CLOSED' });
    expect(await closing.execute(world.system, { proposalId })).toMatchObject({ did: 'closed' });
  });
});
