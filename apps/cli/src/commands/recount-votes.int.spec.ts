import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VotingWorld } from '../../../../libs/voting/src/testing/voting-world.js';
import { createVotingWorld, ruleLike } from '../../../../libs/voting/src/testing/voting-world.js';
import { recountVotes } from './recount-votes.js';

let world: VotingWorld;
beforeAll(async () => {
  world = await createVotingWorld(3);
});
afterAll(() => world.close());

describe('a recount by the operator', () => {
  it('is of every co-operative, and finds what was tampered with', async () => {
    const proposalId = await world.openUnder(ruleLike());
    for (const voter of [0, 1, 2]) await world.vote(proposalId, voter, 'agree');
    world.toTheEnd();
    await world.closeVote(proposalId);
    const all = [newId(), world.cooperativeId];
    const recount = () => recountVotes(world.database.appUrl, all);
    expect(await recount()).toEqual([]);
    await world.asOwner(`begin; set local session_replication_role = replica;
      update governance.proposals set state = 'rejected', outcome = 'rejected'
      where id = '${proposalId}'; commit`);
    expect(await recount()).toMatchObject([
      {
        proposalId,
        recorded: expect.stringContaining('rejected: agreement-reached') as string,
        recounted: expect.stringContaining('passed: agreement-reached') as string,
      },
    ]);
  });
});
