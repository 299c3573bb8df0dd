import { adoptPack, policyPacks } from '@rochdale/governance';
import { newId, systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExpenseWorld } from '../testing/expense-world.js';
import { claim, createExpenseWorld } from '../testing/expense-world.js';
import type { ApprovalBands } from './approval-rule.js';

let world: ExpenseWorld;
beforeAll(async () => {
  world = await createExpenseWorld();
});
afterAll(() => world.close());

const office = (approvals: number): ApprovalBands => [
  { upToMinor: null, band: { kind: 'role', role: 'treasurer', approvals }, receipts: false },
];
const voteBy = (policyKey: string): ApprovalBands => [
  { upToMinor: '100', band: { kind: 'role', role: 'treasurer', approvals: 1 }, receipts: false },
  { upToMinor: null, band: { kind: 'vote', policyKey }, receipts: false },
];
const adopt = (currency: string, bands: unknown, by: Actor = world.founder) =>
  world.adoptRule.execute(by, { currency, bands });
const inForce = (by: Actor = world.member) =>
  world.unitOfWork.read(by, (tx) => world.queries.approvalRules(tx));

async function submitted(currency: string, amountMinor = 5_00n): Promise<string> {
  const { expenseId } = await world.draft.execute(world.member, claim(amountMinor, { currency }));
  await world.submit.execute(world.member, { expenseId });
  return expenseId;
}

async function bandOf(expenseId: string): Promise<unknown> {
  const [view] = await world.unitOfWork.read(world.member, (tx) =>
    world.queries.byIds(tx, [expenseId]),
  );
  return view?.band;
}

describe('a rule of approval', () => {
  it('is adopted by an administrator, and by nobody else', async () => {
    for (const by of [world.member, world.treasurer]) {
      await expect(adopt('CHF', office(1), by)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(await adopt('CHF', office(1))).toMatchObject({ currency: 'CHF', version: 1 });
    const [row] = await world.asOwner<{ by: string }>(
      `select adopted_by_member_id as by from expenses.approval_rules where currency = 'CHF'`,
    );
    expect(row?.by).toBe(world.founder.memberId);
  });

  it('is for a currency that exists, and is whole', async () => {
    await expect(adopt('chf', office(1))).rejects.toMatchObject({ code: 'INVALID_CURRENCY' });
    await expect(adopt('CHF', [])).rejects.toMatchObject({ code: 'APPROVAL_RULE_INVALID' });
  });

  it('replaces the one before it in its own currency, and says which version it is', async () => {
    await adopt('SEK', office(1));
    await adopt('NOK', office(2));
    const second = await adopt('SEK', office(2));
    expect(second).toMatchObject({ version: 2, bands: office(2), adoptedAt: world.clock.now() });
    const shown = (await inForce()).map(({ currency, version }) => `${currency} ${version}`);
    expect(shown).toEqual(['CHF 1', 'NOK 1', 'SEK 2']);
    const kept = await world.asOwner<{ version: number; retired: boolean }>(
      `select version, retired_at is not null as retired from expenses.approval_rules
       where currency = 'SEK' order by version`,
    );
    expect(kept).toEqual([
      { version: 1, retired: true },
      { version: 2, retired: false },
    ]);
  });

  it('that the office has too few holders for is refused, and says how many', async () => {
    await expect(adopt('ISK', office(3))).rejects.toMatchObject({
      code: 'APPROVAL_RULE_UNMEETABLE',
      path: ['bands', '0', 'band', 'approvals'],
      details: { data: { role: 'treasurer', approvals: 3, holders: 2 } },
    });
  });

  it('is one, when two administrators adopt one at the same moment', async () => {
    const attempts = await Promise.allSettled([adopt('DKK', office(1)), adopt('DKK', office(2))]);
    for (const attempt of attempts) {
      if (attempt.status === 'rejected') {
        expect(attempt.reason).toMatchObject({ code: 'CONFLICT' });
      }
    }
    const rules = (await inForce()).filter(({ currency }) => currency === 'DKK');
    expect(rules).toHaveLength(1);
  });

  it('leaves expenses under way with the rule they had', async () => {
    await adopt('CHF', office(1));
    const before = await submitted('CHF');
    await adopt('CHF', office(2));
    const after = await submitted('CHF');
    expect(await world.approve.execute(world.treasurer, { expenseId: before })).toMatchObject({
      status: 'approved',
    });
    expect(await world.approve.execute(world.treasurer, { expenseId: after })).toMatchObject({
      status: 'submitted',
    });
    expect(await bandOf(before)).toMatchObject({ approvals: 1 });
  });
});

describe('a band on which the members vote', () => {
  const refusal = (policyKey: string) => ({
    code: 'APPROVAL_RULE_INVALID',
    path: ['bands', '1', 'band', 'policyKey'],
    details: { data: { policyKey } },
  });

  it('names a policy that is in force', async () => {
    await expect(adopt('HUF', voteBy('nothing'))).rejects.toMatchObject(refusal('nothing'));
    expect(await adopt('USD', voteBy('expense-large'))).toMatchObject({ version: 1 });
    const expenseId = await submitted('USD');
    expect(await bandOf(expenseId)).toEqual({ kind: 'vote', policyKey: 'expense-large' });
  });

  it('names none that silence decides: nobody could ever submit', async () => {
    await expect(adopt('CZK', voteBy('operational'))).rejects.toMatchObject(refusal('operational'));
    expect((await inForce()).some(({ currency }) => currency === 'CZK')).toBe(false);
  });
});

/** The standard of expenses, changed. */
type StanceRule = (typeof policyPacks)[number]['policies'][number]['rule'];

function standard(changes: Partial<StanceRule>): StanceRule {
  const policies = policyPacks.flatMap((pack) => pack.policies);
  const rule = policies.find(({ key }) => key === 'expense-standard')?.rule;
  if (rule === undefined) throw new Error('there is a standard');
  return { ...rule, ...changes };
}
const policy = (key: string, changes: Partial<StanceRule>) =>
  world.adoptPolicy.execute(world.founder, { key, title: key, rule: standard(changes) });
const eligible = { standings: ['active' as const], weightByClass: {} };
type Changes = Partial<StanceRule>;
/** What no vote that a room opens could be carried by, and why. */
const unfit: readonly (readonly [string, Changes])[] = [
  ['seconders', { secondersNeeded: 1 }],
  ['class', { decision: { kind: 'lazy', objectionsToReject: 1 }, blocks: { liftedAtShare: null } }],
  ['out-of-reach', { eligibility: { ...eligible, classes: ['guests'] } }],
  // One of the class, of four who are active: all who may vote are no quorum of everybody.
  [
    'out-of-reach',
    {
      eligibility: { ...eligible, classes: ['few'] },
      quorum: { share: '1/2', of: 'active-members', counts: 'ballots' },
    },
  ],
];

describe('a policy that a band names', () => {
  it.each(unfit)('can carry the vote: %s %j', async (misfit, changes) => {
    world.roll.push({ ...world.roll[0]!, memberId: newId(), memberClass: 'few' });
    const key = `unfit-${newId().slice(-12)}`;
    await policy(key, changes);
    await expect(adopt('PLN', voteBy(key))).rejects.toMatchObject({
      code: 'APPROVAL_RULE_INVALID',
      path: ['bands', '1', 'band', 'policyKey'],
      details: { data: { policyKey: key, misfit } },
    });
    world.roll.pop();
  });

  it('is succeeded only by one that can as well; other policies are free', async () => {
    await policy('spending', {});
    await policy('spending', { secondersNeeded: 2 });
    await policy('spending', {});
    await adopt('RON', voteBy('spending'));
    for (const [misfit, changes] of unfit) {
      await expect(policy('spending', changes)).rejects.toMatchObject({
        code: 'POLICY_SUCCESSOR_UNFIT',
        details: { data: { key: 'spending', kind: 'expense.approve', misfit } },
      });
    }
    expect(await policy('spending', { noticeHours: 24 })).toMatchObject({ version: 4 });
    const [left] = await world.asOwner<{ count: number }>(
      `select count(*)::int as count from governance.policies
       where key = 'spending' and retired_at is null`,
    );
    expect(left?.count).toBe(1);
  });

  it('is not replaced while a rule that names it is being adopted', async () => {
    await policy('contested', {});
    const [rule, next] = await Promise.allSettled([
      adopt('BGN', voteBy('contested')),
      policy('contested', { secondersNeeded: 1 }),
    ]);
    // Whoever came second saw the first.
    expect([rule.status, next.status].toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('another co-operative', () => {
  it('has rules and policies of its own', async () => {
    const { founder } = await world.neighbours('weavers');
    const theirs = systemActor(founder.cooperativeId, 'job');
    await adopt('GBP', office(2));
    expect(await inForce(founder)).toEqual([]);
    // Its policies are not adopted yet; those of the first do not count.
    await expect(adopt('GBP', voteBy('expense-large'), founder)).rejects.toMatchObject({
      code: 'APPROVAL_RULE_INVALID',
    });
    await world.unitOfWork.run(theirs, (tx) => adoptPack(tx, 'defaults'));
    expect(await adopt('GBP', voteBy('expense-large'), founder)).toMatchObject({ version: 1 });
    const ours = (await inForce()).find(({ currency }) => currency === 'GBP');
    expect(ours?.bands).toEqual(office(2));
  });
});
