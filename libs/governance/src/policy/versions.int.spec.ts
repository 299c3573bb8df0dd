import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DecisionWorld, StanceRule } from '../testing/decision-world.js';
import { createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import { AdoptPolicyPack } from './adopt-policy-pack.js';
import { policyPacks } from './policy-packs.js';
import { PolicyQueries } from './policy.queries.js';
import { policyStore } from './policy.store.js';

let world: DecisionWorld;
let queries: PolicyQueries;
beforeAll(async () => {
  world = await createDecisionWorld(3);
  queries = new PolicyQueries();
});
afterAll(() => world.close());

const adopt = (key: string, changes: Partial<StanceRule> = {}, other: object = {}) =>
  world.adopt.execute(world.secretary, {
    key,
    title: 'Kettles',
    rule: ruleLike(changes),
    ...other,
  });
const adoptPack = (pack: string, keys: readonly string[] | null = null) =>
  new AdoptPolicyPack(world.unitOfWork, world.fitness).execute(world.secretary, { pack, keys });
const inForce = async (key: string) =>
  (await world.unitOfWork.read(world.secretary, (tx) => queries.inForce(tx))).filter(
    (policy) => policy.key === key,
  );
const adoptions = async (policyId: string) =>
  (
    await world.asOwner(
      `select 1 from platform.facts where type = 'governance.PolicyAdopted' and subject_id = $1`,
      [policyId],
    )
  ).length;

describe('a version of a policy', () => {
  it('is the only one in force; the one before is retired, and stays on record', async () => {
    const first = await adopt('versions');
    world.clock.advance({ hours: 1 });
    const second = await adopt('versions', { timelockHours: 24 });
    expect([first.version, second.version]).toEqual([1, 2]);
    expect(await inForce('versions')).toMatchObject([{ id: second.id, retiredAt: null }]);
    const [retired] = await world.unitOfWork.read(world.secretary, (tx) =>
      queries.byIds(tx, [first.id]),
    );
    expect(retired).toMatchObject({ version: 1, retiredAt: world.clock.now() });
    expect(retired?.rule).toEqual(ruleLike());
  });

  it('is not made anew, nor told again, when nothing of it changes', async () => {
    const first = await adopt('same');
    expect((await adopt('same')).id).toBe(first.id);
    expect(await adoptions(first.id)).toBe(1);
    expect((await adopt('same', {}, { title: 'Pots' })).version).toBe(2);
  });

  it('is number three after two, though the rule is the first one’s again', async () => {
    const first = await adopt('back');
    await adopt('back', { noticeHours: 24 });
    const third = await adopt('back');
    expect(third).toMatchObject({ version: 3, ruleHash: first.ruleHash });
    expect(third.id).not.toBe(first.id);
  });

  it('replaces the one that its author looked at, or none where none was seen', async () => {
    const stale = { code: 'POLICY_VERSION_STALE', path: ['replacesVersion'] };
    await expect(adopt('seen', {}, { replacesVersion: 1 })).rejects.toMatchObject(stale);
    await adopt('seen', {}, { replacesVersion: null });
    const unseen = adopt('seen', { noticeHours: 1 }, { replacesVersion: null });
    await expect(unseen).rejects.toMatchObject(stale);
    const next = await adopt('seen', { noticeHours: 1 }, { replacesVersion: 1 });
    expect(next.version).toBe(2);
  });

  it('that two adopt at the same time is one of theirs, and the other is told', async () => {
    for (const [key, replacesVersion] of [
      ['race-first', null],
      ['race-next', 1],
    ] as const) {
      if (replacesVersion !== null) await adopt(key);
      const attempts = await Promise.allSettled(
        [24, 48].map((noticeHours) => adopt(key, { noticeHours }, { replacesVersion })),
      );
      const refused = attempts.filter(({ status }) => status === 'rejected');
      expect(refused).toMatchObject([{ reason: { code: 'POLICY_VERSION_STALE' } }]);
      expect(await inForce(key)).toMatchObject([{ version: (replacesVersion ?? 0) + 1 }]);
    }
  });

  it('is refused when another came between the look and the change', async () => {
    await adopt('between');
    const { lockInForce } = policyStore;
    policyStore.lockInForce = async (...given) => {
      policyStore.lockInForce = lockInForce;
      await adopt('between', { noticeHours: 24 }, { replacesVersion: 1 });
      return lockInForce(...given);
    };
    const late = adopt('between', { noticeHours: 48 }, { replacesVersion: 1 });
    await expect(late).rejects.toMatchObject({ code: 'POLICY_VERSION_STALE' });
    expect(await inForce('between')).toMatchObject([{ version: 2 }]);
  });

  it('governs the drafts that were made under the one before, when they open', async () => {
    await adopt('drafted');
    const { proposalId } = await world.draft.execute(world.voters[1]!, {
      title: 'A kettle',
      body: '',
      policyKey: 'drafted',
      actions: [],
    });
    const next = await adopt('drafted', { timelockHours: 24 });
    expect(await world.open.execute(world.voters[1]!, { proposalId })).toMatchObject({
      state: 'open',
    });
    const [row] = await world.asOwner(
      'select rule_hash as hash, policy_id as policy from governance.proposals where id = $1',
      [proposalId],
    );
    expect(row).toEqual({ hash: next.ruleHash, policy: next.id });
  });

  it.each([
    ['a key of capitals', { key: 'Kettles' }, ['key']],
    ['a key that is too long', { key: 'k'.repeat(61) }, ['key']],
    ['a title of blanks', { title: ' ' }, ['key']],
    ['a title without end', { title: 'x'.repeat(201) }, ['key']],
    ['a rule that is none', { rule: {} }, ['rule', 'ballotKind']],
  ])('is refused with %s, and nothing is kept', async (_name, other, path) => {
    const before = await world.asOwner('select 1 from governance.policies');
    const code = 'POLICY_RULE_INVALID';
    await expect(adopt('odd', {}, other)).rejects.toMatchObject({ code, path });
    expect(await world.asOwner('select 1 from governance.policies')).toHaveLength(before.length);
  });

  it('is for secretaries and administrators', async () => {
    const wanted = { key: 'mine', title: 'Mine', rule: ruleLike() };
    const forbidden = { code: 'FORBIDDEN' };
    await expect(world.adopt.execute(world.voters[1]!, wanted)).rejects.toMatchObject(forbidden);
    const pack = new AdoptPolicyPack(world.unitOfWork, world.fitness).execute(world.voters[1]!, {
      pack: 'defaults',
    });
    await expect(pack).rejects.toMatchObject(forbidden);
  });
});

describe('what members do by custom', () => {
  it('is changed by a new version, as the rule is', async () => {
    await adopt('customs', {}, { customs: ['Bring cake.'] });
    const changed = await adopt('customs', {}, { customs: ['Bring cake.', 'Wash up.'] });
    expect(changed.version).toBe(2);
    expect(await inForce('customs')).toMatchObject([{ customs: ['Bring cake.', 'Wash up.'] }]);
  });
});

describe('a policy pack', () => {
  it('is adopted whole, once; other keys stay in force', async () => {
    const own = await adopt('our-own');
    const first = await adoptPack('social-coop');
    expect(first.map(({ key }) => key)).toEqual(['ordinary', 'bylaws', 'expense-large']);
    const again = await adoptPack('social-coop');
    expect(again.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
    expect(await inForce('our-own')).toMatchObject([{ id: own.id }]);
  });

  it('takes the place of another’s policies of the same keys, with all of them', async () => {
    await adoptPack('social-coop');
    const wanted = policyPacks.find(({ name }) => name === 'defaults')!.policies;
    const adopted = await adoptPack('defaults');
    expect(adopted.map(({ rule }) => rule)).toEqual(wanted.map(({ rule }) => rule));
    expect(await inForce('ordinary')).toMatchObject([{ pack: 'defaults', version: 2 }]);
    expect(await inForce('budget')).toMatchObject([
      { version: 1, customs: wanted.find(({ key }) => key === 'budget')!.customs },
    ]);
  });

  it('is adopted by single keys, beside policies that a co-operative changed', async () => {
    await adoptPack('defaults');
    const { policies } = policyPacks.find(({ name }) => name === 'defaults')!;
    const { rule } = policies.find(({ key }) => key === 'ordinary')!;
    const own = await world.adopt.execute(world.secretary, {
      key: 'ordinary',
      title: 'Ours',
      rule,
    });
    const [expulsion, ...others] = await adoptPack('defaults', ['expulsion']);
    expect([expulsion?.key, others]).toEqual(['expulsion', []]);
    expect(await inForce('ordinary')).toMatchObject([{ id: own.id }]);
    const unknown = adoptPack('defaults', ['expulsion', 'moon']);
    await expect(unknown).rejects.toMatchObject({
      code: 'POLICY_NOT_FOUND',
      path: ['keys', '1'],
    });
  });

  it('has a name that is known', async () => {
    await expect(adoptPack('mondragon')).rejects.toMatchObject({
      code: 'POLICY_PACK_UNKNOWN',
      path: ['pack'],
    });
  });
});
