import { defineAction } from '@rochdale/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';

/** The policy that a rule of a room asks for now. */
let asked: string | null;
const Spend = defineAction({
  kind: 'strict.spend',
  payload: z.strictObject({}),
  underPolicies: ['majority', 'supermajority'],
  inEmergencies: true,
  proposable: true,
  strangersRead: 'decision',
  service: null,
  summary: () => 'Spends it.',
  leastPolicy: async () => asked,
  run: async () => undefined,
});

const most = { kind: 'threshold', agree: { share: '3/4', strict: false, of: 'cast' } } as const;
const half = { kind: 'threshold', agree: { share: '1/2', strict: true, of: 'cast' } } as const;
const loose = (changes: object = {}) => ruleLike({ decision: half, ...changes });
let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(4);
  await adopt('stern', ruleLike({ decision: most }));
  await adopt('loose', loose());
  await adopt('again', loose({ tieRule: 'run-off' }));
  await adopt('on', loose({ escalatesTo: { policyKey: 'loose', on: ['rejected'] } }));
  await adopt('noticed', loose({ noticeHours: 24 }));
  await adopt('few', loose({ ratification: { policyKey: 'loose', withinHours: 336 } }));
});
afterAll(() => world.close());
beforeEach(() => {
  asked = null;
});

const adopt = (key: string, rule: object) =>
  world.adopt.execute(world.system, { key, title: key, rule });

async function put(policyKey: string): Promise<string> {
  const by = world.voters[0]!;
  const terms = { title: 'A boiler', body: 'It is cold.', policyKey, actions: [Spend.of({})] };
  const { proposalId } = await world.draft.execute(by, terms);
  await world.open.execute(by, { proposalId });
  return proposalId;
}

async function closed(proposalId: string, ...stances: ('agree' | 'disagree')[]) {
  for (const [nth, stance] of stances.entries()) await world.vote(proposalId, nth, stance);
  world.clock.advance({ hours: 150 });
  return world.closing.execute(world.system, { proposalId });
}

const next = (proposalId: string) =>
  world.asOwner<{ id: string }>(
    `select p.state, f.data ->> 'code' as code from governance.proposals p
     join platform.facts f on f.subject_id = p.id and f.type = 'governance.ProposalNotOpened'
     where $1 in (p.id, p.run_off_of_id)`,
    [proposalId],
  );
const ended = [{ state: 'cancelled', code: 'ACTION_POLICY_TOO_WEAK' }];

describe('a vote under a policy that is too weak by now', () => {
  it('keeps none from closing that is put again, or goes on', async () => {
    for (const [policyKey, stances, outcome] of [
      ['again', ['agree', 'disagree'], 'tied'],
      ['on', ['disagree'], 'rejected'],
    ] as const) {
      asked = null;
      const proposalId = await put(policyKey);
      asked = 'stern';
      expect(await closed(proposalId, ...stances)).toMatchObject({ outcome });
      expect([await world.stateOf(proposalId), await next(proposalId)]).toEqual([outcome, ended]);
    }
  });

  it('ends as its notice does', async () => {
    const proposalId = await put('noticed');
    asked = 'stern';
    world.clock.advance({ hours: 25 });
    const opened = await world.openNoticed.execute(world.system, { proposalId });
    expect(opened).toMatchObject({ state: 'cancelled' });
    expect(await next(proposalId)).toEqual(ended);
  });

  it('does not open, in an emergency neither, nor where that policy is not there', async () => {
    asked = 'stern';
    for (const policyKey of ['loose', 'few']) {
      await expect(put(policyKey)).rejects.toMatchObject({ code: 'ACTION_POLICY_TOO_WEAK' });
    }
    expect(await world.stateOf(await put('stern'))).toBe('open');
    asked = 'nowhere';
    await expect(put('stern')).rejects.toMatchObject({ code: 'ACTION_POLICY_TOO_WEAK' });
  });

  it('is carried out where it was strict enough when it opened', async () => {
    const proposalId = await put('loose');
    asked = 'stern';
    expect(await closed(proposalId, 'agree', 'agree')).toMatchObject({ outcome: 'passed' });
    world.clock.advance({ days: 7 });
    expect(await world.execute.execute(world.system, { proposalId })).toBe('executed');
  });
});
