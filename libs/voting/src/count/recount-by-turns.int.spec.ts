import { BrokenLaws, Metrics, newId } from '@rochdale/platform';
import type { Actor, Parameter, Statement, Tx, UnitOfWork } from '@rochdale/platform';
import { rowsRead, silentLog } from '@rochdale/testing';
import type { PlanNode } from '@rochdale/testing';
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

/** How many proposals Postgres looks at in a night, by its own word. */
async function proposalsRead(): Promise<number> {
  let read = 0;
  const explained = (tx: Tx): Tx =>
    new Proxy(tx, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (name !== 'rows') return typeof value === 'function' ? value.bind(target) : value;
        return async (statement: Statement, params: Parameter[]) => {
          const text = `explain (analyze, format json) ${statement.text}`;
          const plans = await target.rows<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
            { name: `explain ${statement.name}`, text },
            params,
          );
          for (const row of plans) read += rowsRead(row['QUERY PLAN'][0].Plan, 'proposals');
          return target.rows(statement, params);
        };
      },
    });
  const { unitOfWork } = world;
  const measured = {
    read: <T>(actor: Actor, body: (tx: Tx) => Promise<T>) =>
      unitOfWork.read(actor, (tx) => body(explained(tx))),
    run: unitOfWork.run.bind(unitOfWork),
  } as unknown as UnitOfWork;
  const brokenLaws = new BrokenLaws(unitOfWork, new Metrics(), silentLog);
  await new RecountByTurns(measured, brokenLaws).execute(world.system);
  return read;
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

  it('counts what was between options, as one of the newest and in its turn', async () => {
    const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
    const ranking = { ballotKind: 'ranking', method: 'irv', equalRanks: false, maximum: null };
    const options = ['Red', 'Green', 'Blue'];
    const proposalId = await world.openUnder({ ...plain, ...ranking, options } as never);
    for (const [nth, ballot] of [[2, 1], [2], [1, 3, 2]].entries()) {
      const ranks = ballot.map((option, at) => ({ option, rank: at + 1 }));
      await world.cast.execute(world.voters[nth]!, { proposalId, mark: { ranks } });
    }
    world.toTheEnd();
    await world.closeVote(proposalId);
    const won = (winner: number) =>
      tamper(`update governance.proposals
        set final_count = jsonb_set(final_count, '{winners}', '[${winner}]')
        where id = '${proposalId}'`);
    for (const days of [0, 30]) {
      world.clock.advance({ days });
      expect(await night()).toEqual([]);
      await won(1);
      expect(await night()).toEqual(found(1));
      await won(2);
    }
    expect(await night()).toEqual([]);
    await tamper(`update governance.ballots set mark = '{"ranks": [{"option": 1, "rank": 1}]}'
      where proposal_id = '${proposalId}'`);
    expect(await night()).toEqual(found(1));
    await tamper(`delete from governance.ballots where proposal_id = '${proposalId}';
      delete from governance.proposals where id = '${proposalId}'`);
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

  it('goes on where the last night came to, though it died before it had told', async () => {
    const proposalId = await decided();
    world.clock.advance({ days: 30 });
    await tamper(`insert into governance.proposals
      select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid()))).*
      from governance.proposals p cross join generate_series(1, 1000) where id = '${proposalId}'`);
    const place = () => world.asOwner('select * from governance.recount_turns');
    const dying = new RecountByTurns(world.unitOfWork, {
      tell: () => Promise.reject(new Error('the process died')),
    } as unknown as BrokenLaws);
    await night();
    const before = await place();
    expect(before).toHaveLength(1);
    await expect(dying.execute(world.system)).rejects.toThrow('the process died');
    expect(await place()).toEqual(before);
    await night();
    expect(await place()).not.toEqual(before);
    // Two at once: one of them tries again, and nothing is left out.
    const both = await Promise.allSettled([
      nightly.execute(world.system),
      nightly.execute(world.system),
    ]);
    expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
    await tamper(`delete from governance.proposals where id <> '${proposalId}'
      and not exists (select from governance.ballots b where b.proposal_id = proposals.id)`);
  });

  it('reads as many as it counts, however many were decided', async () => {
    const proposalId = await decided();
    world.clock.advance({ days: 30 });
    await tamper(`insert into governance.proposals
      select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(),
        'cooperative_id', case number % 9 when 0 then gen_random_uuid() else p.cooperative_id end,
        'closed_at', p.closed_at - number * interval '1 hour'))).*
      from governance.proposals p cross join generate_series(1, 4500) number
      where id = '${proposalId}'`);
    await world.asOwner('analyze governance.proposals');
    for (let nights = 0; nights < 3; nights += 1) {
      const read = await proposalsRead();
      expect(read).toBeGreaterThanOrEqual(400);
      expect(read).toBeLessThan(500);
    }
    await tamper(`delete from governance.proposals where id <> '${proposalId}'
      and not exists (select from governance.ballots b where b.proposal_id = proposals.id)`);
  });

  it('is the service’s own, of one co-operative', async () => {
    await expect(nightly.execute(world.secretary)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await nightly.execute({ ...world.system, cooperativeId: newId() });
    expect(
      await world.asOwner(`select from platform.facts where type = 'platform.InvariantBroken'`),
    ).toEqual([]);
  });
});
