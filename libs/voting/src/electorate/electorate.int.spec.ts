import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VotingWorld } from '../testing/voting-world.js';
import {
  brokenLaws,
  createVotingWorld,
  memberActor,
  rollEntry,
  ruleLike,
} from '../testing/voting-world.js';
import { votingInvariants } from '../voting.invariants.js';
import type { RollEntry } from './electorate.js';

let world: VotingWorld;
let entries: RollEntry[];
beforeAll(async () => {
  world = await createVotingWorld(6);
  entries = world.roll.entriesOf.get(world.cooperativeId)!;
});
afterAll(() => world.close());

/** The roll as it is from now on, until the test is over. */
async function withRoll<T>(roll: RollEntry[], body: () => Promise<T>): Promise<T> {
  world.roll.entriesOf.set(world.cooperativeId, roll);
  try {
    return await body();
  } finally {
    world.roll.entriesOf.set(world.cooperativeId, entries);
  }
}

const sizesOf = async (proposalId: string) => {
  const [row] = await world.asOwner(
    `select electorate_size as size, electorate_weight as weight,
       active_members_weight as active, electorate_hash as hash
     from governance.proposals where id = $1`,
    [proposalId],
  );
  return row;
};
const half = { share: '1/2', of: 'electorate', counts: 'ballots' } as const;

describe('an electorate', () => {
  it('is frozen at opening: who joins later has no vote, who leaves still counts', async () => {
    const proposalId = await world.openUnder(ruleLike({ quorum: half }));
    const before = await sizesOf(proposalId);
    const joiner = rollEntry();
    await withRoll([...entries.slice(0, 3), joiner], async () => {
      const late = memberActor(world.cooperativeId, joiner.memberId);
      await expect(world.cast.execute(late, { proposalId, mark: 'agree' })).rejects.toMatchObject({
        code: 'NOT_IN_ELECTORATE',
      });
      await world.vote(proposalId, 1, 'agree');
      // Who left since has their vote as well.
      await world.vote(proposalId, 5, 'agree');
      world.toTheEnd();
      // Two of the six who were there do not make half, though they would be two of four now.
      expect(await world.closeVote(proposalId)).toEqual({ did: 'closed', outcome: 'no-quorum' });
    });
    expect(await sizesOf(proposalId)).toEqual(before);
  });

  it('lies in no order of the register', async () => {
    const roll = Array.from({ length: 20 }, () => rollEntry());
    await withRoll(roll, async () => {
      const proposalId = await world.openUnder(ruleLike({ quorum: half }));
      const rows = await world.asOwner<{ memberId: string }>(
        `select member_id as "memberId" from governance.electorate
         where proposal_id = $1 order by ctid`,
        [proposalId],
      );
      const found = rows.map(({ memberId }) => memberId);
      const given = roll.map(({ memberId }) => memberId);
      expect(new Set(found)).toEqual(new Set(given));
      expect(found).not.toEqual(given);
    });
  });

  it('is enough exactly at its quorum, and not one short of it', async () => {
    const voteOf = async (voters: readonly number[]) => {
      const proposalId = await world.openUnder(ruleLike({ quorum: half }));
      for (const voter of voters) await world.vote(proposalId, voter, 'agree');
      world.toTheEnd();
      return world.closeVote(proposalId);
    };
    expect(await voteOf([1, 2])).toMatchObject({ outcome: 'no-quorum' });
    expect(await voteOf([1, 2, 3])).toMatchObject({ outcome: 'passed' });
  });

  it('weighs a member as they were at opening, whatever they weigh since', async () => {
    const heavy = rollEntry({ votes: 5 });
    const eligibility = {
      ...ruleLike().eligibility,
      weightByClass: { worker: 'register' as const },
    };
    const proposalId = await withRoll([...entries, heavy], () =>
      world.openUnder(ruleLike({ eligibility })),
    );
    const voter = memberActor(world.cooperativeId, heavy.memberId);
    await withRoll([...entries, { ...heavy, votes: 1 }], async () => {
      const result = await world.cast.execute(voter, { proposalId, mark: 'agree' });
      expect(result.weight).toBe(5n);
    });
  });

  it('is of the classes and the standings that the policy asks, weighed as it says', async () => {
    const roll = [
      ...entries,
      rollEntry({ memberClass: 'organisation' }),
      rollEntry({ standing: 'in-arrears', votes: 3 }),
      rollEntry({ memberClass: 'supporter', votes: 10 }),
    ];
    const eligibility = {
      classes: ['worker', 'organisation'],
      standings: ['active' as const],
      weightByClass: { organisation: 2 },
    };
    const proposalId = await withRoll(roll, () => world.openUnder(ruleLike({ eligibility })));
    // Active are six workers, an organisation that weighs two, and a supporter.
    expect(await sizesOf(proposalId)).toMatchObject({ size: 7, weight: '8', active: '9' });
  });

  it('is not drawn of nobody, and then nothing is opened', async () => {
    const nobody = ruleLike({
      eligibility: { classes: ['bees'], standings: ['active'], weightByClass: {} },
    });
    const open = async () =>
      (await world.asOwner('select 1 from governance.proposals where opened_at is not null'))
        .length;
    const before = await open();
    await expect(world.openUnder(nobody)).rejects.toMatchObject({ code: 'ELECTORATE_EMPTY' });
    expect(await open()).toBe(before);
  });

  it('is drawn with a lot where ties are drawn: committed to before, shown after', async () => {
    const seeds = async (proposalId: string) => {
      const [row] = await world.asOwner(
        `select lot_seed is not null as seeded,
           encode(sha256(lot_seed::bytea), 'hex') = lot_commitment as committed, outcome_reason
         from governance.proposals where id = $1`,
        [proposalId],
      );
      return row;
    };
    const proposalId = await world.openUnder(ruleLike({ tieRule: 'lot' }));
    await world.vote(proposalId, 1, 'agree');
    await world.vote(proposalId, 2, 'disagree');
    world.toTheEnd();
    await world.closeVote(proposalId);
    expect(await seeds(proposalId)).toEqual({
      seeded: true,
      committed: true,
      outcome_reason: 'lot-drawn',
    });
    const plain = await world.openUnder(ruleLike());
    expect(await seeds(plain)).toMatchObject({ seeded: false, committed: null });
  });

  it('is written once: raw SQL changes none, adds nobody, and removes nobody', async () => {
    const proposalId = await world.openUnder(ruleLike());
    const attacks = [
      `update governance.electorate set weight = 9 where proposal_id = $1`,
      `delete from governance.electorate where proposal_id = $1`,
      `insert into governance.electorate (proposal_id, member_id, cooperative_id, member_class,
         weight) select $1, gen_random_uuid(), cooperative_id, 'worker', 1
         from governance.proposals where id = $1`,
      `update governance.proposals set electorate_weight = 1 where id = $1`,
      `update governance.proposals set told_size = 99 where id = $1`,
    ];
    const refusal = /never|frozen|permission denied|once|stay on record/;
    for (const text of attacks) {
      await expect(world.asOwner(text, [proposalId])).rejects.toThrow(refusal);
      const attempt = world.asApplication(text, [proposalId], world.cooperativeId);
      await expect(attempt).rejects.toThrow(refusal);
    }
  });
});

describe('after all this', () => {
  it('every law of the room holds', async () => {
    expect(await brokenLaws(world, votingInvariants)).toEqual([]);
  });
});
