import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf, MoneyWorld } from './money-world.js';
import { mt940File } from '../../libs/banking/src/testing/banking-world.js';
import { camtFile, camtNotice } from '../../libs/banking/src/testing/camt.js';
import type { MadeEntry } from '../../libs/banking/src/testing/camt.js';
import type { Changed } from './money-world.js';

let world: MoneyWorld;
let tess: string;
let ada: string;

beforeAll(async () => {
  world = await MoneyWorld.open();
  await world.found('mill');
  tess = await world.member('mill', 'tess', 'TREASURER');
  ada = await world.member('mill', 'ada');
});
afterAll(() => world.close());

const registering = `mutation ($number: String!) { payload: bankAccountRegister(input: {
  label: $number, holderName: "The Mill eG", accountNumber: $number, currency: "EUR",
  rail: SEPA_FILE }) { userErrors { code } bankAccount { id } } }`;

let accounts = 0n;

/** An account that no other test moves. */
async function account() {
  const bban = `37040044${String((accounts += 1n)).padStart(10, '0')}`;
  // The letters D and E as numbers, 13 and 14, and the check digits that are sought (ISO 13616).
  const check = 98n - ((BigInt(bban) * 1_000_000n + 131_400n) % 97n);
  const iban = `DE${String(check).padStart(2, '0')}${bban}`;
  const registered = await world.ask<Changed<{ bankAccount: { id: string } }>>(tess, registering, {
    number: iban,
  });
  expect(codesOf(registered)).toEqual([]);
  const { id } = registered.payload.bankAccount;
  return { id, iban, lines: async () => (await linesOf(tess)).filter(of(id)) };
}

interface Line {
  readonly id: string;
  readonly bankAccountId: string;
  readonly state: string;
  readonly doubt: string | null;
  readonly rivalLineId: string | null;
  readonly amount: { readonly minor: string };
  readonly viewerCan: { readonly decide: { readonly allowed: boolean } };
}

const listing = `{ bankLines(first: 100) { edges { node { id bankAccountId state doubt rivalLineId
  amount { minor } viewerCan { decide { allowed } } } } } }`;
type Listed = { readonly bankLines: { readonly edges: readonly { readonly node: Line }[] } };
const linesOf = async (token: string) =>
  (await world.ask<Listed>(token, listing)).bankLines.edges.map(({ node }) => node);
const of = (id: string) => (line: { readonly bankAccountId: string }) => line.bankAccountId === id;
/** What they amount to and whether they count, the smallest first. */
const gist = (lines: readonly Line[]) =>
  lines
    .map(({ amount, state }) => [Number(amount.minor), state] as const)
    .toSorted((one, other) => one[0] - other[0] || one[1].localeCompare(other[1]));

/** Comes in by the door and is read. @returns the file's id */
async function upload(bytes: Uint8Array): Promise<string> {
  const { status, body } = await world.upload(tess, bytes);
  expect(status).toBe(201);
  await world.worker.loop.drain();
  return String(body['id']);
}

/** What a file's reading told, but for how its XML is written. */
async function warningsOf(id: string): Promise<string[]> {
  const reading = `query ($id: ID!) { node(id: $id) { ... on StatementFile {
    warnings { code } } } }`;
  type Warned = { readonly node: { readonly warnings: readonly { readonly code: string }[] } };
  const { node } = await world.ask<Warned>(tess, reading, { id });
  return node.warnings.map(({ code }) => code).filter((code) => code !== 'schema-order');
}

const deciding = `mutation ($line: ID!, $same: ID) { payload: bankLineDecide(input: {
  lineId: $line, sameAsLineId: $same }) { lineId userErrors { code path } } }`;
const decide = (line: string, same: string | null = null, by = tess) =>
  world.ask<Changed<{ lineId: string | null }>>(by, deciding, { line, same });

const coffee: MadeEntry = { amountMinor: 5_00n, on: '2026-01-10', text: 'coffee' };

describe('what a line is offered as', () => {
  it('is taken, whichever line is decided first', async () => {
    const { iban, lines } = await account();
    const notices = [[coffee], [coffee], [coffee, coffee]];
    for (const [at, entries] of notices.entries()) {
      await upload(camtNotice(`N${at}`, iban, entries));
    }
    const unclear = async () => (await lines()).filter(({ state }) => state === 'UNCLEAR');
    const offered = await unclear();
    expect(offered).toHaveLength(3);
    // The newest first, so that one is offered as another which waits.
    const ids = new Set(offered.map(({ id }) => id));
    expect(offered.some(({ rivalLineId }) => ids.has(rivalLineId ?? ''))).toBe(true);
    for (const { id, rivalLineId } of offered) {
      expect(codesOf(await decide(id, rivalLineId))).toEqual([]);
    }
    expect(await unclear()).toEqual([]);
  });
});

describe('lines that two files may both tell', () => {
  const tea: MadeEntry = { ...coffee, amountMinor: 4_00n, text: 'tea' };

  /** Two of one notice and the same ones of another: which are which is for a person. */
  async function doubtful() {
    const own = await account();
    await upload(camtNotice('N1', own.iban, [coffee, tea]));
    const counted = await own.lines();
    const fileId = await upload(camtNotice('N2', own.iban, [coffee, tea]));
    const waiting = (await own.lines()).filter(({ id }) => counted.every((one) => one.id !== id));
    const pick = (all: readonly Line[], { amountMinor }: MadeEntry) => {
      const line = all.find(({ amount }) => amount.minor === amountMinor.toString());
      if (line === undefined) throw new Error('both told both');
      return line;
    };
    return { own, fileId, counted, waiting, pick };
  }
  const again = async (id: string) => (await linesOf(tess)).find((line) => line.id === id);

  it('wait, and say why and what they may be, in the list and with their file', async () => {
    const { fileId, counted, waiting, pick } = await doubtful();
    expect(counted.map(({ state }) => state)).toEqual(['NEW', 'NEW']);
    for (const entry of [coffee, tea]) {
      expect(pick(waiting, entry)).toMatchObject({
        state: 'UNCLEAR',
        doubt: 'edge-day',
        rivalLineId: pick(counted, entry).id,
        viewerCan: { decide: { allowed: true } },
      });
    }
    expect(await warningsOf(fileId)).toEqual(['line-unclear', 'line-unclear']);
  });

  it('wait for treasurers in the list of what waits for them, until they decide', async () => {
    const { own, waiting } = await doubtful();
    const asking = `{ waiting { bankLinesToDecide { id bankAccountId }
      bankLinesToAssign { id bankAccountId } } }`;
    type Waiting = Readonly<Record<'bankLinesToDecide' | 'bankLinesToAssign', readonly Line[]>>;
    const seenBy = async (token: string) => {
      const { bankLinesToDecide, bankLinesToAssign } = (
        await world.ask<{ waiting: Waiting }>(token, asking)
      ).waiting;
      return [bankLinesToDecide, bankLinesToAssign].map((some) => some.filter(of(own.id)));
    };
    const [toDecide, toAssign] = await seenBy(tess);
    const ids = (some: readonly Line[] | undefined) => some?.map(({ id }) => id).toSorted();
    expect(ids(toDecide)).toEqual(ids(waiting));
    expect(toAssign).toHaveLength(2);
    expect(await seenBy(ada)).toEqual([[], []]);
    for (const { id } of waiting) await decide(id);
    const [decided, all] = await seenBy(tess);
    expect([decided?.length, all?.length]).toEqual([0, 4]);
  });

  it('are decided by a treasurer, each by itself: one its own, one told again', async () => {
    const { own, waiting, pick } = await doubtful();
    const [more, told] = [pick(waiting, coffee), pick(waiting, tea)];
    expect((await decide(more.id)).payload).toEqual({ lineId: more.id, userErrors: [] });
    expect(codesOf(await decide(told.id, told.rivalLineId))).toEqual([]);
    await world.worker.loop.drain();
    expect(gist(await own.lines())).toEqual([
      [400, 'NEW'],
      [400, 'REPEATED'],
      [500, 'NEW'],
      [500, 'NEW'],
    ]);
    const refused = { userErrors: [{ code: 'BANK_LINE_DECIDED', path: ['lineId'] }] };
    expect((await decide(more.id)).payload).toMatchObject(refused);
    expect((await decide(told.id, told.rivalLineId)).payload).toMatchObject(refused);
    expect(await again(more.id)).toMatchObject({ viewerCan: { decide: { allowed: false } } });
  });

  it('count no more when they are told again, until that is taken back', async () => {
    const { waiting, pick } = await doubtful();
    const { id, rivalLineId } = pick(waiting, coffee);
    await decide(id, rivalLineId);
    const told = { state: 'REPEATED', rivalLineId, viewerCan: { decide: { allowed: true } } };
    expect(await again(id)).toMatchObject(told);
    expect(codesOf(await decide(id))).toEqual([]);
    await world.worker.loop.drain();
    expect(await again(id)).toMatchObject({
      state: 'NEW',
      viewerCan: { decide: { allowed: false } },
    });
  });

  it('are decided by no member, and not as a line of another amount', async () => {
    const { counted, waiting, pick } = await doubtful();
    const { id } = pick(waiting, coffee);
    for (const same of [null, pick(counted, coffee).id]) {
      expect(codesOf(await decide(id, same, ada))).toEqual(['FORBIDDEN']);
    }
    expect((await world.answer(ada, listing)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    expect((await decide(id, pick(counted, tea).id)).payload.userErrors).toEqual([
      { code: 'INVALID_SAME_LINE', path: ['sameAsLineId'] },
    ]);
    expect(await again(id)).toMatchObject({ state: 'UNCLEAR' });
  });
});

describe('a batch that camt.053 tells as a sum and MT940 as its payments', () => {
  const payments = [3_00n, 4_00n];
  const whole: MadeEntry = { amountMinor: 7_00n, on: '2026-01-10' };
  const batch = { ...whole, parts: payments.map((amountMinor) => ({ amountMinor })) };
  const days = { from: '2026-01-10', to: '2026-01-10' };
  const camt = (iban: string, entry: MadeEntry) =>
    camtFile({ id: `C-${iban}`, iban, ...days, entries: [entry] });
  const mt940 = (iban: string) => mt940File(iban, '2026-01-10', payments);

  it.each([
    ['the batch', (iban: string) => [camt(iban, batch), mt940(iban)]],
    ['its payments', (iban: string) => [mt940(iban), camt(iban, batch)]],
  ])('comes in once, when %s come first', async (_what, files) => {
    const { iban, lines } = await account();
    for (const file of files(iban)) await upload(file);
    expect(gist(await lines())).toEqual([
      [300, 'NEW'],
      [400, 'NEW'],
    ]);
  });

  it('waits for a person where the sum says nothing of its payments, and counts once', async () => {
    const { iban, lines } = await account();
    await upload(camt(iban, whole));
    const [sum] = await lines();
    await upload(mt940(iban));
    const waiting = (await lines()).filter(({ id }) => id !== sum?.id);
    for (const { id, state, doubt } of waiting) {
      expect({ state, doubt }).toEqual({ state: 'UNCLEAR', doubt: 'other-parts' });
      expect(codesOf(await decide(id, sum?.id))).toEqual([]);
    }
    expect(gist(await lines())).toEqual([
      [300, 'REPEATED'],
      [400, 'REPEATED'],
      [700, 'NEW'],
    ]);
  });
});

describe('a statement that never came', () => {
  const missing = async (id: string) => {
    const { missingStatements } = await world.ask<{
      missingStatements: readonly { readonly bankAccountId: string }[];
    }>(
      tess,
      `{ missingStatements { bankAccountId afterDate closingMinor beforeDate openingMinor } }`,
    );
    return missingStatements.filter(of(id));
  };
  const ofDay = (iban: string, openingMinor: bigint, on: string, amountMinor: bigint) =>
    camtFile({
      id: `D-${on}`,
      iban,
      openingMinor,
      from: on,
      to: on,
      entries: [{ amountMinor, on, text: `of ${on}` }],
    });

  it('is shown by the balances around it, until it comes', async () => {
    const { id, iban } = await account();
    await upload(ofDay(iban, 0n, '2026-01-12', 5_00n));
    expect(await missing(id)).toEqual([]);
    const fileId = await upload(ofDay(iban, 12_00n, '2026-01-14', 1_00n));
    const hole = { afterDate: '2026-01-12', closingMinor: '500', beforeDate: '2026-01-14' };
    expect(await missing(id)).toEqual([{ bankAccountId: id, ...hole, openingMinor: '1200' }]);
    expect(await warningsOf(fileId)).toEqual(['statement-missing']);
    await upload(ofDay(iban, 5_00n, '2026-01-13', 7_00n));
    expect(await missing(id)).toEqual([]);
  });

  it('is not for members to see', async () => {
    const { errors } = await world.answer(ada, '{ missingStatements { afterDate } }');
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('the preview of a file', () => {
  const preview = (by: string | null, bytes: Uint8Array | string, query = '') =>
    world
      .client(by)
      .upload(`/bank/statements/preview${query}`, { bytes, name: 'statement' })
      .then(({ status, body }) => ({ status, body: body as object }));
  /** How many rows there are of what a file that is taken in makes. */
  const kept = async () => {
    const tables = ['statement_files', 'bank_statements', 'bank_lines', 'bank_sightings'];
    const counts = [...tables.map((name) => `payments.${name}`), 'platform.facts', 'platform.jobs'];
    const columns = counts.map((name) => `(select count(*) from ${name})::int as "${name}"`);
    return world.rows<Record<string, number>>(`select ${columns.join(', ')}`);
  };
  /** As the GLS bank exports it: the newest first, the balance behind each. */
  const csv = (iban: string) =>
    [
      'Bezeichnung Auftragskonto;IBAN Auftragskonto;BIC Auftragskonto;Bankname Auftragskonto;' +
        'Buchungstag;Valutadatum;Name Zahlungsbeteiligter;IBAN Zahlungsbeteiligter;' +
        'BIC (SWIFT-Code) Zahlungsbeteiligter;Buchungstext;Verwendungszweck;Betrag;Waehrung;' +
        'Saldo nach Buchung;Bemerkung;Kategorie;Steuerrelevant;Glaeubiger ID;Mandatsreferenz',
      `Konto;${iban};GENODEM1GLS;GLS;20.01.2026;20.01.2026;Stadtwerke;NL91ABNA0417164300;;` +
        'Basislastschrift;Abschlag Januar;-310,90;EUR;779,10;;;;;',
      `Konto;${iban};GENODEM1GLS;GLS;19.01.2026;19.01.2026;Förderverein;;;` +
        'Überweisungsgutschr.;Spende;1.090,00;EUR;1.090,00;;;;;',
    ].join('\n');

  it('of a CSV shows its own account number, what would come in, and keeps nothing', async () => {
    const { id, iban, lines } = await account();
    const before = await kept();
    const { status, body } = await preview(tess, csv(iban));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      format: 'csv',
      statements: [
        {
          bankAccountId: id,
          accountNumber: iban,
          currency: 'EUR',
          openingMinor: '0',
          closingMinor: '77910',
          balanced: true,
          entries: 2,
          lines: [
            {
              bookingDate: '2026-01-20',
              amountMinor: '-31090',
              counterpartyAccount: 'NL91ABNA0417164300',
              remittance: 'Abschlag Januar',
              status: 'BOOK',
            },
            { bookingDate: '2026-01-19', amountMinor: '109000', counterpartyName: 'Förderverein' },
          ],
        },
      ],
    });
    await world.worker.loop.drain();
    expect(await kept()).toEqual(before);
    // What it showed is what comes.
    await upload(Buffer.from(csv(iban)));
    expect((await lines()).map(({ amount }) => amount.minor)).toEqual(['-31090', '109000']);
  });

  it('of camt.053 shows a number that is no account’s here, also when one is named', async () => {
    const { id } = await account();
    const stranger = 'GB29NWBK60161331926819';
    const bytes = camtFile({ id: 'P', iban: stranger, entries: [coffee] });
    const before = await kept();
    const shown = { accountNumber: stranger, entries: 1, lines: [{ amountMinor: '500' }] };
    expect(await preview(tess, bytes)).toMatchObject({
      status: 200,
      body: { format: 'camt.053', statements: [{ bankAccountId: null, ...shown }] },
    });
    expect(await preview(tess, bytes, `?bankAccountId=${id}`)).toMatchObject({
      status: 400,
      body: { code: 'STATEMENT_OF_OTHER_ACCOUNT', path: ['bankAccountId'] },
    });
    expect(await kept()).toEqual(before);
  });

  it('of a named account shows the number that the file itself states', async () => {
    const { id } = await account();
    const number = 'GIRO 4711';
    const file = Buffer.from(camtFile({ id: 'P', iban: 'OWN', entries: [coffee] }))
      .toString()
      .replace('<IBAN>OWN</IBAN>', `<Othr><Id>${number}</Id></Othr>`);
    const { body } = await preview(tess, file, `?bankAccountId=${id}`);
    expect(body).toMatchObject({ statements: [{ bankAccountId: id, accountNumber: number }] });
  });

  it('is for those who put statements in', async () => {
    const { iban } = await account();
    expect(await preview(ada, csv(iban))).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN' },
    });
    expect(await preview(null, csv(iban))).toMatchObject({ status: 401 });
  });
});

describe('a fee', () => {
  it('that the bank took of an empty account is booked', async () => {
    const day = world.clock.now().toISOString().slice(0, 10);
    const { iban } = await account();
    await upload(camtNotice('FEE', iban, [{ amountMinor: -5_00n, on: day, text: 'A fee' }]));
    await world.ask(
      tess,
      `mutation { journalEntryRecord(input: { idempotencyKey: "fees", description: "Fees",
         currency: "EUR", lines: [{ accountKey: "bank-fees", amountMinor: "1" },
         { accountKey: "other-income", amountMinor: "-1" }] }) { userErrors { code } } }`,
    );
    type Open = {
      bankLines: { edges: { node: { id: string; freeText: string } }[] };
      ledgerAccounts: { id: string; code: string }[];
    };
    const { bankLines, ledgerAccounts } = await world.ask<Open>(
      tess,
      `{ bankLines(first: 20, state: NEW) { edges { node { id freeText } } }
         ledgerAccounts { id code } }`,
    );
    const line = bankLines.edges.find(({ node }) => node.freeText === 'A fee')?.node.id;
    const fees = ledgerAccounts.find(({ code }) => code === 'bank-fees')?.id;
    const assigned = await world.ask<Changed>(
      tess,
      `mutation ($line: ID!, $account: ID!) { payload: bankLineAssign(input: { lineId: $line,
         ledgerAccountId: $account, because: "The bank's fee" }) { userErrors { code } } }`,
      { line, account: fees },
    );
    expect(assigned.payload.userErrors).toEqual([]);
  });
});

describe('the first line of a new co-operative', () => {
  type Row = Readonly<Record<'key' | 'kind', string>> & { readonly account: object | null };
  const chart = `{ chartOfAccounts(currency: "EUR") { key kind isFamily takesJournalEntries
    takesBankLines account { code } } ledgerAccounts { code } }`;
  const assigning = `mutation ($line: ID!, $key: String, $account: ID) {
    payload: bankLineAssign(input: { lineId: $line, accountKey: $key, ledgerAccountId: $account,
      because: "The bank's fee" }) { userErrors { code path } transactionId } }`;

  it('is booked as a fee, though nothing was opened before', async () => {
    await world.found('fresh');
    const tom = await world.member('fresh', 'tom', 'TREASURER');
    const ask = <Data>(query: string, variables = {}) =>
      world.ask<Data>(tom, query, variables, 'fresh');
    await ask(registering, { number: 'DE89370400440532013000' });
    const day = world.clock.now().toISOString().slice(0, 10);
    const entry = { amountMinor: -5_00n, on: day, text: 'A fee' };
    const file = camtFile({ id: 'FIRST', iban: 'DE89370400440532013000', entries: [entry] });
    await world.upload(tom, file, 'fresh');
    await world.worker.loop.drain();
    const { bankLines } = await ask<Listed>(listing);
    const line = bankLines.edges[0]?.node.id;

    type Books = { chartOfAccounts: Row[]; ledgerAccounts: { code: string }[] };
    const before = await ask<Books>(chart);
    expect(before.ledgerAccounts.map(({ code }) => code)).not.toContain('bank-fees');
    const feesOf = ({ chartOfAccounts }: Books) =>
      chartOfAccounts.find(({ key }) => key === 'bank-fees');
    const fees = {
      key: 'bank-fees',
      kind: 'EXPENSE',
      isFamily: false,
      takesJournalEntries: true,
      takesBankLines: true,
    };
    expect(feesOf(before)).toEqual({ ...fees, account: null });

    const refusals = [
      [{ key: 'payables' }, 'INVALID_BANK_LINE_ACCOUNT'],
      [{ key: 'fund:boat' }, 'INVALID_BANK_LINE_ACCOUNT'],
      [{}, 'INVALID_BANK_LINE_ACCOUNT'],
      [{ key: 'pocket' }, 'INVALID_CHART_KEY'],
    ] as const;
    for (const [named, code] of refusals) {
      const { payload } = await ask<Changed>(assigning, { line, ...named });
      expect(payload.userErrors).toEqual([{ code, path: ['accountKey'] }]);
    }
    expect((await ask<Books>(chart)).ledgerAccounts).toEqual(before.ledgerAccounts);

    expect(codesOf(await ask(assigning, { line, key: 'bank-fees' }))).toEqual([]);
    const after = await ask<Books>(chart);
    expect(feesOf(after)).toEqual({ ...fees, account: { code: 'bank-fees' } });
    const treasury = '{ treasury { accounts { code balance { minor } } } }';
    expect(await ask(treasury)).toMatchObject({
      treasury: {
        accounts: expect.arrayContaining([
          { code: 'bank-fees', balance: { minor: '500' } },
        ]) as object[],
      },
    });
  });
});
