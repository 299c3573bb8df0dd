import { RegisterBankAccount } from '@rochdale/banking';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { anyRail, read } from '../../../banking/src/testing/banking-world.js';
import {
  codaExport,
  csvExport,
  mt940Export,
  ofxExport,
  qifExport,
} from '../testing/bank-exports.js';
import type { ToldMovement } from '../testing/bank-exports.js';
import {
  createDuesWorld,
  factsOf,
  invoicesOf,
  lawsHold,
  linesOf,
  member,
} from '../testing/dues-world.js';
import type { DuesWorld } from '../testing/dues-world.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld(new Date('2026-01-20T09:00:00Z'));
});
afterAll(() => world.close());
afterEach(() => lawsHold(world));

const payer = 'FR1420041010050500013M02606';

async function owing() {
  const actor = await member(world, 10_00n);
  await world.issue.execute(world.system);
  const now = async () => {
    const [invoice] = await invoicesOf(world, actor);
    if (invoice === undefined) throw new Error('the invoice is there');
    return invoice;
  };
  return { memberId: actor.memberId ?? '', now, invoice: await now() };
}

let accounts = 88_800_000;

/** An account that no other test moves: two formats may tell one line. @returns its number */
async function account(): Promise<string> {
  const accountNumber = `${(accounts += 1)}`;
  await new RegisterBankAccount(world.unitOfWork, world.ledger, { env: 'test' }).execute(
    world.system,
    {
      label: `Account ${accountNumber}`,
      holderName: 'Ours',
      accountNumber,
      currency: 'EUR',
      rail: anyRail,
    },
  );
  return accountNumber;
}

/** The file comes in and its lines are matched. @returns its lines */
async function comes(file: Uint8Array) {
  const { statementIds } = await read(world, file);
  for (const statementId of statementIds) await world.match.execute(world.system, { statementId });
  return (await Promise.all(statementIds.map((id) => linesOf(world, id)))).flat();
}
async function comesOne(file: Uint8Array) {
  const [line, ...others] = await comes(file);
  if (line === undefined || others.length > 0) throw new Error('the file has one line');
  return line;
}
const postingsOf = (transactionId: string | null) =>
  world.asOwner<{ code: string; amount: string }>(
    `select case when b.id is null then a.code else 'bank' end as code,
       p.amount_minor::text as amount
     from ledger.postings p join ledger.accounts a on a.id = p.account_id
     left join payments.bank_accounts b on b.ledger_account_id = a.id
     where p.transaction_id = $1 order by p.position`,
    [transactionId],
  );

interface Format {
  readonly name: string;
  readonly made: (ours: string, told: readonly ToldMovement[]) => Uint8Array;
  /** How the bank says that it took a payment back. */
  readonly back: Partial<ToldMovement>;
  /** What it gives as the reason. */
  readonly reason: string | null;
  /** What else the file has of the payment beside what was written. */
  readonly clues: readonly ('account' | 'endToEndId')[];
  /** Where a file tells the bank's fee: inside of the line, as a line of its own, or not at all. */
  readonly fee: 'inside' | 'apart' | 'untold';
}

const formats: readonly Format[] = [
  {
    name: 'CSV, in its words',
    made: csvExport,
    back: { words: 'RUECKLASTSCHRIFT' },
    reason: null,
    clues: ['account', 'endToEndId'],
    fee: 'inside',
  },
  {
    name: 'OFX, in its name',
    made: ofxExport,
    back: { words: 'RETURNED ITEM' },
    reason: null,
    clues: ['account'],
    fee: 'untold',
  },
  {
    name: 'QIF, in its payee',
    made: qifExport,
    back: { words: 'Unpaid, returned' },
    reason: null,
    clues: [],
    fee: 'untold',
  },
  {
    name: 'MT940, by the bank’s code and its reason',
    made: mt940Export,
    back: { words: 'RETOURE', code: '109/914' },
    reason: '914',
    clues: ['account', 'endToEndId'],
    fee: 'inside',
  },
  {
    name: 'CODA, by its code',
    made: codaExport,
    back: { words: 'DOMICILIERING', code: '10503000' },
    reason: null,
    clues: ['account', 'endToEndId'],
    fee: 'apart',
  },
  {
    name: 'CODA, by ISO’s reason',
    made: codaExport,
    back: { words: 'DOMICILIERING', code: '10501000/AC04' },
    reason: 'AC04',
    clues: ['account', 'endToEndId'],
    fee: 'apart',
  },
];

describe.each(formats)('a payment that came back, told by $name', (format) => {
  const { made, back, reason, fee } = format;
  const paying = { amountMinor: 10_00n, day: '2026-01-12', words: 'GUTSCHRIFT', account: payer };
  const returning = { ...paying, amountMinor: -10_00n, day: '2026-01-15', ...back };

  /** An invoice that a line of this format paid. */
  async function paid(said: Partial<ToldMovement> = {}) {
    const [ours, debtor] = [await account(), await owing()];
    const memo = `Dues ${debtor.invoice.reference}`;
    const line = await comesOne(made(ours, [{ ...paying, memo, ...said }]));
    expect(line).toMatchObject({ state: 'matched', matched_kind: 'invoice' });
    expect(await debtor.now()).toMatchObject({ state: 'paid', paid_minor: '1000' });
    return { ...debtor, ours, memo, line };
  }

  const returned = { code: 'dues-receivable', amount: '1000' };

  it('opens its invoice again', async () => {
    const debtor = await paid();
    const line = await comesOne(made(debtor.ours, [{ ...returning, memo: debtor.memo }]));
    const because = reason === null ? 'the bank took it back' : `the bank returned it, ${reason}`;
    expect(line).toMatchObject({ state: 'matched', matched_because: because });
    expect(await debtor.now()).toMatchObject({ state: 'open', paid_minor: '0' });
    expect(await postingsOf(line.transaction_id)).toEqual([
      { code: 'bank', amount: '-1000' },
      returned,
    ]);
    expect(await factsOf(world, 'dues.PaymentReturned', debtor.memberId)).toMatchObject([
      {
        returnsLineId: debtor.line.id,
        lineId: line.id,
        officeReason: reason,
        feeMinor: '0',
        amountMinor: '1000',
      },
    ]);
    // Paid once more, it is paid.
    await comes(
      made(debtor.ours, [{ ...paying, day: '2026-01-16', memo: `Again ${debtor.memo}` }]),
    );
    expect(await debtor.now()).toMatchObject({ state: 'paid', paid_minor: '1000' });
  });

  it('opens it when one file tells both', async () => {
    const debtor = await owing();
    const memo = `Dues ${debtor.invoice.reference}`;
    const lines = await comes(
      made(await account(), [
        { ...paying, memo },
        { ...returning, memo },
      ]),
    );
    expect(lines.map(({ state }) => state)).toEqual(['matched', 'matched']);
    expect(await debtor.now()).toMatchObject({ state: 'open', paid_minor: '0' });
  });

  it.each(format.clues)('is found by its %s alone', async (clue) => {
    const said = { [clue]: `NL00TEST${formats.indexOf(format)}000000001` };
    const debtor = await paid(said);
    const silent = { ...returning, memo: 'no word of it', ...said };
    expect(await comesOne(made(debtor.ours, [silent]))).toMatchObject({ state: 'matched' });
    expect(await debtor.now()).toMatchObject({ state: 'open' });
  });

  it('books the bank’s fee by itself', async () => {
    const debtor = await paid();
    const told = fee === 'untold' ? {} : { feeMinor: 3_00n };
    const more = { ...returning, amountMinor: -13_00n, memo: debtor.memo, ...told };
    const [line, ...others] = await comes(made(debtor.ours, [more]));
    if (line === undefined) throw new Error('the debit is there');
    if (fee === 'untold') {
      // Nobody told what of it is a fee: a treasurer says which payment it brings back.
      expect(line).toMatchObject({ state: 'new', reversal: true });
      const said = { lineId: line.id, returnsLineId: debtor.line.id, feeMinor: 3_00n };
      await world.assignReturn.execute(world.treasurer, said);
    }
    const [booked] = await world.asOwner<{ transaction_id: string }>(
      'select transaction_id from payments.bank_lines where id = $1',
      [line.id],
    );
    const isInside = fee !== 'apart';
    expect(await postingsOf(booked?.transaction_id ?? null)).toEqual([
      { code: 'bank', amount: isInside ? '-1300' : '-1000' },
      returned,
      ...(isInside ? [{ code: 'bank-fees', amount: '300' }] : []),
    ]);
    expect(others.map((one) => [one.amount_minor, one.state])).toEqual(
      isInside ? [] : [['-300', 'new']],
    );
    expect(await debtor.now()).toMatchObject({ state: 'open', paid_minor: '0' });
  });

  it('is none when the bank does not say so: the debit waits', async () => {
    const debtor = await paid();
    const { code: _, ...plain } = { ...returning, words: 'LASTSCHRIFT', memo: debtor.memo };
    expect(await comesOne(made(debtor.ours, [plain]))).toMatchObject({
      state: 'new',
      reversal: false,
    });
    expect(await debtor.now()).toMatchObject({ state: 'paid' });
  });
});
