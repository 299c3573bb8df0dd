import { allRetentions, canonicalJson, sha256Hex } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FactRelay } from '../../../platform/src/testing/inside.js';
import {
  claim,
  createExpenseWorld,
  decide,
  handIn,
  item,
  receiptOf,
  viewOf,
} from '../testing/expense-world.js';
import type { ExpenseWorld } from '../testing/expense-world.js';
import { ForgetClaim } from '../claim/forget-claim.js';
import { termsHash, textsHash } from './expense.js';
import { ExpenseQueries } from './expense.queries.js';
import { forgetExpenses } from './forget-expenses.js';
import '../expenses.personal-data.js';

let world: ExpenseWorld;
let ada: Actor;
beforeAll(async () => {
  world = await createExpenseWorld();
});
afterAll(() => world.close());

const words = (said: string, amountMinor = 1000n) =>
  claim(amountMinor, { title: said, items: [item(amountMinor, { description: `${said} item` })] });

/** Whoever waits for news of what happened has it. */
const relay = () => new FactRelay(world.unitOfWork).relay();

const forget = ({ memberId }: Actor) =>
  world.unitOfWork.run(world.system, (tx) => forgetExpenses(tx, { memberId: memberId ?? '' }));

/** As if every payout had come through: only the books of who is erased matter here. */
async function erase({ memberId }: Actor): Promise<void> {
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [memberId, world.cooperativeId],
  );
}

const textsOf = async (id: string) => {
  const [row] = await world.asOwner(
    `select e.title, i.description, i.receipt_id is not null as receipt, e.reason,
       (select count(*)::int from platform.attachments a where a.subject_id = e.id) as files
     from expenses.expenses e join expenses.items i on i.expense_id = e.id where e.id = $1`,
    [id],
  );
  return row;
};

/** Where the database still has the id of a claim, but for jobs that are done some day. */
const leftOf = async (id: string) => {
  const rows = await world.asOwner<{ where: string }>(
    `select 'expense' as where from expenses.expenses where id = $1
     union all select 'item' from expenses.items where expense_id = $1
     union all select 'approval' from expenses.approvals where expense_id = $1
     union all select f.type from platform.facts f
       where f.subject_id = $1 or f.data::text like '%' || $1::text || '%'
     union all select 'file' from platform.attachments where subject_id = $1`,
    [id],
  );
  return rows.map((row) => row.where);
};

/** Whoever handed it in is erased and forgotten, as often as may be; the claim stays, blank. */
async function forgottenBut(submitter: Actor, expenseId: string): Promise<void> {
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now()) on conflict do nothing`,
    [submitter.memberId, world.cooperativeId],
  );
  await relay();
  await forget(submitter);
  await forget(submitter);
  expect(await textsOf(expenseId)).toMatchObject({ title: 'Erased', reason: null, files: 0 });
}

describe('expenses of an erased member', () => {
  it('go with receipts and all that is on record of them where nothing was ever owed', async () => {
    ada = await world.officer('Adalind');
    const receiptId = await receiptOf(world, ada);
    const said = words('A treatment');
    const items = said.items.map((one) => ({ ...one, receiptId }));
    const rejected = await handIn(world, { ...said, items }, ada);
    await world.reject.execute(world.treasurer, { expenseId: rejected, reason: 'Not for this' });
    const { expenseId: draft } = await world.draft.execute(ada, words('Another'));
    await expect(forget(ada)).rejects.toThrow('frozen');
    await relay();
    await erase(ada);
    await forget(ada);
    await forget(ada);
    for (const id of [rejected, draft]) expect(await leftOf(id)).toEqual([]);
    const jobs = await world.asOwner<{ payload: { fileIds: string[] } }>(
      `select payload from platform.jobs where name = 'platform.remove-files'`,
    );
    expect(jobs.map(({ payload }) => payload.fileIds)).toEqual([[receiptId]]);
  });

  it.each(['rejected', 'withdrawn'])(
    'are blanked once they are %s, where still open, and go soon after',
    async (to) => {
      const uma = await world.officer(`Uma ${to}`);
      const receiptId = await receiptOf(world, uma);
      const said = words('A wheelchair');
      const items = said.items.map((one) => ({ ...one, receiptId }));
      const payee = { kind: 'member', id: world.founder.memberId ?? '' } as const;
      const [expenseId, approved] = [
        await handIn(world, { ...said, items, payee }, uma),
        await handIn(world, { ...words('A ramp'), payee }, uma),
      ];
      await erase(uma);
      await forget(uma);
      expect(await textsOf(expenseId)).toMatchObject({ title: 'A wheelchair', receipt: true });
      if (to === 'withdrawn') await world.withdraw.execute(uma, { expenseId });
      else await world.reject.execute(world.treasurer, { expenseId, reason: 'Not for this' });
      const none = { receipt: false, reason: null, files: 0 };
      expect(await textsOf(expenseId)).toEqual({ title: 'Erased', description: 'Erased', ...none });
      const jobs = `select payload ->> 'expenseId' as id from platform.jobs
        where name = 'expenses.forget-claim' order by created_at desc, id desc limit 1`;
      expect(await world.asOwner(jobs)).toEqual([{ id: expenseId }]);
      await relay();
      const removing = new ForgetClaim(world.unitOfWork);
      for (const id of [expenseId, expenseId, approved]) {
        await removing.execute(world.system, { expenseId: id });
      }
      expect(await leftOf(expenseId)).toEqual([]);
      await expect(removing.execute(uma, { expenseId })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
      await world.approve.execute(world.treasurer, { expenseId: approved });
      expect(await textsOf(approved)).toMatchObject({ title: 'A ramp' });
    },
  );

  it('stay blanked where members voted on them: what was decided is the members’', async () => {
    const leo = await world.officer('Leopold');
    const expenseId = await handIn(world, words('A pilgrimage', 600_00n), leo);
    const proposalId = await decide(world, expenseId, ['disagree', 'disagree', 'disagree']);
    const ended = { expenseId, proposalId, ended: 'rejected' } as const;
    await world.settleVote.execute(world.system, ended);
    await forgottenBut(leo, expenseId);
    const facts = ['expenses.ExpenseSubmitted', 'expenses.ExpenseRejected'];
    expect(await leftOf(expenseId)).toEqual(expect.arrayContaining(['expense', 'item', ...facts]));
  });

  it('show no clerk on which account they were paid', async () => {
    const kit = await world.officer('Kitty');
    await world.setDetails.execute(kit, {
      holderName: 'Kitty',
      accountNumber: 'DE89370400440532013000',
    });
    const expenseId = await handIn(world, words('A kettle'), kit);
    await world.approve.execute(world.treasurer, { expenseId });
    const shown = () =>
      world.unitOfWork.read(world.treasurer, async (tx) => {
        const [seen] = await new ExpenseQueries().byIds(tx, [expenseId]);
        return seen?.destinationMasked;
      });
    await erase(kit);
    await forget(kit);
    // What is not paid yet is approved by where it is paid.
    expect(await shown()).toBe('DE89 •••• 3000');
    await world.asOwner('alter table expenses.expenses disable trigger user');
    await world.asOwner(
      `update expenses.expenses set status = 'paid', paid_at = now(),
         transaction_id = gen_random_uuid() where id = $1`,
      [expenseId],
    );
    await world.asOwner('alter table expenses.expenses enable trigger user');
    expect(await shown()).toBeNull();
  });

  it('show clerks on which account somebody else was paid, who is not erased', async () => {
    const lu = await world.officer('Lu');
    const payee = await world.officer('Payee of Lu');
    await world.setDetails.execute(payee, {
      holderName: 'Payee',
      accountNumber: 'DE89370400440532013000',
    });
    const input = {
      ...words('A lamp'),
      payee: { kind: 'member', id: payee.memberId ?? '' },
    } as const;
    const expenseId = await handIn(world, input, lu);
    await world.approve.execute(world.treasurer, { expenseId });
    await erase(lu);
    await forget(lu);
    await world.asOwner('alter table expenses.expenses disable trigger user');
    await world.asOwner(
      `update expenses.expenses set status = 'paid', paid_at = now(),
         transaction_id = gen_random_uuid() where id = $1`,
      [expenseId],
    );
    await world.asOwner('alter table expenses.expenses enable trigger user');
    const shown = async () => {
      const views = await world.unitOfWork.read(world.treasurer, async (tx) => [
        ...(await new ExpenseQueries().byIds(tx, [expenseId])),
        ...(await new ExpenseQueries().page(tx, {}, { first: 100 })).rows.filter(
          ({ id }) => id === expenseId,
        ),
      ]);
      return views.map(({ lockedAt, destinationMasked }) => [lockedAt !== null, destinationMasked]);
    };
    expect(await shown()).toEqual([
      [true, 'DE89 •••• 3000'],
      [true, 'DE89 •••• 3000'],
    ]);
    await erase(payee);
    await forget(payee);
    expect(await shown()).toEqual([
      [true, null],
      [true, null],
    ]);
  });

  it.each(['rejected', 'withdrawn'])(
    'stay blanked where members voted on them, also handed in again since, and then %s',
    async (to) => {
      const kim = await world.officer(`Kim ${to}`);
      const expenseId = await handIn(world, words('A pilgrimage', 600_00n), kim);
      const { proposalId } = await viewOf(world, expenseId);
      await world.cast.execute(world.member, { proposalId: proposalId ?? '', mark: 'disagree' });
      await world.revise.execute(kim, { expenseId, ...words('A small pilgrimage') });
      expect(await viewOf(world, expenseId)).toMatchObject({ proposalId: null });
      if (to === 'withdrawn') await world.withdraw.execute(kim, { expenseId });
      else await world.reject.execute(world.treasurer, { expenseId, reason: 'Not for this' });
      await forgottenBut(kim, expenseId);
      const voted = `select p.state, (select count(*)::int from governance.ballots b
          where b.proposal_id = p.id) as ballots
        from governance.proposals p join expenses.expenses e on e.id = p.subject_id
        where p.id = $1`;
      const kept = [{ state: 'cancelled', ballots: 1 }];
      expect(await world.asOwner(voted, [proposalId])).toEqual(kept);
    },
  );

  it('stay blanked where they ended only after the erasure, and were voted on before', async () => {
    const joy = await world.officer('Joy');
    const expenseId = await handIn(world, words('A pilgrimage', 600_00n), joy);
    await world.revise.execute(joy, { expenseId, ...words('A small pilgrimage') });
    await erase(joy);
    await forget(joy);
    await world.reject.execute(world.treasurer, { expenseId, reason: 'Not for this' });
    await new ForgetClaim(world.unitOfWork).execute(world.system, { expenseId });
    await forgottenBut(joy, expenseId);
    expect(await leftOf(expenseId)).toContain('expenses.ExpenseSubmitted');
  });

  it('say for ever that members voted on them, whatever is said of them later', async () => {
    const expenseId = await handIn(world, words('A pilgrimage', 600_00n));
    await world.revise.execute(world.member, { expenseId, ...words('A small pilgrimage') });
    await world.asOwner('update expenses.expenses set was_voted_on = false where id = $1', [
      expenseId,
    ]);
    const said = 'select was_voted_on from expenses.expenses where id = $1';
    expect(await world.asOwner(said, [expenseId])).toEqual([{ was_voted_on: true }]);
    await world.withdraw.execute(world.member, { expenseId });
  });

  it('stay whole where they are of somebody who is not erased, also their facts', async () => {
    const expenseId = await handIn(world, words('A lamp'));
    await world.reject.execute(world.treasurer, { expenseId, reason: 'Not for this' });
    await new ForgetClaim(world.unitOfWork).execute(world.system, { expenseId });
    expect(await textsOf(expenseId)).toMatchObject({ title: 'A lamp' });
    const tables = [
      ['platform.facts', 'subject_id'],
      ['expenses.items', 'expense_id'],
      ['expenses.expenses', 'id'],
    ] as const;
    for (const [table, column] of tables) {
      const remove = `delete from ${table} where ${column} = $1`;
      await expect(world.asApplication(remove, [expenseId], world.cooperativeId)).rejects.toThrow(
        /never changed or removed|stay on record|frozen/,
      );
    }
  });

  it('keep their receipts from anybody who would remove them, also by mistake', async () => {
    const ivo = await world.officer('Ivo');
    const withReceipt = async () => {
      const receiptId = await receiptOf(world, ivo);
      const said = words('Of paper');
      const items = said.items.map((one) => ({ ...one, receiptId }));
      return { receiptId, said: { ...said, items } };
    };
    const remove = (receiptId: string) =>
      world.asApplication(
        'delete from platform.attachments where id = $1 returning id',
        [receiptId],
        world.cooperativeId,
      );
    const paid = await withReceipt();
    await handIn(world, paid.said, ivo);
    await expect(remove(paid.receiptId)).rejects.toThrow('stays as long as the claim shows it');
    const drafted = await withReceipt();
    await world.draft.execute(ivo, drafted.said);
    expect(await remove(drafted.receiptId)).toHaveLength(1);
  });

  it('go with what somebody else only drafted for them, and nothing else of theirs', async () => {
    const [yve, lev] = [await world.officer('Yvette'), await world.officer('Levente')];
    const receiptId = await receiptOf(world, lev);
    const payee = { kind: 'member', id: yve.memberId ?? '' } as const;
    const items = [item(1700n, { description: 'A treatment', receiptId })];
    const said = claim(1700n, { title: 'A cure', payee, items });
    const { expenseId } = await world.draft.execute(lev, said);
    const { expenseId: own } = await world.draft.execute(lev, words('A lamp'));
    await relay();
    await forget(yve);
    expect(await textsOf(expenseId)).toMatchObject({ title: 'A cure' });
    await erase(yve);
    await forget(yve);
    await forget(yve);
    expect(await leftOf(expenseId)).toEqual([]);
    expect(await textsOf(own)).toMatchObject({ title: 'A lamp' });
  });

  it('are not found by trying: the fingerprint of their texts has a salt, and stands', async () => {
    const eva = await world.officer('Evangeline');
    const said = words('Dialysis');
    const expenseId = await handIn(world, said, eva);
    await erase(eva);
    await forget(eva);
    await world.reject.execute(world.treasurer, { expenseId, reason: 'Not for this' });
    expect(await textsOf(expenseId)).toMatchObject({ title: 'Erased' });
    const [line] = said.items;
    const read = {
      title: said.title,
      currency: said.currency,
      payee: { kind: 'member', id: eva.memberId ?? '' },
      items: said.items,
      destinationId: null,
    } as const;
    const plain = canonicalJson({
      ...read,
      destinationId: undefined,
      version: 2,
      expenseId,
      amountMinor: 1000n,
      items: [{ ...line, receiptId: undefined, receipt: null }],
    });
    const unsalted = textsHash('', read, new Map());
    const guesses = [sha256Hex(plain), unsalted, termsHash(expenseId, read, unsalted)];
    const kept = await world.asOwner<{ all: string; stands: boolean }>(
      `select e::text || (select coalesce(string_agg(a::text, ''), '') from expenses.approvals a
         where a.expense_id = e.id) as all, expenses.terms_hash(e) = e.terms_hash as stands
       from expenses.expenses e where e.id = $1`,
      [expenseId],
    );
    for (const guess of guesses) expect(kept[0]?.all).not.toContain(guess);
    expect(kept).toMatchObject([{ stands: true }]);
  });

  it('are vouchers where they were approved: clerks read them, no search finds them', async () => {
    const ben = await world.officer('Benedikt');
    const id = await handIn(world, words('Physiotherapy'), ben);
    await world.approve.execute(world.treasurer, { expenseId: id });
    await erase(ben);
    await forget(ben);
    const read = (by: Actor) =>
      world.unitOfWork.read(by, async (tx) => {
        const [view] = await world.queries.byIds(tx, [id]);
        const [line] = await world.queries.itemsOf(tx, [id]);
        return [view?.title, line?.description];
      });
    expect(await read(world.treasurer)).toEqual(['Physiotherapy', 'Physiotherapy item']);
    expect(await read(world.secretary)).toEqual(['Erased', 'Erased']);
    const found = await world.unitOfWork.read(world.secretary, (tx) =>
      world.queries.page(tx, { text: 'Physiotherapy' }, { first: 5, after: null }),
    );
    expect(found.rows).toEqual([]);
    const books = await world.asOwner<{ description: string }>(
      `select t.description from ledger.transactions t
       join expenses.expenses e on e.transaction_id = t.id where e.id = $1`,
      [id],
    );
    expect(books).toEqual([{ description: 'Expense' }]);
  });

  it('are vouchers where they were approved and waived, also of the account alone', async () => {
    const kay = await world.officer('Kay');
    await world.setDetails.execute(kay, {
      holderName: 'Kay',
      accountNumber: 'DE89370400440532013000',
    });
    const receiptId = await receiptOf(world, kay);
    const said = words('A walking frame');
    const items = said.items.map((one) => ({ ...one, receiptId }));
    const id = await handIn(world, { ...said, items }, kay);
    await world.approve.execute(world.treasurer, { expenseId: id });
    await world.waive.execute(kay, { expenseId: id });
    await erase(kay);
    await forget(kay);
    const voucher = { title: 'A walking frame', receipt: true, files: 1 };
    expect(await textsOf(id)).toMatchObject(voucher);
    const read = (by: Actor) =>
      world.unitOfWork.read(by, async (tx) => {
        const [view] = await world.queries.byIds(tx, [id]);
        return [view?.title, view?.destinationMasked];
      });
    expect(await read(world.treasurer)).toEqual(['A walking frame', null]);
    expect(await read(world.secretary)).toEqual(['Erased', null]);
    const books = await world.asOwner<{ description: string }>(
      `select description from ledger.transactions where source_id = $1 order by sequence`,
      [id],
    );
    expect(books).toEqual([{ description: 'Expense' }, { description: 'Expense waived' }]);
  });

  it('of somebody else stay as they are', async () => {
    const id = await handIn(world, words('Cables'));
    await forget(ada);
    expect(await textsOf(id)).toMatchObject({ title: 'Cables', description: 'Cables item' });
  });
});

describe('expenses that no law keeps any more', () => {
  beforeAll(() =>
    world.asOwner(
      `update membership.cooperatives set settings = settings || '{"country": "DE"}' where id = $1`,
      [world.cooperativeId],
    ),
  );
  /** As if it had been paid, or waived, so long ago. */
  async function paid(years: number, how = 'paid'): Promise<string> {
    const id = await handIn(world, words(`Chair of ${years} years`));
    await world.approve.execute(world.treasurer, { expenseId: id });
    await world.asOwner('alter table expenses.expenses disable trigger user');
    await world.asOwner(
      `update expenses.expenses
       set status = '${how}', ${how}_at = now() - make_interval(years => $2) where id = $1`,
      [id, years],
    );
    await world.asOwner('alter table expenses.expenses enable trigger user');
    return id;
  }
  const drop = (before: Date) =>
    world.unitOfWork.run(world.system, async (tx) => {
      const ours = allRetentions().filter(({ table }) => table.startsWith('expenses.'));
      for (const { statement } of ours) await tx.rows(statement, [tx.cooperativeId, before]);
    });
  const yearsAgo = (years: number) => new Date(Date.now() - years * 366 * 86_400_000);

  it('lose their words, and prove by their fingerprint who was owed what', async () => {
    const [old, recent] = [await paid(9), await paid(7)];
    await drop(yearsAgo(8));
    expect(await textsOf(old)).toMatchObject({ title: 'Erased', description: 'Erased' });
    expect(await textsOf(recent)).toMatchObject({ title: 'Chair of 7 years' });
    const [row] = await world.asOwner<{ stands: boolean; salt: string | null }>(
      `select expenses.terms_hash(e) = e.terms_hash and e.terms_hash = e.approved_hash as stands,
         e.text_salt as salt from expenses.expenses e where e.id = $1`,
      [old],
    );
    expect(row).toEqual({ stands: true, salt: null });
  });

  it('lose them as well where they were waived, after the same term', async () => {
    const [old, recent] = [await paid(9, 'waived'), await paid(7, 'waived')];
    await drop(yearsAgo(8));
    expect(await textsOf(old)).toMatchObject({ title: 'Erased', description: 'Erased' });
    expect(await textsOf(recent)).toMatchObject({ title: 'Chair of 7 years' });
  });

  it.each([5, 7])('are let go of by the database after the term alone: %i years', async (years) => {
    const recent = await paid(years);
    await expect(drop(yearsAgo(years - 1))).rejects.toThrow('frozen');
    expect(await textsOf(recent)).toMatchObject({ title: `Chair of ${years} years` });
  });
});
