import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VotingWorld } from '../testing/voting-world.js';
import { brokenLaws, createVotingWorld, ruleLike } from '../testing/voting-world.js';
import { votingInvariants } from '../voting.invariants.js';

let world: VotingWorld;
beforeAll(async () => {
  world = await createVotingWorld(4);
});
afterAll(() => world.close());

const recount = () => world.recount.execute(world.system);
/** What nobody can do but who owns the database, and stops its triggers. */
const tamper = (statement: string) =>
  world.asOwner(`begin; set local session_replication_role = replica; ${statement}; commit`);

async function decided(changes: Parameters<typeof ruleLike>[0] = {}): Promise<string> {
  const proposalId = await world.openUnder(ruleLike(changes));
  await world.vote(proposalId, 1, 'agree');
  await world.vote(proposalId, 2, 'agree');
  await world.vote(proposalId, 2, 'disagree');
  await world.vote(proposalId, 3, 'agree');
  world.toTheEnd();
  await world.closeVote(proposalId);
  return proposalId;
}

describe('a recount', () => {
  it('agrees with what was decided, by lot and short of a quorum as well', async () => {
    await decided();
    await decided({ quorum: { share: '1/1', of: 'electorate', counts: 'ballots' } });
    const tied = await world.openUnder(ruleLike({ tieRule: 'lot' }));
    await world.vote(tied, 1, 'agree');
    await world.vote(tied, 2, 'disagree');
    world.toTheEnd();
    await world.closeVote(tied);
    expect(await recount()).toEqual([]);
  });

  it('asks nothing of votes that are open', async () => {
    await world.vote(await world.openUnder(ruleLike()), 1, 'agree');
    expect(await recount()).toEqual([]);
  });

  it.each([
    [
      'an outcome',
      `outcome = 'rejected', state = 'rejected'`,
      `outcome = 'passed', state = 'passed'`,
    ],
    ['a reason', `outcome_reason = 'objections'`, `outcome_reason = 'agreement-reached'`],
    [
      'a count',
      `final_count = final_count || '{"agree": "3"}'`,
      `final_count = final_count || '{"agree": "2"}'`,
    ],
    [
      'a size',
      'electorate_weight = 40, told_weight = 40',
      'electorate_weight = 4, told_weight = 4',
    ],
    ['a fingerprint', `rule_hash = repeat('0', 64)`, null],
  ])('finds %s that was tampered with, and nothing else', async (_what, change, back) => {
    await decided();
    // The size decides here: it is what agreement is a share of.
    const proposalId = await decided({
      decision: { kind: 'threshold', agree: { share: '1/2', strict: false, of: 'electorate' } },
    });
    const update = (values: string) =>
      tamper(`update governance.proposals set ${values} where id = '${proposalId}'`);
    const [{ hash } = { hash: '' }] = await world.asOwner<{ hash: string }>(
      'select rule_hash as hash from governance.proposals where id = $1',
      [proposalId],
    );
    await update(change);
    const found = await recount();
    expect(found.map((miscount) => miscount.proposalId)).toEqual([proposalId]);
    await update(back ?? `rule_hash = '${hash}'`);
    expect(await recount()).toEqual([]);
  });

  it.each([
    ['of a kind that is gone', `rule || '{"ballotKind": "nope"}'`],
    ['that says nothing', `'{}'`],
    ['without a decision', `rule - 'decision'`],
  ])('goes on behind a vote under a rule %s, and tells of it too', async (_what, broken) => {
    const falsified = await decided();
    const uncountable = await decided();
    const ruleOf = `(select rule from governance.proposals where id = '${falsified}')`;
    const set = (id: string, values: string) =>
      tamper(`update governance.proposals set ${values} where id = '${id}'`);
    await set(falsified, `outcome_reason = 'objections'`);
    await set(uncountable, `rule = ${broken}`);
    const found = await recount();
    const ids = found.map(({ proposalId }) => proposalId);
    expect(ids.toSorted()).toEqual([falsified, uncountable].toSorted());
    expect(found.find(({ proposalId }) => proposalId === uncountable)?.recounted).toMatch(
      /^cannot be counted: /,
    );
    await set(falsified, `outcome_reason = 'agreement-reached'`);
    await set(uncountable, `rule = ${ruleOf}`);
    expect(await recount()).toEqual([]);
  });

  it('finds a ballot that was turned, by the weight of each side', async () => {
    const proposalId = await decided();
    const turn = (from: string, to: string) =>
      tamper(`update governance.ballots set mark = '"${to}"'
        where proposal_id = '${proposalId}' and mark = '"${from}"' and superseded_at is null`);
    await turn('disagree', 'abstain');
    const [miscount] = await recount();
    expect(miscount).toMatchObject({ proposalId });
    expect(miscount?.recorded).toContain('"disagree":"1"');
    expect(miscount?.recounted).toContain('"disagree":"0"');
    expect(await brokenLaws(world, votingInvariants)).toMatchObject([
      { name: 'voting.final-count-as-recounted' },
    ]);
    await turn('abstain', 'disagree');
  });

  it('goes on after its first five hundred', async () => {
    const proposalId = await decided();
    // The same decision without its ballots, five hundred and one times.
    await tamper(`insert into governance.proposals
      select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid()))).*
      from governance.proposals p cross join generate_series(1, 501) where id = '${proposalId}'`);
    const found = await recount();
    expect(new Set(found.map((miscount) => miscount.proposalId)).size).toBe(501);
    const ids = found.map((miscount) => `'${miscount.proposalId}'`).join(', ');
    await tamper(`delete from governance.proposals where id in (${ids})`);
  });

  it('is the service’s own, of one co-operative', async () => {
    await expect(world.recount.execute(world.secretary)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    const proposalId = await decided();
    const reason = (text: string) =>
      tamper(`update governance.proposals set outcome_reason = '${text}'
        where id = '${proposalId}'`);
    await reason('x');
    const elsewhere = { ...world.system, cooperativeId: newId() };
    expect(await world.recount.execute(elsewhere)).toEqual([]);
    await reason('agreement-reached');
  });
});

describe('after all this', () => {
  it('every law of the room holds, and every outcome is what its ballots say', async () => {
    expect(await brokenLaws(world, votingInvariants)).toEqual([]);
    expect(await recount()).toEqual([]);
  });
});
