import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DecisionWorld } from '../testing/decision-world.js';
import { createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import { CancelProposal } from './cancel-proposal.js';
import { forgetProposals } from '../editing/forget-versions.js';
import { WithdrawProposal } from './withdraw-proposal.js';

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(3);
});
afterAll(() => world.close());

const withdraw = (proposalId: string) =>
  new WithdrawProposal(world.unitOfWork).execute(world.voters[0]!, { proposalId });
const cancel = (proposalId: string) =>
  new CancelProposal(world.unitOfWork).execute(world.secretary, { proposalId, reason: 'No.' });
const over = { code: 'PROPOSAL_STATUS_CONFLICT', message: 'Voting on it is over.' };

it('is stopped by nobody whose time is over, though no worker has closed it yet', async () => {
  const id = await world.openUnder(ruleLike());
  await world.vote(id, 1, 'disagree');
  world.clock.advance({ days: 6 });
  await expect(withdraw(id)).rejects.toMatchObject(over);
  await expect(cancel(id)).rejects.toMatchObject(over);
  await world.closing.execute(world.system, { proposalId: id });
  expect(await world.stateOf(id)).toBe('rejected');
});

it('goes with its proposer up to then, and after that is closed as it was voted on', async () => {
  const by = world.voters[2]!;
  const over = await world.openUnder(ruleLike(), { by });
  await world.vote(over, 1, 'disagree');
  world.clock.advance({ days: 6 });
  const going = await world.openUnder(ruleLike(), { by });
  const memberId = by.memberId!;
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at, removes_texts)
     values ($1, $2, now(), true)`,
    [memberId, world.cooperativeId],
  );
  await world.unitOfWork.run(world.system, (tx) =>
    forgetProposals(tx, { memberId, removesTexts: true }),
  );
  expect([await world.stateOf(over), await world.stateOf(going)]).toEqual(['open', 'withdrawn']);
  await world.closing.execute(world.system, { proposalId: over });
  expect(await world.stateOf(over)).toBe('rejected');
});

it('is stopped up to its last moment', async () => {
  const id = await world.openUnder(ruleLike());
  world.clock.advance({ days: 5, hours: 23, minutes: 59 });
  await withdraw(id);
  expect(await world.stateOf(id)).toBe('withdrawn');
});

it('is stopped while it goes on since its quorum came late', async () => {
  const late = {
    quorum: { share: '1/3', of: 'electorate', counts: 'ballots' },
    lateQuorum: { withinHours: 24, extendHours: 48 },
  } as const;
  const id = await world.openUnder(ruleLike(late));
  world.clock.advance({ days: 5, hours: 12 });
  await world.vote(id, 1, 'agree');
  world.clock.advance({ days: 1 });
  await cancel(id);
  expect(await world.stateOf(id)).toBe('cancelled');
  const again = await world.openUnder(ruleLike(late));
  world.clock.advance({ days: 5, hours: 12 });
  await world.vote(again, 1, 'agree');
  world.clock.advance({ days: 3 });
  await expect(cancel(again)).rejects.toMatchObject(over);
});
