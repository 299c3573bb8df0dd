import { BrokenLaws, Metrics, newId } from '@rochdale/platform';
import { silentLog } from '@rochdale/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { VotingWorld } from '../testing/voting-world.js';
import { createVotingWorld, ruleLike } from '../testing/voting-world.js';
import { RecountByTurns } from './recount-by-turns.js';

let world: VotingWorld;
let nightly: RecountByTurns;
beforeAll(async () => {
  world = await createVotingWorld(4);
  const { unitOfWork } = world;
  nightly = new RecountByTurns(unitOfWork, new BrokenLaws(unitOfWork, new Metrics(), silentLog));
});
afterAll(() => world.close());
afterEach(async () => {
  await tamper(`delete from platform.facts where type = 'platform.InvariantBroken'`);
});

const tamper = (statement: string) =>
  world.asOwner(`begin; set local session_replication_role = replica; ${statement}; commit`);

/** What a night says, as every check of a law does. */
async function night(): Promise<readonly unknown[]> {
  await nightly.execute(world.system);
  const told = await world.asOwner<{ data: unknown }>(
    `select data from platform.facts where type = 'platform.InvariantBroken' order by id`,
  );
  await tamper(`delete from platform.facts where type = 'platform.InvariantBroken'`);
  world.clock.advance({ days: 1 });
  return told.map(({ data }) => data);
}

async function decided(): Promise<string> {
  const proposalId = await world.openUnder(ruleLike());
  for (const voter of [0, 1, 2]) await world.vote(proposalId, voter, 'agree');
  world.toTheEnd();
  await world.closeVote(proposalId);
  return proposalId;
}

const found = (rows: number) => [{ invariant: 'voting.outcome-as-recounted', rows }];

describe('every night', () => {
  it('is a law broken when a result was tampered with, and none when it was not', async () => {
    const proposalId = await decided();
    expect(await night()).toEqual([]);
    const reason = (text: string) =>
      tamper(
        `update governance.proposals set outcome_reason = '${text}' where id = '${proposalId}'`,
      );
    await reason('objections');
    expect(await night()).toEqual(found(1));
    await reason('agreement-reached');
    expect(await night()).toEqual([]);
  });

  it('some of an old history have their turn, and every one within as many nights', async () => {
    await decided();
    const proposalId = await decided();
    world.clock.advance({ days: 30 });
    // Of another reason, a thousand and ninety times, without ballots.
    await tamper(`insert into governance.proposals
      select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid()))).*
      from governance.proposals p cross join generate_series(1, 1090) where id = '${proposalId}'`);
    const nights = [await night(), await night(), await night()];
    const rows = nights.map((told) => (told[0] as { rows: number }).rows);
    expect(Math.max(...rows)).toBeLessThanOrEqual(400);
    expect(rows.reduce((sum, one) => sum + one)).toBe(1090);
    const ids = `select id from governance.proposals where id <> '${proposalId}'
      and not exists (select from governance.ballots b where b.proposal_id = proposals.id)`;
    await tamper(`delete from governance.proposals where id in (${ids})`);
    expect(await night()).toEqual([]);
  });

  it('the newest are counted, whoever else has the turn', async () => {
    const empty = await world.openUnder(ruleLike());
    world.toTheEnd();
    await world.closeVote(empty);
    world.clock.advance({ days: 30 });
    // Nobody voted, nine hundred times, under ids before all others.
    await tamper(`insert into governance.proposals
      select (jsonb_populate_record(p, jsonb_build_object('id',
        '00000000-0000-7000-8000-' || lpad(to_hex(number), 12, '0')))).*
      from governance.proposals p cross join generate_series(1, 900) number
      where id = '${empty}'`);
    const newest = await decided();
    await tamper(`update governance.proposals set outcome_reason = 'objections'
      where id = '${newest}'`);
    expect(await night()).toEqual(found(1));
    expect(await night()).toEqual(found(1));
  });

  it('is the service’s own, of one co-operative', async () => {
    await expect(nightly.execute(world.secretary)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await nightly.execute({ ...world.system, cooperativeId: newId() });
    expect(
      await world.asOwner(`select from platform.facts where type = 'platform.InvariantBroken'`),
    ).toEqual([]);
  });
});
