import { CastBallot } from '@rochdale/voting';
import type { ProposalAction } from '@rochdale/platform';
import { adopt } from '../year/adopting.js';
import { open } from '../year/decisions.js';
import type { DemoWorld } from '../year/demo-world.js';
import { demoCooperative } from '../year/demo-world.js';
import { among, another, author, voter } from './circle.js';

const opens = (key: string, name: string): ProposalAction => ({
  kind: 'group.open',
  payload: { key, name, purpose: 'Whoever likes to.' },
});
/** Of a key that another fund has: it cannot be made. */
const saves = (name: string): ProposalAction => ({
  kind: 'fund.create',
  payload: { key: 'buffer', name, purpose: 'For later.', currency: demoCooperative.currency },
});

/** Gradients of agreement that something follows from: done, waiting, failed, and lapsed. */
export function planTrials(world: DemoWorld): void {
  const { calendar } = world;
  const passes = async (policyKey: string, title: string, action: ProposalAction) => {
    const body = 'Tell me how far you go along.';
    const actions = [action];
    const proposalId = await open(world, { by: author, title, body, policyKey, actions });
    for (const key of [voter, another]) {
      const by = await world.as(key);
      await world.get(CastBallot).execute(by, { proposalId, mark: 'endorse', reason: null });
    }
  };
  calendar.on(calendar.noon(326), () =>
    adopt(world, 'gradients', {
      key: 'on-probation',
      title: 'Of those who work here, done three days later or not at all',
      changes: { ...among, vetoes: null, grades, timelockHours: 72, executionWithinHours: 24 },
    }),
  );
  calendar.on(calendar.noon(164), async () => {
    await passes('circle-gradients', 'A group for the kitchen', opens('kitchen', 'Kitchen'));
    await passes('circle-gradients', 'A fund for the kitchen', saves('Kitchen'));
    await passes('on-probation', 'A fund for outings', saves('Outings'));
  });
  calendar.on(calendar.before(7.2), () =>
    passes('on-probation', 'A group for outings', opens('outings', 'Outings')),
  );
}

const grades = ['endorse', 'reservations', 'abstain', 'serious-disagreement'];
