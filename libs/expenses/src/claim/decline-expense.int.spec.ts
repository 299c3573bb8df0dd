import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { dyingOnEachLine, inOrder } from '@rochdale/testing';
import { policyPacks } from '@rochdale/governance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetExpenses } from '../expense/forget-expenses.js';
import {
  claim,
  createExpenseWorld,
  decide,
  factsOf,
  handIn,
  viewOf,
} from '../testing/expense-world.js';
import type { ExpenseWorld } from '../testing/expense-world.js';

let world: ExpenseWorld;
beforeAll(async () => {
  world = await createExpenseWorld();
});
afterAll(() => world.close());

const large = 600_00n;
const coded = (code: string) => ({ code });
const payeeOf = ({ memberId }: Actor) => ({ kind: 'member', id: memberId ?? '' }) as const;
const statusOf = async (expenseId: string) => (await viewOf(world, expenseId)).status;
const rejections = async (expenseId: string) =>
  (await factsOf(world, expenseId)).filter(({ type }) => type === 'ExpenseRejected');
const voteOf = async (expenseId: string) => (await viewOf(world, expenseId)).proposalId ?? '';
const stateOf = async (proposalId: string) => {
  const [row] = await world.asOwner<{ state: string }>(
    'select state from governance.proposals where id = $1',
    [proposalId],
  );
  return row?.state;
};
const owedFor = (expenseId: string) =>
  world.asOwner(
    `select id from payments.payouts where obligation_id::text = $1
     union all select id from ledger.transactions where source_id = $1`,
    [expenseId],
  );

/** Somebody for whom Ada claims something. */
async function payee(name = 'Ann') {
  const actor = await world.officer(name);
  return {
    actor,
    to: payeeOf(actor),
    decline: (expenseId: string) => world.decline.execute(actor, { expenseId }),
    /** Leaves; who they are by then. */
    leaves: async () => {
      await world.useCases.leave.execute(actor);
      return world.actor(actor.accountId ?? '', world.cooperativeId);
    },
  };
}
const erase = (by: Actor) => world.useCases.erase.execute(by, {});
const end = (memberId: string) => world.endClaims.execute(world.system, { memberId });
const approve = (expenseId: string) => world.approve.execute(world.treasurer, { expenseId });

const rowOf = (expenseId: string) => `select from expenses.expenses where id = '${expenseId}'`;
const memberRow = (id: string) => `select from membership.members where id = '${id}'`;

describe('for whom somebody else claims something', () => {
  it('declines it, once, and everybody reads that they did', async () => {
    const ann = await payee();
    const expenseId = await handIn(world, claim(5_00n, { payee: ann.to }));
    expect(await ann.decline(expenseId)).toEqual({ expenseId, status: 'rejected' });
    expect(await viewOf(world, expenseId)).toMatchObject({
      status: 'rejected',
      reason: 'Whom it was to pay declined it.',
    });
    expect(await rejections(expenseId)).toEqual([
      { type: 'ExpenseRejected', data: { expenseId, by: 'payee' } },
    ]);
    await expect(ann.decline(expenseId)).rejects.toMatchObject(coded('EXPENSE_STATUS_CONFLICT'));
    await expect(approve(expenseId)).rejects.toMatchObject(coded('EXPENSE_STATUS_CONFLICT'));
  });

  it('is told of it when it is handed in, and nobody of what is one’s own', async () => {
    const ann = await payee();
    const expenseId = await handIn(world, claim(5_00n, { payee: ann.to }));
    await handIn(world, claim(6_00n), ann.actor);
    const told = await world.asOwner<{ data: object; visibility: string }>(
      `select data, visibility from platform.facts f
       where type = 'expenses.ClaimedForMember' and platform.owner_of_fact(f) = $1`,
      [ann.to.id],
    );
    const data = { expenseId, memberId: ann.to.id, amountMinor: '500', currency: 'EUR' };
    expect(told).toEqual([{ data, visibility: 'private' }]);
  });

  it('also while its submitter is asked for more, also who left, or is suspended', async () => {
    const [ann, sue] = [await payee(), await payee('Sue')];
    const asked = await handIn(world, claim(5_00n, { payee: ann.to }));
    const suspended = await handIn(world, claim(5_00n, { payee: sue.to }));
    await world.requestInformation.execute(world.treasurer, { expenseId: asked, reason: 'why' });
    const former = await ann.leaves();
    await world.asOwner(`update membership.members set standing = 'suspended' where id = $1`, [
      sue.to.id,
    ]);
    const sueNow = await world.actor(sue.actor.accountId ?? '', world.cooperativeId);
    await world.decline.execute(former, { expenseId: asked });
    await world.decline.execute(sueNow, { expenseId: suspended });
    expect([await statusOf(asked), await statusOf(suspended)]).toEqual(['rejected', 'rejected']);
  });

  it('reads what, how much and by whom, and nobody but they declines it', async () => {
    const ann = await payee();
    const expenseId = await handIn(world, claim(5_00n, { payee: ann.to, title: 'Her train' }));
    const former = await ann.leaves();
    const [read] = await world.unitOfWork.read(former, (tx) =>
      world.queries.byIds(tx, [expenseId]),
    );
    expect(read).toMatchObject({ title: 'Her train', amountMinor: 5_00n, status: 'submitted' });
    for (const other of [world.member, world.treasurer, world.second]) {
      const declining = world.decline.execute(other, { expenseId });
      await expect(declining).rejects.toMatchObject(coded('EXPENSE_NOT_YOURS'));
    }
    const unknown = coded('EXPENSE_NOT_FOUND');
    const leo = await (await payee('Leo')).leaves();
    const ownDraft = await world.draft.execute(
      world.member,
      claim(1_00n, { payee: payeeOf(world.second) }),
    );
    await expect(world.decline.execute(leo, { expenseId })).rejects.toMatchObject(unknown);
    await expect(world.decline.execute(world.second, ownDraft)).rejects.toMatchObject(unknown);
    await expect(world.decline.execute(former, { expenseId: newId() })).rejects.toMatchObject(
      unknown,
    );
    await expect(world.decline.execute(world.system, { expenseId })).rejects.toMatchObject(
      coded('FORBIDDEN'),
    );
  });

  it('takes back what they handed in themselves, and waives what is owed', async () => {
    const ann = await payee();
    const own = await handIn(world, claim(5_00n), ann.actor);
    const owed = await handIn(world, claim(5_00n, { payee: ann.to }));
    await approve(owed);
    await expect(ann.decline(own)).rejects.toMatchObject(coded('EXPENSE_NOT_YOURS'));
    await expect(ann.decline(owed)).rejects.toMatchObject(coded('EXPENSE_STATUS_CONFLICT'));
  });

  it('ends the vote on it, and what was voted and waits is refused', async () => {
    const ann = await payee();
    const open = await handIn(world, claim(large, { payee: ann.to }));
    const proposal = await voteOf(open);
    await ann.decline(open);
    expect(await stateOf(proposal)).toBe('cancelled');
    const passed = await handIn(world, claim(large, { payee: ann.to }));
    const proposalId = await decide(world, passed, ['agree', 'agree', 'agree']);
    await ann.decline(passed);
    world.clock.advance({ days: 14 });
    expect(await world.executeVote.execute(world.system, { proposalId })).toBe('failed');
    expect([await statusOf(passed), await owedFor(passed)]).toEqual(['rejected', []]);
  });
});

describe('who has left is claimed nothing new for', () => {
  const left = coded('PAYEE_LEFT');

  it('in a draft, nor in what was drafted, sent back, or was for somebody else', async () => {
    const ann = await payee();
    const draft = await world.draft.execute(world.member, claim(5_00n, { payee: ann.to }));
    const back = await handIn(world, claim(5_00n, { payee: ann.to }));
    await world.requestInformation.execute(world.treasurer, { expenseId: back, reason: 'why' });
    const other = await handIn(world, claim(5_00n));
    await ann.leaves();
    const input = claim(5_00n, { payee: ann.to });
    await expect(world.draft.execute(world.member, input)).rejects.toMatchObject({
      ...left,
      path: ['payee', 'id'],
    });
    for (const expenseId of [draft.expenseId, back]) {
      const submitting = world.submit.execute(world.member, { expenseId });
      await expect(submitting).rejects.toMatchObject(left);
    }
    for (const expenseId of [back, other]) {
      const revising = world.revise.execute(world.member, { expenseId, ...input });
      await expect(revising).rejects.toMatchObject(left);
    }
    expect(await statusOf(back)).toBe('needs-information');
  });
});

describe('what nobody decided for who was erased', () => {
  it('keeps nobody, and ends once, with its words, and its vote', async () => {
    const ann = await payee();
    const title = 'A cure for Ann';
    const small = await handIn(world, claim(5_00n, { payee: ann.to, title }));
    const voted = await handIn(world, claim(large, { payee: ann.to, title }));
    const refused = await handIn(world, claim(5_00n, { payee: ann.to, title }));
    await world.reject.execute(world.treasurer, { expenseId: refused, reason: 'not ours' });
    const proposalId = await voteOf(voted);
    await erase(await ann.leaves());
    expect(await end(ann.to.id)).toBe(2);
    expect(await end(ann.to.id)).toBe(0);
    for (const expenseId of [small, voted]) {
      expect(await viewOf(world, expenseId)).toMatchObject({ status: 'rejected', title: 'Erased' });
      expect(await rejections(expenseId)).toEqual([
        { type: 'ExpenseRejected', data: { expenseId, by: 'payee-gone' } },
      ]);
    }
    expect(await stateOf(proposalId)).toBe('cancelled');
    await world.unitOfWork.run(world.system, (tx) =>
      forgetExpenses(tx, { memberId: ann.to.id, removesTexts: false }),
    );
    expect((await viewOf(world, refused)).title).toBe('Erased');
  });

  it('ends also where one before it cannot yet, which is told', async () => {
    const ann = await payee();
    const stuck = await handIn(world, claim(5_00n, { payee: ann.to }));
    const other = await handIn(world, claim(5_00n, { payee: ann.to }));
    await erase(await ann.leaves());
    await world.asOwner(
      `create function expenses.keep_stuck() returns trigger language plpgsql as $function$
       begin raise exception 'stuck'; end $function$;
       create trigger keep_stuck before update on expenses.expenses for each row
         when (old.id = '${stuck}') execute function expenses.keep_stuck();`,
    );
    await expect(end(ann.to.id)).rejects.toThrow('stuck');
    expect([await statusOf(stuck), await statusOf(other)]).toEqual(['submitted', 'rejected']);
    await world.asOwner('drop function expenses.keep_stuck() cascade');
    expect(await end(ann.to.id)).toBe(1);
    expect(await statusOf(stuck)).toBe('rejected');
  });

  it('is approved by nobody, before it ends or after', async () => {
    const ann = await payee();
    const small = await handIn(world, claim(5_00n, { payee: ann.to }));
    const voted = await handIn(world, claim(large, { payee: ann.to }));
    const proposalId = await decide(world, voted, ['agree', 'agree', 'agree']);
    await erase(await ann.leaves());
    await expect(approve(small)).rejects.toMatchObject(coded('PAYEE_UNKNOWN'));
    world.clock.advance({ days: 14 });
    expect(await world.executeVote.execute(world.system, { proposalId })).toBe('failed');
    expect(await end(ann.to.id)).toBe(2);
    expect([await owedFor(small), await owedFor(voted)]).toEqual([[], []]);
    expect([await statusOf(small), await statusOf(voted)]).toEqual(['rejected', 'rejected']);
  });

  it('and the database says so too', async () => {
    const ann = await payee();
    const expenseId = await handIn(world, claim(large, { payee: ann.to }));
    await erase(await ann.leaves());
    const set = world.asApplication(
      `update expenses.expenses set status = 'approved' where id = $1`,
      [expenseId],
      world.cooperativeId,
    );
    await expect(set).rejects.toMatchObject({
      message: 'The expense cannot be approved any more.',
      code: 'P0001',
      detail: 'EXPENSE_STATUS_CONFLICT',
    });
  });
});

describe('two at once', () => {
  it('an approval and an erasure: it is owed and they stay, or they go and it is not', async () => {
    const [one, other] = [await payee(), await payee('Bea')];
    const [first, second] = [
      await handIn(world, claim(5_00n, { payee: one.to })),
      await handIn(world, claim(5_00n, { payee: other.to })),
    ];
    const [ann, bea] = [await one.leaves(), await other.leaves()];
    expect(
      await inOrder(
        world,
        memberRow(one.to.id),
        () => approve(first),
        () => erase(ann),
      ),
    ).toEqual(['done', 'EXPENSE_UNPAID']);
    expect(
      await inOrder(
        world,
        memberRow(other.to.id),
        () => erase(bea),
        () => approve(second),
      ),
    ).toEqual(['done', 'PAYEE_UNKNOWN']);
    expect([await statusOf(first), await statusOf(second)]).toEqual(['approved', 'submitted']);
    expect([await end(one.to.id), await end(other.to.id)]).toEqual([0, 1]);
  });

  it('an approval and their declining it, whoever comes first', async () => {
    const ann = await payee();
    const hand = () => handIn(world, claim(5_00n, { payee: ann.to }));
    const [one, other] = [await hand(), await hand()];
    const conflict = ['done', 'EXPENSE_STATUS_CONFLICT'];
    const approving = (id: string) => () => approve(id);
    const declining = (id: string) => () => ann.decline(id);
    expect(await inOrder(world, rowOf(one), approving(one), declining(one))).toEqual(conflict);
    expect(await inOrder(world, rowOf(other), declining(other), approving(other))).toEqual(
      conflict,
    );
    expect([await statusOf(one), await statusOf(other)]).toEqual(['approved', 'rejected']);
  });

  it('a vote that is carried out and their declining it', async () => {
    const ann = await payee();
    const passed = async () => {
      const expenseId = await handIn(world, claim(large, { payee: ann.to }));
      return { expenseId, proposalId: await decide(world, expenseId, ['agree', 'agree', 'agree']) };
    };
    const [one, other] = [await passed(), await passed()];
    world.clock.advance({ days: 14 });
    const carry =
      ({ proposalId }: typeof one) =>
      () =>
        world.executeVote.execute(world.system, { proposalId });
    const declining =
      ({ expenseId }: typeof one) =>
      () =>
        ann.decline(expenseId);
    expect(await inOrder(world, rowOf(one.expenseId), carry(one), declining(one))).toEqual([
      'done',
      'EXPENSE_STATUS_CONFLICT',
    ]);
    expect(await inOrder(world, rowOf(other.expenseId), declining(other), carry(other))).toEqual([
      'done',
      'done',
    ]);
    expect([await statusOf(one.expenseId), await statusOf(other.expenseId)]).toEqual([
      'approved',
      'rejected',
    ]);
    expect(await owedFor(other.expenseId)).toEqual([]);
  });

  it('two presses, or the service twice', async () => {
    const ann = await payee();
    const one = await handIn(world, claim(5_00n, { payee: ann.to }));
    const other = await handIn(world, claim(5_00n, { payee: ann.to }));
    const press = () => ann.decline(one);
    expect(await inOrder(world, rowOf(one), press, press)).toEqual([
      'done',
      'EXPENSE_STATUS_CONFLICT',
    ]);
    await erase(await ann.leaves());
    const ending = () => end(ann.to.id);
    expect(await inOrder(world, rowOf(other), ending, ending)).toEqual(['done', 'done']);
    expect([await rejections(one), await rejections(other)].map((all) => all.length)).toEqual([
      1, 1,
    ]);
  });

  it('equal sides that are put to another vote meanwhile: that one ends, too', async () => {
    const standard = policyPacks
      .flatMap(({ policies }) => policies)
      .find(({ key }) => key === 'expense-standard');
    const rule = { ...standard?.rule, tieRule: 'run-off' };
    await world.adoptPolicy.execute(world.founder, { key: 'expense-standard', title: 'x', rule });
    const ann = await payee();
    const expenseId = await handIn(world, claim(large, { payee: ann.to }));
    const proposalId = await voteOf(expenseId);
    await world.cast.execute(world.member, { proposalId, mark: 'agree' });
    await world.cast.execute(world.treasurer, { proposalId, mark: 'disagree' });
    world.clock.advance({ days: 14 });
    const vote = `select from governance.proposals where id = '${proposalId}'`;
    const close = () => world.closeVote.execute(world.system, { proposalId });
    expect(await inOrder(world, vote, close, () => ann.decline(expenseId))).toEqual([
      'done',
      'done',
    ]);
    const states = await world.asOwner<{ state: string }>(
      'select state from governance.proposals where subject_id = $1 order by created_at, id',
      [expenseId],
    );
    expect(states.map(({ state }) => state)).toEqual(['tied', 'cancelled']);
  });
});

describe('wherever the process is killed', () => {
  it('a claim is declined whole or not at all', async () => {
    const ann = await payee();
    const expenseId = await handIn(world, claim(large, { payee: ann.to }));
    const proposalId = await voteOf(expenseId);
    const deaths = await dyingOnEachLine(
      () => ann.decline(expenseId),
      async () =>
        expect([await statusOf(expenseId), await stateOf(proposalId)]).toEqual([
          'submitted',
          'open',
        ]),
    );
    expect(deaths).toBeGreaterThan(5);
    expect([await statusOf(expenseId), await stateOf(proposalId)]).toEqual([
      'rejected',
      'cancelled',
    ]);
  });

  it('what is left of an erasure ends when it is tried again, each once', async () => {
    const ann = await payee();
    const ids = [1, 2].map(() => handIn(world, claim(5_00n, { payee: ann.to })));
    const [one, other] = [await ids[0], await ids[1]];
    await erase(await ann.leaves());
    await dyingOnEachLine(
      () => end(ann.to.id),
      () => Promise.resolve(),
    );
    for (const id of [one ?? '', other ?? '']) {
      expect([await statusOf(id), (await rejections(id)).length]).toEqual(['rejected', 1]);
    }
  });
});
