import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import {
  reportedFile,
  reportedFilesFound,
} from '../../../bank-formats/src/testing/reported-files.js';
import { camtFile, camtNotice, camtReport, ofxFile } from '../testing/camt.js';
import type { MadeEntry, MadeStatement } from '../testing/camt.js';
import { createBankingWorld, ibans, mt940File, person, read } from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';
import { ownAccount, storedLines } from '../testing/own-account.js';
import type { StoredLine } from '../testing/own-account.js';
import { ReadStatementFile } from '../statement/read-statement-file.js';
import { StatementQueries } from '../statement/statement.queries.js';
import { bankLineStore } from '../bank-line/bank-line.store.js';
import { returnTold } from '../bank-line/return-told.js';
import { DecideBankLine } from './decide-bank-line.js';
import { entryLineStore } from './entry-line.store.js';
import { settleEntries } from './settle-entries.js';

let world: BankingWorld;
let decide: DecideBankLine;

beforeAll(async () => {
  world = await createBankingWorld();
  decide = new DecideBankLine(world.unitOfWork);
});
afterAll(() => world.close());

const account = (number?: string) => ownAccount(world, number);

const day = '2026-01-10';
const statement = (made: Partial<MadeStatement>): MadeStatement => ({
  id: newId().slice(0, 20),
  iban: 'OWN',
  from: day,
  to: day,
  entries: [],
  ...made,
});
const coffee: MadeEntry = { amountMinor: 5_00n, on: day, text: 'coffee' };
const states = (lines: readonly StoredLine[]) => lines.map(({ state }) => state);

describe('a line is the same line', () => {
  it('whatever the order of a batch’s parts', async () => {
    const own = await account();
    const parts = [
      { amountMinor: 3_00n, text: 'part RF18539007547034' },
      { amountMinor: 7n, text: 'other' },
    ];
    for (const order of [parts, parts.toReversed()]) {
      const entries = [{ amountMinor: 3_07n, on: day, parts: order }];
      await own.put(own.named(camtFile(statement({ id: 'B', entries }))));
      await own.put(own.named(camtFile(statement({ entries }))));
    }
    expect((await own.lines()).map((line) => line.amount_minor)).toEqual(['300', '7']);
  });

  it('first without and then with the bank’s reference, which it learns', async () => {
    const own = await account();
    const entry = { amountMinor: 7_00n, on: day, text: 'fmt' };
    await own.put(own.named(camtNotice('N1', 'OWN', [entry])));
    await own.put(own.named(camtFile(statement({ entries: [entry] }))));
    const final = { ...entry, bankReference: 'BANKREF1', payerIban: ibans.payer };
    await own.put(own.named(camtFile(statement({ entries: [final] }))));
    await own.put(own.named(camtNotice('N2', 'OWN', [entry])));
    expect(await own.lines()).toMatchObject([
      { state: 'new', bank_reference: 'BANKREF1', counterparty_account: ibans.payer },
    ]);
  });

  it('first as any debit and then as what came back, which it learns with the reason', async () => {
    const own = await account();
    const debit = { amountMinor: -13_00n, on: day, text: 'fmt' };
    await own.put(own.named(camtReport(statement({ entries: [debit] }))));
    const [plain] = await own.lines();
    expect(plain).toMatchObject({ reversal: false });
    const back = { ...debit, returnReason: 'AC04', chargeMinor: 3_00n };
    await own.put(own.named(camtFile(statement({ entries: [back] }))));
    await own.put(own.named(camtReport(statement({ entries: [debit] }))));
    const [learned, ...others] = await own.lines();
    expect([learned?.id, learned?.reversal, ...others]).toEqual([plain?.id, true]);
    const line = { raw: learned?.raw ?? {}, currency: 'EUR' };
    expect(returnTold(line)).toEqual({ reason: 'AC04', chargeMinor: 3_00n, originalMinor: 0n });
  });

  it('of which one payment teaches neither the sum nor other parts who paid', async () => {
    const parts = [{ amountMinor: 3_00n }, { amountMinor: 4_00n }];
    const batch = { amountMinor: 7_00n, on: day, bankReference: 'BATCH' };
    const payments = parts.map((part, at) => ({ ...part, on: day, reference: `RF${at}` }));
    for (const told of [[{ ...batch, parts }], [batch, { ...batch, parts }]]) {
      const own = await account();
      for (const entry of told) await own.putNamed(camtFile(statement({ entries: [entry] })));
      await own.putNamed(camtNotice('PAID', 'OWN', payments));
      const counted = (await own.lines()).filter(({ state }) => state === 'new');
      expect(counted.map((line) => line.reference)).toEqual(counted.map(() => null));
      expect(counted.reduce((sum, line) => sum + Number(line.amount_minor), 0)).toBe(7_00);
    }
  });

  it('in OFX by its FITID and amount, whatever becomes of its memo and day', async () => {
    const own = await account();
    const put = (...entries: Parameters<typeof ofxFile>[1]) =>
      own.put(ofxFile(own.number, entries));
    const first = { day: '20260110', amount: '25.00', fitId: 'F1', memo: 'PENDING' };
    const host = { day: '20260111', amount: '-9.00', fitId: 'F2', memo: 'VPS' };
    await put(first, host);
    await put({ ...first, memo: 'FROM A WEAVER' }, host);
    await put({ ...host, day: '20260112' });
    expect(states(await own.lines())).toEqual(['new', 'new']);
    await put({ ...first, amount: '26.00' });
    expect(states(await own.lines())).toEqual(['new', 'new', 'new']);
    await put({ ...first, fitId: 'F3' }, { ...first, fitId: 'F3', day: '20260114' });
    expect(states(await own.lines()).slice(3)).toEqual(['new', 'unclear']);
  });

  it('in MT940 and in camt', async () => {
    const own = await account();
    await own.put(mt940File(own.number, day, [5_00n, 5_00n, 6_00n]));
    const entries = [coffee, coffee, { ...coffee, amountMinor: 6_00n, bankReference: 'X1' }];
    await own.put(own.named(camtFile(statement({ entries }))));
    expect((await own.lines()).map((line) => line.amount_minor)).toEqual(['500', '500', '600']);
  });
});

describe('two equal lines of one day are two', () => {
  const first = statement({ id: 'S1', entries: [coffee] });
  const second = statement({ id: 'S2', openingMinor: 5_00n, entries: [coffee] });

  it('in two statements of one file, and in it again', async () => {
    const own = await account();
    await own.put(own.named(camtFile(first, second)));
    expect(states(await own.lines())).toEqual(['new', 'new']);
    await own.put(own.named(camtFile(second, first)));
    const whole = statement({ entries: [coffee, coffee] });
    await own.put(own.named(camtFile(whole)));
    expect(states(await own.lines())).toEqual(['new', 'new']);
  });

  it('in two files whose balances lead from one to the other, in any order', async () => {
    for (const files of [
      [first, second, first],
      [second, first, second],
      [second, first, first],
    ]) {
      const own = await account();
      for (const file of files) {
        const bytes = own.named(camtFile({ ...file, id: newId().slice(0, 20) }));
        await own.put(bytes);
      }
      expect(states(await own.lines())).toEqual(['new', 'new']);
    }
  });
});

describe('whatever happens while files are read', () => {
  const lines = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => ({ ...coffee, amountMinor: BigInt(from + at) }));
  const sum = (to: number) => BigInt((to * (to - 1)) / 2);
  const part = (from: number, to: number) =>
    statement({ openingMinor: sum(from), entries: lines(from, to) });

  it('two that overlap, read at once, tell each line once', async () => {
    const own = await account();
    const files = [part(1, 9), part(1, 13), part(9, 13), part(1, 9)];
    await Promise.all(files.map((file) => own.put(own.named(camtFile(file)))));
    const found = (await own.lines()).map((line) => Number(line.amount_minor));
    expect(found.toSorted((one, other) => one - other)).toEqual(
      lines(1, 13).map(({ amountMinor }) => Number(amountMinor)),
    );
  });

  it('a reader that dies leaves nothing, and the next one reads the file', async () => {
    const own = await account();
    const bytes = own.named(camtFile(part(1, 4)));
    const { file } = await world.importFile.execute(world.treasurer, { name: 'x.xml', bytes });
    const dying = new Proxy(world.unitOfWork, {
      get: (target, name): unknown =>
        name === 'run'
          ? (actor: Actor, body: (tx: Tx) => Promise<unknown>) =>
              target.run(actor, async (tx) => {
                await body(tx);
                throw new Error('the process died');
              })
          : Reflect.get(target, name, target),
    });
    const dead = new ReadStatementFile(dying, world.files);
    await expect(dead.execute(world.system, { fileId: file.id })).rejects.toThrow('died');
    expect(await own.lines()).toEqual([]);
    await world.readFile.execute(world.system, { fileId: file.id });
    await world.readFile.execute(world.system, { fileId: file.id });
    await own.put(bytes);
    expect(states(await own.lines())).toEqual(['new', 'new', 'new']);
  });
});

describe('a line that may be known or new', () => {
  const there = statement({ entries: [coffee] });
  const back = statement({ openingMinor: 5_00n, entries: [{ ...coffee, amountMinor: -5_00n }] });

  async function doubtful() {
    const own = await account();
    for (const file of [there, back, { ...there, id: 'THIRD' }]) {
      await own.put(own.named(camtFile(file)));
    }
    const lines = await own.lines();
    return { own, lines, waits: lines[2]?.id ?? '', rival: lines[0]?.id ?? '' };
  }

  it('waits, says why, and is booked by nobody', async () => {
    const { lines, waits, rival } = await doubtful();
    expect(lines[2]).toMatchObject({
      state: 'unclear',
      doubt: 'balances-fit-both',
      rival_line_id: rival,
    });
    const input = { lineId: waits, ledgerAccountId: world.income.id, because: 'x' };
    await expect(world.assign.execute(world.treasurer, input)).rejects.toMatchObject({
      code: 'BANK_LINE_UNCLEAR',
    });
    const [file] = await world.asOwner<{ warnings: object[] }>(
      'select warnings from payments.statement_files order by received_at desc, id desc limit 1',
    );
    expect(file?.warnings).toContainEqual(expect.objectContaining({ code: 'line-unclear' }));
  });

  it('is another line when the treasurer says so, and matched then', async () => {
    const { own, waits } = await doubtful();
    await decide.execute(world.treasurer, { lineId: waits, sameAsLineId: null });
    expect(states(await own.lines())).toEqual(['new', 'new', 'new']);
    await own.put(own.named(camtFile({ ...there, id: 'THIRD', to: '2026-01-11' })));
    expect((await own.lines()).filter(({ state }) => state === 'new')).toHaveLength(3);
  });

  it('is the known line when the treasurer says so, until they say otherwise', async () => {
    const { own, waits, rival } = await doubtful();
    await decide.execute(world.treasurer, { lineId: waits, sameAsLineId: rival });
    expect(states(await own.lines())).toEqual(['new', 'new', 'repeated']);
    const input = { lineId: waits, ledgerAccountId: world.income.id, because: 'x' };
    await expect(world.assign.execute(world.treasurer, input)).rejects.toMatchObject({
      code: 'BANK_LINE_REPEATED',
    });
    await decide.execute(world.treasurer, { lineId: waits, sameAsLineId: null });
    expect(states(await own.lines())).toEqual(['new', 'new', 'new']);
  });

  it('is decided once, by a treasurer, and never as a line of another amount', async () => {
    const { lines, waits, rival } = await doubtful();
    const say = (sameAsLineId: string | null, lineId = waits, by = world.treasurer) =>
      decide.execute(by, { lineId, sameAsLineId });
    await expect(say(null, waits, person(world.cooperativeId))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(say(null, newId())).rejects.toMatchObject({ code: 'BANK_LINE_NOT_FOUND' });
    for (const other of [lines[1]?.id ?? '', waits, newId()]) {
      await expect(say(other)).rejects.toMatchObject({
        code: 'INVALID_SAME_LINE',
        path: ['sameAsLineId'],
      });
    }
    await expect(say(null, rival)).rejects.toMatchObject({ code: 'BANK_LINE_DECIDED' });
  });

  it('is flagged when it is its own and its statement does not add up', async () => {
    const own = await account();
    const standing = { ...coffee, bankReference: 'STANDING' };
    await own.put(own.named(camtFile(statement({ entries: [standing] }))));
    const unsound = statement({
      closingMinor: 9_00n,
      entries: [{ ...standing, on: '2026-01-17' }],
    });
    await own.put(own.named(camtFile({ ...unsound, from: '2026-01-17', to: '2026-01-17' })));
    const [waits] = (await own.lines()).slice(1);
    expect(waits).toMatchObject({ state: 'unclear' });
    await decide.execute(world.treasurer, { lineId: waits?.id ?? '', sameAsLineId: null });
    expect(states(await own.lines()).slice(1)).toEqual(['flagged']);
  });

  it('is decided by one at a time: a person waits for who reads a file', async () => {
    const { own, waits } = await doubtful();
    const blocked = `select from pg_stat_activity where wait_event = 'advisory'
      and datname = current_database()`;
    const ended: unknown[] = [];
    let decided: Promise<unknown> = Promise.resolve();
    await world.unitOfWork.run(world.system, async (tx) => {
      await bankLineStore.lockAccounts(tx, [own.id]);
      decided = decide.execute(world.treasurer, { lineId: waits, sameAsLineId: null }).then(
        () => ended.push('decided'),
        (error: unknown) => ended.push(error),
      );
      while (ended.length === 0 && (await world.asOwner(blocked)).length === 0) continue;
      expect(ended).toEqual([]);
      const { entryId } = (await entryLineStore.lockEntries(tx, [waits]))[0] ?? {};
      await settleEntries(tx, [entryId ?? ''], []);
    });
    await decided;
    expect(ended).toMatchObject([{ code: 'BANK_LINE_DECIDED' }]);
  });

  it('is told again by the word of a sound statement only, which says so', async () => {
    const own = await account();
    for (const id of ['A', 'B']) await own.put(own.named(camtNotice(id, 'OWN', [coffee])));
    const whole = statement({ from: '2026-01-09', to: '2026-01-11', entries: [coffee] });
    await own.put(own.named(camtFile({ ...whole, id: 'X', closingMinor: 9_00n })));
    const { number } = own;
    await own.put(
      ofxFile(number, [{ day: '20260110', amount: '5.00', fitId: 'F', memo: 'coffee' }]),
    );
    expect(states(await own.lines()).slice(0, 2)).toEqual(['new', 'unclear']);
    const { fileId } = await own.put(own.named(camtFile(whole)));
    const [first, second] = await own.lines();
    expect(second).toMatchObject({ state: 'repeated', rival_line_id: first?.id });
    const [file] = await world.asOwner<{ warnings: object[] }>(
      'select warnings from payments.statement_files where id = $1',
      [fileId],
    );
    expect(file?.warnings).toContainEqual(expect.objectContaining({ code: 'line-repeated' }));
    const facts = `select from platform.facts where type = 'banking.BankLineDecided'
      and subject_id = $1`;
    expect(await world.asOwner(facts, [second?.id])).toHaveLength(1);
  });

  it('is decided by a statement that counts them', async () => {
    const own = await account();
    for (const id of ['A', 'B']) await own.put(own.named(camtNotice(id, 'OWN', [coffee])));
    expect(states(await own.lines())).toEqual(['new', 'unclear']);
    await own.put(own.named(camtFile(statement({ entries: [coffee, coffee] }))));
    expect(states(await own.lines())).toEqual(['new', 'new']);
  });
});

it('an account that a source keeps is not moved twice by the bank’s file', async () => {
  const movement = {
    externalId: 'tx_1',
    bookedOn: day,
    amountMinor: 5_00n,
    reversal: false,
    counterparty: null,
    reference: null,
    kind: 'payment',
  };
  const take = (own: { id: string }) =>
    world.unitOfWork.run(world.system, (tx) =>
      world.lines.take(tx, { id: own.id, currency: 'EUR' }, 'till', [movement]),
    );
  const fileFirst = await account();
  await fileFirst.put(fileFirst.named(camtFile(statement({ entries: [coffee] }))));
  await take(fileFirst);
  expect(await fileFirst.lines()).toMatchObject([
    { state: 'new' },
    { state: 'unclear', doubt: 'bank-file-told-it' },
  ]);
  const next = { ...coffee, on: '2026-01-11' };
  const entries = [next, { ...next, amountMinor: 4_75n }];
  const sourceFirst = await account();
  await take(sourceFirst);
  await sourceFirst.put(sourceFirst.named(camtFile(statement({ entries }))));
  expect(await sourceFirst.lines()).toMatchObject([
    { state: 'new' },
    { state: 'unclear', doubt: 'account-has-source' },
    { state: 'new' },
  ]);
  const named = await account();
  await take(named);
  const final = { ...next, bankReference: 'tx_1' };
  await named.put(named.named(camtFile(statement({ entries: [final] }))));
  expect(states(await named.lines())).toEqual(['new']);
  // A file of the bank's told it, so that another is compared with what that said.
  await named.put(named.named(camtFile(statement({ to: next.on, entries: [next] }))));
  expect(states(await named.lines())).toEqual(['new']);
});

it('a closing that is not the next opening is a missing statement, until it comes', async () => {
  const own = await account();
  const missing = async (until: string | null = null) => {
    const all = await world.unitOfWork.run(world.treasurer, (tx) =>
      new StatementQueries().missing(tx, until),
    );
    return all.filter(({ bankAccountId }) => bankAccountId === own.id);
  };
  await own.put(own.named(camtFile(statement({ entries: [coffee] }))));
  expect(await missing()).toEqual([]);
  const later = statement({
    openingMinor: 500_00n,
    from: '2026-01-14',
    to: '2026-01-14',
    entries: [{ ...coffee, on: '2026-01-14', text: 'after a gap' }],
  });
  const { fileId } = await own.put(own.named(camtFile(later)));
  expect(await missing()).toMatchObject([
    { afterDate: day, closingMinor: 5_00n, beforeDate: '2026-01-14', openingMinor: 500_00n },
  ]);
  expect(await missing('2026-01-14')).toHaveLength(1);
  expect(await missing('2026-01-13')).toEqual([]);
  const [file] = await world.asOwner<{ warnings: object[] }>(
    'select warnings from payments.statement_files where id = $1',
    [fileId],
  );
  const warning = expect.objectContaining({ code: 'statement-missing' });
  expect(file?.warnings).toContainEqual(warning);
  const between = { amountMinor: 495_00n, on: '2026-01-12', text: 'a gift' };
  const found = { openingMinor: 5_00n, from: '2026-01-11', to: '2026-01-13', entries: [between] };
  await own.put(own.named(camtFile(statement(found))));
  expect(await missing()).toEqual([]);
});

it('lines of version 0.1.0, which have a hash and no tellings, are known again', async () => {
  const own = await account();
  const parts = [
    { amountMinor: 3_00n, text: 'one' },
    { amountMinor: 4_00n, text: 'two' },
  ];
  const entries = [coffee, coffee, { amountMinor: 7_00n, on: day, parts }];
  await own.put(own.named(camtFile(statement({ entries }))));
  await world.asOwner('begin');
  await world.asOwner('set local session_replication_role = replica');
  await world.asOwner(
    `delete from payments.bank_sightings where statement_id in
       (select id from payments.bank_statements where bank_account_id = $1)`,
    [own.id],
  );
  await world.asOwner(
    `update payments.bank_statements set format = null, sequence = null where bank_account_id = $1`,
    [own.id],
  );
  await world.asOwner(`update payments.bank_lines set entry_id = id where bank_account_id = $1`, [
    own.id,
  ]);
  await world.asOwner('commit');
  await own.put(own.named(camtFile(statement({ entries: entries.toReversed() }))));
  const next = statement({ openingMinor: 17_00n, entries: [coffee] });
  await own.put(own.named(camtFile(next)));
  expect((await own.lines()).map((line) => line.amount_minor)).toEqual([
    '500',
    '500',
    '300',
    '400',
    '500',
  ]);
});

describe.skipIf(!reportedFilesFound)('files of ../shared/vectors/reports/bank', () => {
  it('two-statements-same-day.xml tells two lines, gap.xml that one is missing', async () => {
    const { id } = world.second;
    const put = (name: string) => read(world, reportedFile(name));
    await put('two-statements-same-day.xml');
    const { fileId } = await put('gap.xml');
    const lines = await storedLines(world, id);
    expect(states(lines)).toEqual(['new', 'new', 'new']);
    const [file] = await world.asOwner<{ warnings: object[] }>(
      'select warnings from payments.statement_files where id = $1',
      [fileId],
    );
    expect(file?.warnings).toMatchObject([{ code: 'statement-missing' }]);
  });

  it('the OFX files tell two lines, in whatever order they come', async () => {
    const names = ['ofx-memo-1.ofx', 'ofx-memo-2.ofx', 'ofx-day-moved.ofx'];
    const own = await account('999988776');
    for (const name of names) await own.put(reportedFile(name));
    expect((await own.lines()).map((line) => line.amount_minor)).toEqual(['2500', '-900']);
  });
});

describe.skipIf(!reportedFilesFound)('files of ../shared/vectors/reports/money', () => {
  it.each([
    ['the parts of a batch in another order', ['batch-order-1', 'batch-order-2'], ['7', '300']],
    ['a booking first without the bank’s reference', ['fmt1', 'fmt2'], ['700']],
    ['equal lines in two statements of one file', ['eq2'], ['500', '500']],
    ['equal lines in two files whose balances chain', ['eq3a', 'eq3b'], ['500', '500']],
  ])('%s', async (_, names, amounts) => {
    const own = await account();
    for (const name of names) {
      const text = Buffer.from(reportedFile(`../money/repro-${name}.xml`)).toString();
      const iban = '<IBAN>DE02120300000000202051</IBAN>';
      await own.putNamed(Buffer.from(text.replaceAll(iban, '<IBAN>OWN</IBAN>')));
    }
    const lines = await own.lines();
    expect(lines.map((line) => line.amount_minor).toSorted()).toEqual(amounts.toSorted());
    expect(new Set(states(lines))).toEqual(new Set(['new']));
  });
});
