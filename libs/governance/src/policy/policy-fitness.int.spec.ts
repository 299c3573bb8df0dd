import { defineAction, newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { DecisionWorld, StanceRule } from '../testing/decision-world.js';
import { createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import { AdoptPolicy } from './adopt-policy.js';
import { PolicyFitness } from './policy-fitness.js';
import { PolicyUses } from './policy-uses.js';

class Cellar {
  async lock(): Promise<void> {}
}
const kind = 'cellar.lock';
defineAction({
  kind,
  payload: z.strictObject({}),
  underPolicies: ['majority'],
  strangersRead: 'decision',
  service: Cellar,
  summary: () => 'Locks the cellar.',
  run: (cellar) => cellar.lock(),
});

let world: DecisionWorld;
let fitness: PolicyFitness;
const named = `named-${newId()}`;
beforeAll(async () => {
  world = await createDecisionWorld(3, [new Cellar()]);
  const uses = new PolicyUses();
  uses.register('cellar', async () => [{ policyKey: named, kind }]);
  fitness = new PolicyFitness(world.votes, uses);
});
afterAll(() => world.close());

const adopt = (key: string, changes: Partial<StanceRule> = {}) =>
  new AdoptPolicy(world.unitOfWork, fitness).execute(world.secretary, {
    key,
    title: 'A policy',
    rule: ruleLike(changes),
  });
const misfitOf = (key: string) =>
  world.unitOfWork.run(world.system, (tx) => fitness.misfitOf(tx, key, kind, 'exact'));

const unfit: readonly (readonly [string, Partial<StanceRule>])[] = [
  ['seconders', { secondersNeeded: 1 }],
  [
    'class',
    { decision: { kind: 'threshold', agree: { share: '3/4', strict: false, of: 'cast' } } },
  ],
  ['out-of-reach', { eligibility: { ...ruleLike().eligibility, classes: ['bees'] } }],
];

describe('a policy that a rule of a room names', () => {
  it('fits where it carries the votes that the room opens', async () => {
    await adopt('plain');
    expect([await misfitOf('plain'), await misfitOf('nowhere')]).toEqual([null, 'unknown']);
  });

  it.each(unfit)(
    'does not fit, by its %s, nor does such a one succeed it',
    async (misfit, rule) => {
      await adopt(`un-${misfit}`, rule);
      expect(await misfitOf(`un-${misfit}`)).toBe(misfit);
      await adopt(named);
      await expect(adopt(named, rule)).rejects.toMatchObject({
        code: 'POLICY_SUCCESSOR_UNFIT',
        details: { data: { key: named, kind, misfit } },
      });
      expect(await misfitOf(named)).toBeNull();
    },
  );

  it('is asked of itself alone, whatever is adopted with it', async () => {
    const seconded = ruleLike({ secondersNeeded: 1 });
    const asked = world.unitOfWork.run(world.system, (tx) =>
      fitness.requireFitting(tx, [
        { key: 'aaa', rule: seconded },
        { key: named, rule: ruleLike() },
        { key: 'zzz', rule: seconded },
      ]),
    );
    await expect(asked).resolves.toBeUndefined();
  });

  it('keeps who adopted it', async () => {
    const { id } = await adopt('kept');
    expect(
      await world.asOwner(
        'select adopted_by_member_id as by from governance.policies where id = $1',
        [id],
      ),
    ).toEqual([{ by: world.secretary.memberId }]);
  });
});
