import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import { SecondProposal } from '../opening/second-proposal.js';
import { governanceInvariants } from '../governance.invariants.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { brokenLaws, createDecisionWorld, rollEntry, ruleLike } from '../testing/decision-world.js';

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(6);
});
afterAll(() => world.close());

const close = (proposalId: string) => world.closing.execute(world.system, { proposalId });
const toTheEnd = () => world.clock.advance({ days: 6 });
const refusal =
  /never|frozen|cannot become|once|stay on record|permission denied|belong to|violates/;

describe('closing', () => {
  it('does nothing before its time', async () => {
    const proposalId = await world.openUnder(ruleLike());
    expect(await close(proposalId)).toEqual({ did: 'nothing', because: 'not-due' });
  });

  it('closes once when two workers close at the same time', async () => {
    const proposalId = await world.openUnder(ruleLike());
    await world.vote(proposalId, 1, 'agree');
    toTheEnd();
    const results = await Promise.all([close(proposalId), close(proposalId), close(proposalId)]);
    expect(results.filter(({ did }) => did === 'closed')).toHaveLength(1);
    const facts = await world.asOwner(
      `select data ->> 'outcome' as outcome from platform.facts
       where type = 'governance.ProposalClosed' and subject_id = $1`,
      [proposalId],
    );
    expect(facts).toEqual([{ outcome: 'passed' }]);
  });

  it('extends once when the quorum came late, and then closes', async () => {
    const proposalId = await world.openUnder(
      ruleLike({
        quorum: { share: '1/3', of: 'electorate', counts: 'ballots' },
        lateQuorum: { withinHours: 24, extendHours: 48 },
      }),
    );
    await world.vote(proposalId, 1, 'agree');
    world.clock.advance({ days: 5, hours: 1 });
    await world.vote(proposalId, 2, 'agree');
    world.clock.advance({ hours: 23 });
    expect(await close(proposalId)).toMatchObject({ did: 'extended' });
    expect(await close(proposalId)).toEqual({ did: 'nothing', because: 'not-due' });
    await world.vote(proposalId, 3, 'disagree');
    world.clock.advance({ hours: 48 });
    expect(await close(proposalId)).toEqual({ did: 'closed', outcome: 'passed' });
  });

  it('extends no second time, though the quorum was lost and came late again', async () => {
    const proposalId = await world.openUnder(
      ruleLike({
        quorum: { share: '1/3', of: 'electorate', counts: 'ballots-minus-abstentions' },
        lateQuorum: { withinHours: 24, extendHours: 48 },
      }),
    );
    await world.vote(proposalId, 1, 'agree');
    world.clock.advance({ days: 5, hours: 1 });
    await world.vote(proposalId, 2, 'agree');
    world.clock.advance({ hours: 23 });
    expect(await close(proposalId)).toMatchObject({ did: 'extended' });
    await world.vote(proposalId, 2, 'abstain');
    world.clock.advance({ hours: 40 });
    await world.vote(proposalId, 2, 'agree');
    world.clock.advance({ hours: 8 });
    expect(await close(proposalId)).toEqual({ did: 'closed', outcome: 'passed' });
  });

  it('leaves a tie to the status quo where the rule says so', async () => {
    const proposalId = await world.openUnder(ruleLike());
    await world.vote(proposalId, 1, 'agree');
    await world.vote(proposalId, 2, 'disagree');
    toTheEnd();
    expect(await close(proposalId)).toEqual({ did: 'closed', outcome: 'tied' });
  });

  it('opens after its notice, not before', async () => {
    const proposalId = await world.openUnder(ruleLike({ noticeHours: 48 }));
    expect(await world.stateOf(proposalId)).toBe('notice');
    await world.openNoticed.execute(world.system, { proposalId });
    expect(await world.stateOf(proposalId)).toBe('notice');
    world.clock.advance({ hours: 48 });
    await Promise.all([1, 2].map(() => world.openNoticed.execute(world.system, { proposalId })));
    expect(await world.stateOf(proposalId)).toBe('open');
  });
});

describe('equal sides under a rule of run-off', () => {
  interface Put {
    readonly id: string;
    readonly state: string;
    readonly reason: string | null;
  }
  const runOffsOf = (proposalId: string) =>
    world.asOwner<Put>(
      `select id, state, ended_reason as reason from governance.proposals where run_off_of_id = $1`,
      [proposalId],
    );
  async function tied(changes: Parameters<typeof ruleLike>[0] = {}): Promise<string> {
    const proposalId = await world.openUnder(ruleLike({ tieRule: 'run-off', ...changes }));
    await world.vote(proposalId, 1, 'agree');
    await world.vote(proposalId, 2, 'disagree');
    toTheEnd();
    return proposalId;
  }

  it('are put again, once, though several close at once; equal again, things stay', async () => {
    const proposalId = await tied();
    const newcomer = rollEntry();
    world.roll.entriesOf.get(world.cooperativeId)?.push(newcomer);
    await Promise.all([close(proposalId), close(proposalId), close(proposalId)]);
    expect(await close(proposalId)).toEqual({ did: 'nothing', because: 'not-open' });
    const [runOff, second] = await runOffsOf(proposalId);
    expect([runOff?.state, second]).toEqual(['open', undefined]);
    const same = await world.asOwner(
      `select distinct title, body, policy_id, proposer_member_id, window_hours, visibility,
         rule_hash from governance.proposals where id = any ($1)`,
      [[proposalId, runOff?.id]],
    );
    expect(same).toHaveLength(1);
    const [told] = await world.asOwner<{ data: object }>(
      `select data from platform.facts where type = 'governance.ProposalClosed'
       and subject_id = $1`,
      [proposalId],
    );
    expect(told?.data).toMatchObject({ outcome: 'tied', runOffId: runOff?.id });
    // Who may vote is drawn anew, as the policy has it.
    const [drawn] = await world.asOwner<{ size: number }>(
      'select electorate_size as size from governance.proposals where id = $1',
      [runOff?.id],
    );
    expect(drawn?.size).toBe(7);
    await world.vote(runOff?.id ?? '', 3, 'agree');
    await world.vote(runOff?.id ?? '', 4, 'disagree');
    toTheEnd();
    expect(await close(runOff?.id ?? '')).toEqual({ did: 'closed', outcome: 'tied' });
    expect(await runOffsOf(runOff?.id ?? '')).toEqual([]);
    world.roll.entriesOf.get(world.cooperativeId)?.pop();
  });

  it('are put again after the notice of the policy, with the same seconders', async () => {
    const key = 'noticed';
    const rule = ruleLike({ tieRule: 'run-off', secondersNeeded: 1, noticeHours: 24 });
    await world.adopt.execute(world.secretary, { key, title: 'With notice', rule });
    const { proposalId: potId } = await world.draft.execute(world.voters[0]!, {
      title: 'Buy a pot',
      body: '',
      policyKey: key,
      actions: [],
    });
    await new SecondProposal(world.unitOfWork).execute(world.voters[1]!, { proposalId: potId });
    await world.open.execute(world.voters[0]!, { proposalId: potId });
    world.clock.advance({ days: 1 });
    await world.openNoticed.execute(world.system, { proposalId: potId });
    await world.vote(potId, 1, 'agree');
    await world.vote(potId, 2, 'disagree');
    toTheEnd();
    await close(potId);
    const [runOff] = await runOffsOf(potId);
    expect(runOff?.state).toBe('notice');
    world.clock.advance({ days: 1 });
    await world.openNoticed.execute(world.system, { proposalId: runOff?.id ?? '' });
    expect(await world.stateOf(runOff?.id ?? '')).toBe('open');
  });

  it('stay as they are when the run-off cannot open, which it says of itself', async () => {
    const proposalId = await tied();
    const entries = world.roll.entriesOf.get(world.cooperativeId) ?? [];
    world.roll.entriesOf.set(world.cooperativeId, []);
    expect(await close(proposalId)).toEqual({ did: 'closed', outcome: 'tied' });
    world.roll.entriesOf.set(world.cooperativeId, entries);
    expect(await runOffsOf(proposalId)).toMatchObject([
      { state: 'cancelled', reason: 'Nobody could vote on this under its policy.' },
    ]);
    const [told] = await world.asOwner<{ data: object }>(
      `select data from platform.facts where type = 'governance.ProposalClosed'
       and subject_id = $1`,
      [proposalId],
    );
    expect(told?.data).toMatchObject({ runOffId: null });
  });

  it('are put to no second run-off by raw SQL either', async () => {
    const proposalId = await tied();
    await close(proposalId);
    const again = world.asOwner(
      `insert into governance.proposals select (jsonb_populate_record(p, jsonb_build_object(
         'id', gen_random_uuid(), 'state', 'draft'))).*
       from governance.proposals p where run_off_of_id = $1`,
      [proposalId],
    );
    await expect(again).rejects.toThrow('proposals_run_off_unique');
    const elsewhere = world.asOwner(
      'update governance.proposals set run_off_of_id = null where run_off_of_id = $1',
      [proposalId],
    );
    await expect(elsewhere).rejects.toThrow('frozen');
  });
});

describe('Postgres has the last word', () => {
  it('refuses to change a rule, a question, a window or an outcome', async () => {
    const proposalId = await world.openUnder(ruleLike());
    await world.vote(proposalId, 1, 'agree');
    const attacks = [
      `update governance.proposals set rule = '{}' where id = $1`,
      `update governance.proposals set title = 'Buy a yacht' where id = $1`,
      `update governance.proposals set closes_at = opened_at where id = $1`,
      `update governance.proposals set state = 'executed' where id = $1`,
      `update governance.proposals set state = 'closed', closed_at = closes_at, outcome = 'passed',
         outcome_reason = 'x', final_count = '{}' where id = $1`,
      `delete from governance.proposals where id = $1`,
      `insert into governance.actions (id, cooperative_id, proposal_id, ordinal, kind, payload,
         state) select gen_random_uuid(), cooperative_id, $1, 9, 'a.b', '{}', 'pending'
         from governance.proposals where id = $1`,
    ];
    for (const text of attacks) {
      await expect(world.asOwner(text, [proposalId])).rejects.toThrow(refusal);
      const attempt = world.asApplication(text, [proposalId], world.cooperativeId);
      await expect(attempt).rejects.toThrow(refusal);
    }
  });
});

describe('after all this', () => {
  it('every law of both rooms holds', async () => {
    const laws = [...governanceInvariants, ...votingInvariants];
    expect(await brokenLaws(world, laws)).toEqual([]);
  });
});
