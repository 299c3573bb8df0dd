import { policyPacks } from '@rochdale/governance';
import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  claim,
  createExpenseWorld,
  decide,
  factsOf,
  handIn,
  item,
  viewOf,
} from '../testing/expense-world.js';
import type { ExpenseWorld } from '../testing/expense-world.js';

let world: ExpenseWorld;
beforeAll(async () => {
  world = await createExpenseWorld();
});
afterAll(() => world.close());

const large = 600_00n;
const onVote = (amountMinor = large) => handIn(world, claim(amountMinor));
const voteOf = async (expenseId: string) => (await viewOf(world, expenseId)).proposalId ?? '';

interface Proposal {
  title: string;
  body: string;
  state: string;
  proposer: string;
  policy: string;
}
async function proposalOf(id: string): Promise<Proposal | undefined> {
  const [proposal] = await world.asOwner<Proposal>(
    `select p.title, p.body, p.state, p.proposer_member_id as proposer, r.key as policy
     from governance.proposals p join governance.policies r on r.id = p.policy_id
     where p.id = $1`,
    [id],
  );
  return proposal;
}
const votesOn = async (expenseId: string) =>
  (await world.asOwner('select 1 from governance.proposals where subject_id = $1', [expenseId]))
    .length;
const payoutsOf = (expenseId: string) =>
  world.asOwner<{ amount: string }>(
    'select amount_minor as amount from payments.payouts where obligation_id = $1',
    [expenseId],
  );

type Ended = Parameters<ExpenseWorld['settleVote']['execute']>[1]['ended'];
const settle = (expenseId: string, proposalId: string, ended: Ended, by: Actor = world.system) =>
  world.settleVote.execute(by, { expenseId, proposalId, ended });

describe('a vote on an expense', () => {
  it('says what for and how much in words of ours, as all members read it', async () => {
    const expenseId = await handIn(
      world,
      claim(0n, {
        title: 'Flat of Mrs Smith',
        items: [
          item(400_00n, { description: 'Paid to Mrs Smith' }),
          item(200_50n, { category: 'travel', description: 'Her train' }),
          item(1_00n),
        ],
      }),
    );
    expect(await proposalOf(await voteOf(expenseId))).toEqual({
      title: 'Expense of 601.50 EUR',
      body: 'hosting: 401.00 EUR\ntravel: 200.50 EUR',
      state: 'open',
      proposer: world.member.memberId,
      policy: 'expense-standard',
    });
  });

  it('is read by members alone, also when it is decided', async () => {
    const expenseId = await handIn(world, claim(large));
    const proposalId = await decide(world, expenseId, ['agree', 'agree']);
    const strangers: Actor[] = [
      { ...world.system, kind: 'anonymous' },
      { ...world.system, kind: 'partner', partnerId: newId() },
      { ...world.member, memberId: newId(), standing: 'applicant' },
    ];
    const { votesRead: queries } = world;
    const readBy = (actor: Actor) =>
      world.unitOfWork.read(actor, async (tx) => [
        (await queries.page(tx, {}, { first: 50 })).rows.filter(({ id }) => id === proposalId),
        (await queries.page(tx, { text: 'Expense of' }, {})).rows.slice(0, 1),
        (await queries.page(tx, {}, {}, 'closing')).rows.slice(0, 1),
        await queries.byIds(tx, [proposalId]),
        await queries.tallies(tx, [proposalId]),
        await queries.actionsOf(tx, [proposalId]),
      ]);
    for (const stranger of strangers) {
      expect(await readBy(stranger)).toEqual([[], [], [], [], [], []]);
    }
    for (const read of await readBy(world.second)) expect(read).toHaveLength(1);
  });

  it('is called off when anything changes that voters read, and another one opens', async () => {
    const expenseId = await onVote();
    const first = await voteOf(expenseId);
    const words = { title: 'Hosting in March', items: [item(large, { category: 'software' })] };
    await world.revise.execute(world.member, { expenseId, ...claim(large) });
    expect(await voteOf(expenseId)).toBe(first);
    await world.revise.execute(world.member, { expenseId, ...claim(large, words) });
    expect(await voteOf(expenseId)).not.toBe(first);
    expect((await proposalOf(first))?.state).toBe('cancelled');
    expect(await votesOn(expenseId)).toBe(2);
  });

  it('is opened once, when its submitter hands it in twice at once', async () => {
    const { expenseId } = await world.draft.execute(world.member, claim(large));
    const answers = await Promise.all(
      [1, 2, 3].map(() => world.submit.execute(world.member, { expenseId })),
    );
    expect(answers).toEqual([1, 2, 3].map(() => ({ expenseId, status: 'submitted' })));
    expect(await votesOn(expenseId)).toBe(1);
    expect(await factsOf(world, expenseId)).toEqual([
      {
        type: 'ExpenseSubmitted',
        data: { expenseId, amountMinor: '60000', currency: 'EUR', decidedBy: 'vote' },
      },
    ]);
  });

  it('is called off by a withdrawal, which is final', async () => {
    const expenseId = await onVote();
    const proposalId = await voteOf(expenseId);
    await world.withdraw.execute(world.member, { expenseId });
    expect((await proposalOf(proposalId))?.state).toBe('cancelled');
    expect(await settle(expenseId, proposalId, 'cancelled')).toBe('nothing');
    expect((await viewOf(world, expenseId)).status).toBe('withdrawn');
  });

  it('whose time is over stands, though nobody has closed it', async () => {
    const expenseId = await onVote();
    const proposalId = await voteOf(expenseId);
    await world.cast.execute(world.treasurer, { proposalId, mark: 'disagree' });
    world.clock.advance({ days: 14 });
    const pending = { code: 'EXPENSE_VOTE_PENDING' };
    const { withdraw, revise } = world;
    await expect(withdraw.execute(world.member, { expenseId })).rejects.toMatchObject(pending);
    await expect(
      revise.execute(world.member, { expenseId, ...claim(large * 9n) }),
    ).rejects.toMatchObject(pending);
    await world.closeVote.execute(world.system, { proposalId });
    expect(['rejected', 'no-quorum']).toContain((await proposalOf(proposalId))?.state);
  });

  it('that closes while the terms change counts for the old ones', async () => {
    const expenseId = await onVote();
    const proposalId = await voteOf(expenseId);
    for (const by of [world.member, world.treasurer]) {
      await world.cast.execute(by, { proposalId, mark: 'agree' });
    }
    world.clock.advance({ days: 14 });
    const [closing, revision] = await Promise.allSettled([
      world.closeVote.execute(world.system, { proposalId }),
      world.revise.execute(world.member, { expenseId, ...claim(large * 9n) }),
    ]);
    expect(revision).toMatchObject({ reason: { code: 'EXPENSE_VOTE_PENDING' } });
    expect(closing.status).toBe('fulfilled');
    await world.executeVote.execute(world.system, { proposalId });
    expect(await payoutsOf(expenseId)).toEqual([{ amount: '60000' }]);
  });

  it('that passed is carried out or the expense revised: never both', async () => {
    const expenseId = await onVote();
    const proposalId = await decide(world, expenseId, ['agree', 'agree', 'agree']);
    const [, revision] = await Promise.allSettled([
      world.executeVote.execute(world.system, { proposalId }),
      world.revise.execute(world.member, { expenseId, ...claim(large * 9n) }),
    ]);
    expect(revision.status).toBe('rejected');
    expect(await viewOf(world, expenseId)).toMatchObject({
      status: 'approved',
      amountMinor: large,
      proposalId,
    });
    expect(await payoutsOf(expenseId)).toEqual([{ amount: '60000' }]);
    const approval = (await factsOf(world, expenseId)).find(
      ({ type }) => type === 'ExpenseApproved',
    );
    expect(approval?.data).toMatchObject({ amountMinor: '60000', proposalId });
  });
});

describe('a vote that passed', () => {
  it('is carried out after an outage, however late, and the expense is owed', async () => {
    const expenseId = await onVote();
    const proposalId = await decide(world, expenseId, ['agree', 'agree']);
    world.clock.advance({ days: 60 });
    expect(await world.executeVote.execute(world.system, { proposalId })).toBe('executed');
    expect((await viewOf(world, expenseId)).status).toBe('approved');
  });
});

describe('a vote that ended without passing', () => {
  it.each(['rejected', 'no-quorum', 'tied', 'expired'] as const)(
    'as %s rejects the expense, and says so',
    async (ended) => {
      const expenseId = await onVote();
      const proposalId = await voteOf(expenseId);
      expect(await settle(expenseId, proposalId, ended)).toBe('settled');
      expect(await viewOf(world, expenseId)).toMatchObject({
        status: 'rejected',
        reason: `vote: ${ended}`,
        decidedAt: world.clock.now(),
      });
      expect((await factsOf(world, expenseId)).slice(1)).toEqual([
        { type: 'ExpenseRejected', data: { expenseId, by: 'vote' } },
      ]);
    },
  );

  it('because it was cancelled is asked again by its submitter, with a new vote', async () => {
    const expenseId = await onVote();
    const proposalId = await voteOf(expenseId);
    await world.cancelVote.execute(world.secretary, { proposalId, reason: 'Not before the AGM' });
    expect(await settle(expenseId, proposalId, 'cancelled')).toBe('settled');
    expect(await viewOf(world, expenseId)).toMatchObject({
      status: 'needs-information',
      reason: 'vote: cancelled',
      decidedAt: null,
    });
    await world.submit.execute(world.member, { expenseId });
    const next = await voteOf(expenseId);
    expect(next).not.toBe(proposalId);
    expect(await viewOf(world, expenseId)).toMatchObject({ status: 'submitted', reason: null });
    // The same news once more is of a vote that is over.
    expect(await settle(expenseId, proposalId, 'cancelled')).toBe('nothing');
    expect((await factsOf(world, expenseId)).map(({ type }) => type)).toEqual([
      'ExpenseSubmitted',
      'InformationRequested',
      'ExpenseSubmitted',
    ]);
  });

  it('settles the expense once, when two workers bring the news', async () => {
    const expenseId = await onVote();
    const proposalId = await voteOf(expenseId);
    const news = await Promise.all([1, 2, 3].map(() => settle(expenseId, proposalId, 'tied')));
    expect(news.toSorted()).toEqual(['nothing', 'nothing', 'settled']);
    expect(await factsOf(world, expenseId)).toHaveLength(2);
  });

  it('changes nothing of what an office decides, or of what was paid', async () => {
    const small = await handIn(world, claim(5_00n));
    expect(await settle(small, newId(), 'rejected')).toBe('nothing');
    const expenseId = await onVote();
    const proposalId = await decide(world, expenseId, ['agree', 'agree']);
    await world.executeVote.execute(world.system, { proposalId });
    expect(await settle(expenseId, proposalId, 'expired')).toBe('nothing');
    expect((await viewOf(world, expenseId)).status).toBe('approved');
  });

  it('is told by jobs of the same co-operative alone', async () => {
    const expenseId = await onVote();
    const proposalId = await voteOf(expenseId);
    await expect(settle(expenseId, proposalId, 'rejected', world.treasurer)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    const { cooperativeId } = await world.neighbours('carders');
    await expect(
      settle(expenseId, proposalId, 'rejected', { ...world.system, cooperativeId }),
    ).rejects.toMatchObject({ code: 'EXPENSE_NOT_FOUND' });
    expect((await viewOf(world, expenseId)).status).toBe('submitted');
  });
});

describe('the action of a vote', () => {
  /** Carries out an approval as a proposal of that id about that expense would. */
  const carryOut = (
    expenseId: string,
    changes: { termsHash?: string; proposalId?: string; subjectId?: string | null } = {},
  ) =>
    world.unitOfWork.run(world.system, async (tx) => {
      const [view] = await world.queries.byIds(tx, [expenseId]);
      const { termsHash = view?.termsHash ?? '', proposalId = view?.proposalId ?? '' } = changes;
      const { subjectId = expenseId } = changes;
      const action = { kind: 'expense.approve', payload: { expenseId, termsHash } };
      await world.actions.run(tx, action, {
        id: proposalId,
        actionId: newId(),
        subject: subjectId === null ? null : { kind: 'expense', id: subjectId },
        ruleHash: '',
        elected: { memberIds: [], termMonths: 0, until: null },
      });
    });

  it('approves the very expense, on the very terms, by the very vote', async () => {
    const expenseId = await onVote();
    const changed = { code: 'EXPENSE_CHANGED' };
    await expect(carryOut(expenseId, { proposalId: newId() })).rejects.toMatchObject(changed);
    await expect(carryOut(expenseId, { subjectId: newId() })).rejects.toMatchObject(changed);
    await expect(carryOut(expenseId, { subjectId: null })).rejects.toMatchObject(changed);
    const termsHash = '0'.repeat(64);
    await expect(carryOut(expenseId, { termsHash })).rejects.toMatchObject(changed);
    expect(await payoutsOf(expenseId)).toEqual([]);
    await carryOut(expenseId);
    expect(await payoutsOf(expenseId)).toEqual([{ amount: '60000' }]);
  });

  it('approves it once: a second time, and after a withdrawal, it is refused', async () => {
    const conflict = { code: 'EXPENSE_STATUS_CONFLICT' };
    const expenseId = await onVote();
    await carryOut(expenseId);
    await expect(carryOut(expenseId)).rejects.toMatchObject(conflict);
    expect(await payoutsOf(expenseId)).toHaveLength(1);
    const withdrawn = await onVote();
    await world.withdraw.execute(world.member, { expenseId: withdrawn });
    await expect(carryOut(withdrawn)).rejects.toMatchObject(conflict);
    expect(await payoutsOf(withdrawn)).toEqual([]);
  });

  it('is not for what an office decides', async () => {
    const small = await handIn(world, claim(5_00n));
    await expect(carryOut(small, { proposalId: newId() })).rejects.toMatchObject({
      code: 'EXPENSE_CHANGED',
    });
  });
});

describe('equal sides that are put again', () => {
  it('leave the expense to the run-off, which is the one that decides', async () => {
    const standard = policyPacks
      .flatMap(({ policies }) => policies)
      .find(({ key }) => key === 'expense-standard');
    const rule = { ...standard?.rule, tieRule: 'run-off' };
    await world.adoptPolicy.execute(world.founder, { key: 'expense-standard', title: 'x', rule });
    const expenseId = await onVote();
    const tied = await decide(world, expenseId, ['agree', 'disagree']);
    const [closed] = await world.asOwner<{ runOffId: string }>(
      `select data ->> 'runOffId' as "runOffId" from platform.facts
       where type = 'governance.ProposalClosed' and subject_id = $1`,
      [tied],
    );
    const news = {
      expenseId,
      proposalId: tied,
      ended: 'tied',
      runOffId: closed!.runOffId,
    } as const;
    expect(await world.settleVote.execute(world.system, news)).toBe('settled');
    expect(await world.settleVote.execute(world.system, news)).toBe('nothing');
    expect(await viewOf(world, expenseId)).toMatchObject({
      status: 'submitted',
      proposalId: closed!.runOffId,
    });
    const runOff = await decide(world, expenseId, ['agree', 'agree']);
    expect(runOff).toBe(closed!.runOffId);
    expect(await world.executeVote.execute(world.system, { proposalId: runOff })).toBe('executed');
    expect(await viewOf(world, expenseId)).toMatchObject({ status: 'approved' });
    expect(await payoutsOf(expenseId)).toEqual([{ amount: '60000' }]);
  });

  it('end it also where the news of the run-off is heard before that of the first', async () => {
    const expenseId = await onVote();
    const tied = await decide(world, expenseId, ['agree', 'disagree']);
    const [closed] = await world.asOwner<{ id: string }>(
      `select data ->> 'runOffId' as id from platform.facts
       where type = 'governance.ProposalClosed' and subject_id = $1`,
      [tied],
    );
    const runOffId = closed?.id ?? '';
    await world.cast.execute(world.member, { proposalId: runOffId, mark: 'disagree' });
    await world.cast.execute(world.second, { proposalId: runOffId, mark: 'disagree' });
    world.clock.advance({ days: 14 });
    await world.closeVote.execute(world.system, { proposalId: runOffId });
    const settle = (news: { proposalId: string; ended: 'tied' | 'rejected'; runOffId?: string }) =>
      world.settleVote.execute(world.system, { expenseId, ...news });
    expect(await settle({ proposalId: runOffId, ended: 'rejected' })).toBe('nothing');
    expect(await settle({ proposalId: tied, ended: 'tied', runOffId })).toBe('settled');
    const [again] = await world.asOwner<{ payload: Parameters<typeof settle>[0] }>(
      `select payload from platform.jobs where name = 'expenses.settle-vote'
         and payload ->> 'proposalId' = $1`,
      [runOffId],
    );
    expect(again?.payload).toMatchObject({ ended: 'rejected', runOffId: null });
    expect(await settle({ proposalId: runOffId, ended: 'rejected' })).toBe('settled');
    expect(await viewOf(world, expenseId)).toMatchObject({ status: 'rejected' });
  });
});
