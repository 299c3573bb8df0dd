import { votingInvariants } from '@rochdale/voting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { governanceInvariants } from '../governance.invariants.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { brokenLaws, createDecisionWorld, ruleLike } from '../testing/decision-world.js';

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
