import { ledgerInvariants } from '@rochdale/ledger';
import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bankingInvariants } from '../banking.invariants.js';
import { UndoBankLineMatch } from './undo-bank-line-match.js';
import {
  anyRail,
  createBankingWorld,
  linesOf,
  person,
  readEntries,
} from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';
import type { BankAccountRow } from '../bank-account/bank-account.store.js';
import { SeparateBankAccount } from './separate-bank-account.js';

let world: BankingWorld;
let separating: SeparateBankAccount;
let undoing: UndoBankLineMatch;
beforeAll(async () => {
  world = await createBankingWorld();
  separating = new SeparateBankAccount(world.unitOfWork, world.ledger);
  const none = { inOrder: () => [] };
  undoing = new UndoBankLineMatch(world.unitOfWork, world.ledger, world.lines, none);
});
afterAll(() => world.close());

const numbers = [
  'DE75512108001245126199',
  'BE68539007547034',
  'AT611904300234573201',
  'CH9300762011623852957',
  'FI2112345600000785',
];
let shared: readonly [BankAccountRow, BankAccountRow];
let pairs = 0;

/** Two accounts that were registered in one moment before registering went one by one. */
beforeEach(async () => {
  const number = numbers[pairs] ?? '';
  pairs += 1;
  const register = (accountNumber: string) =>
    world.register.execute(world.treasurer, {
      label: accountNumber,
      holderName: 'Ours',
      accountNumber,
      currency: 'EUR',
      rail: anyRail,
    });
  shared = [await register(number), await register(`77777${pairs}`)];
  await world.asOwner('update payments.bank_accounts set ledger_account_id = $1 where id = $2', [
    shared[0].ledgerAccountId,
    shared[1].id,
  ]);
  if ((await broken()).length === 0) throw new Error('the law finds two that share an account');
});

async function broken(): Promise<string[]> {
  const names: string[] = [];
  for (const { name, sql } of [...bankingInvariants, ...ledgerInvariants]) {
    if ((await world.asOwner(sql)).length > 0) names.push(name);
  }
  return names;
}
const separate = (bankAccountId: string, by = world.treasurer) =>
  separating.execute(by, { bankAccountId });
const balanceOf = async (id: string) => {
  const rows = await world.asOwner<{ balance: string }>(
    'select balance_minor::text as balance from ledger.accounts where id = $1',
    [id],
  );
  return rows[0]?.balance;
};
/** A line of the first of the two, which a file tells; the second has none of its own number. */
async function line(amountMinor: bigint) {
  const statementId = await readEntries(world, [{ amountMinor }], shared[0].accountNumber);
  return (await linesOf(world, statementId))[0]?.id ?? '';
}
const explain = (lineId: string) =>
  world.assign.execute(world.treasurer, {
    lineId,
    ledgerAccountId: world.income.id,
    because: 'a gift',
  });

describe('two bank accounts that share an account of the books', () => {
  it('are told apart: what the lines of one moved goes over, and the laws hold', async () => {
    const [one] = shared;
    const lineId = await line(7_00n);
    await explain(lineId);
    await explain(await line(-2_00n));
    const separated = await separate(one.id);
    expect(separated.ledgerAccountId).not.toBe(one.ledgerAccountId);
    expect(separated.booksBeforeId).toBe(one.ledgerAccountId);
    expect(await balanceOf(separated.ledgerAccountId)).toBe('500');
    expect(await balanceOf(one.ledgerAccountId)).toBe('0');
    expect(await broken()).toEqual([]);
    // What comes is booked there, and what was booked before is undone and booked anew.
    await explain(await line(3_00n));
    expect(await balanceOf(separated.ledgerAccountId)).toBe('800');
    await undoing.execute(world.treasurer, { lineId, because: 'a loan' });
    expect(await balanceOf(separated.ledgerAccountId)).toBe('100');
    expect(await balanceOf(one.ledgerAccountId)).toBe('0');
    await explain(lineId);
    await undoing.execute(world.treasurer, { lineId, because: 'no loan' });
    await explain(lineId);
    expect(await balanceOf(separated.ledgerAccountId)).toBe('800');
    expect(await balanceOf(one.ledgerAccountId)).toBe('0');
    expect(await broken()).toEqual([]);
  });

  it('are so also where nothing was booked, once, and not while money is reserved', async () => {
    const [one, two] = shared;
    const hold = await world.unitOfWork.run(world.system, (tx) =>
      world.ledger.hold(tx, {
        accountId: one.ledgerAccountId,
        amountMinor: 1n,
        idempotencyKey: newId(),
        source: { kind: 'payout', id: newId() },
        isBeyondFloor: true,
      }),
    );
    const path = ['bankAccountId'];
    await expect(separate(two.id)).rejects.toMatchObject({ code: 'BANK_ACCOUNT_IN_USE', path });
    await world.unitOfWork.run(world.system, (tx) =>
      world.ledger.voidHold(tx, { holdId: hold.id }),
    );
    const results = await Promise.allSettled([separate(two.id), separate(one.id)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    for (const { id } of shared) {
      await expect(separate(id)).rejects.toMatchObject({ code: 'BANK_ACCOUNT_NOT_SHARED', path });
    }
    expect(await broken()).toEqual([]);
  });

  it('are told apart while a line of one is booked: it is on one side or the other', async () => {
    const [one] = shared;
    const lineId = await line(4_00n);
    await Promise.all([separate(one.id), explain(lineId)]);
    const [row] = await world.asOwner<{ own: string }>(
      'select ledger_account_id as own from payments.bank_accounts where id = $1',
      [one.id],
    );
    expect(await balanceOf(row?.own ?? '')).toBe('400');
    expect(await balanceOf(one.ledgerAccountId)).toBe('0');
    expect(await broken()).toEqual([]);
  });

  it('are a treasurer’s or an administrator’s to tell apart, of their own', async () => {
    const [one] = shared;
    for (const [by, code] of [
      [world.member, 'FORBIDDEN'],
      [person(world.cooperativeId, ['auditor']), 'FORBIDDEN'],
      [person(newId(), ['treasurer']), 'BANK_ACCOUNT_NOT_FOUND'],
    ] as const) {
      await expect(separate(one.id, by)).rejects.toMatchObject({ code });
    }
    await separate(one.id, person(world.cooperativeId, ['administrator']));
    expect(await broken()).toEqual([]);
  });
});
