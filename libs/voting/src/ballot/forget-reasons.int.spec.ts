import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVotingWorld, ruleLike } from '../testing/voting-world.js';
import type { VotingWorld } from '../testing/voting-world.js';
import { forgetReasons } from './forget-reasons.js';

let world: VotingWorld;
let proposalId: string;
beforeAll(async () => {
  world = await createVotingWorld(3);
  proposalId = await world.openUnder(ruleLike());
  for (const [index, voter] of world.voters.entries()) {
    const mark = index === 2 ? 'disagree' : 'agree';
    await world.cast.execute(voter, { proposalId, mark, reason: 'Because of my health' });
  }
  world.toTheEnd();
  await world.closeVote(proposalId);
});
afterAll(() => world.close());

const forget = (voter: Actor | undefined) =>
  world.unitOfWork.run(world.system, (tx) =>
    forgetReasons(tx, { memberId: voter?.memberId ?? '' }),
  );
const ballots = () =>
  world.asOwner(
    `select mark #>> '{}' as mark, reason is not null as reasoned from governance.ballots
     where proposal_id = $1 order by 1, 2`,
    [proposalId],
  );

describe('what was written with a ballot', () => {
  it('goes with its voter, after the vote too; the ballot and its count stay', async () => {
    const [ada] = world.voters;
    await expect(forget(ada)).rejects.toThrow('never changed');
    await world.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at)
       values ($1, $2, now())`,
      [ada?.memberId, world.cooperativeId],
    );
    await forget(ada);
    expect(await ballots()).toEqual([
      { mark: 'agree', reasoned: false },
      { mark: 'agree', reasoned: true },
      { mark: 'disagree', reasoned: true },
    ]);
    expect(await world.recount.execute(world.system)).toEqual([]);
  });

  it('is all that may change of a ballot', async () => {
    const [ada] = world.voters;
    const change = `update governance.ballots set reason = null, mark = '"disagree"'
      where member_id = $1`;
    await expect(world.asOwner(change, [ada?.memberId])).rejects.toThrow('never changed');
    const invent = `update governance.ballots set reason = 'Another' where member_id = $1`;
    await expect(world.asOwner(invent, [ada?.memberId])).rejects.toThrow('never changed');
  });
});
