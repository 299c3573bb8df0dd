import { invariants } from '@rochdale/house';
import { KeptLetters } from '@rochdale/letters';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { camt053, codesOf, coopIban, MoneyWorld, payeeIban } from './money-world.js';
import type { Changed } from './money-world.js';

let world: MoneyWorld;
let administrator: string;
let tess: string;
let ada: string;
let ben: string;
let account = '';

const today = (): string => world.clock.now().toISOString().slice(0, 10);
const drain = () => world.worker.loop.drain();
const change = async (token: string, query: string, variables: object = {}): Promise<string[]> =>
  codesOf(await world.ask<Changed>(token, query, variables));

const settings = (secondPersonReleases: boolean) => `mutation { payload: paymentSettingsChange(
  input: { secondPersonReleases: ${secondPersonReleases}, coolingOffHours: 0 }) {
  userErrors { code path } } }`;
const setting = `mutation ($number: String!) { payload: payeeDetailsSet(input: {
  holderName: "A member", accountNumber: $number }) { userErrors { code } } }`;

/** One holder of an office approves every expense. */
const approvedBy = (role: string) => {
  const band = { kind: 'role', role, approvals: 1 };
  const bands = JSON.stringify([{ upToMinor: null, band, receipts: false }]);
  const adopt = `mutation ($bands: String!) { payload: approvalRuleAdopt(input: { currency: "EUR",
    bandsJson: $bands }) { userErrors { code } } }`;
  return change(administrator, adopt, { bands });
};

beforeAll(async () => {
  world = await MoneyWorld.open();
  administrator = await world.found('mill');
  tess = await world.member('mill', 'tess', 'TREASURER');
  ada = await world.member('mill', 'ada');
  ben = await world.member('mill', 'ben');
  const registered = await world.ask<Changed<{ bankAccount: { id: string } }>>(
    tess,
    `mutation ($number: String!) { payload: bankAccountRegister(input: { label: "Bank",
       holderName: "The Mill eG", accountNumber: $number, currency: "EUR", rail: SEPA_FILE }) {
       userErrors { code } bankAccount { id } } }`,
    { number: coopIban },
  );
  account = registered.payload.bankAccount.id;
  await approvedBy('treasurer');
  await change(administrator, settings(false));
  for (const token of [ada, ben]) await change(token, setting, { number: payeeIban });
  const opening = `mutation { payload: journalEntryRecord(input: { idempotencyKey: "opening",
    description: "Opening", currency: "EUR", lines: [
    { accountKey: "bank", amountMinor: "100000" },
    { accountKey: "opening-balance", amountMinor: "-100000" }] }) { userErrors { code } } }`;
  await change(tess, opening);
});
afterAll(() => world.close());

interface Owed {
  readonly expenseId: string;
  readonly payoutId: string;
}

/** An expense that Ada handed in, or another. */
async function handedIn(minor: string, by = ada): Promise<string> {
  const drafted = await world.ask<Changed<{ expense: { id: string } }>>(
    by,
    `mutation ($minor: BigInt!, $day: Date!) { payload: expenseDraft(input: { title: "Paint",
       currency: "EUR", items: [{ description: "Paint", category: OTHER, incurredOn: $day,
       amountMinor: $minor }] }) { userErrors { code } expense { id } } }`,
    { minor, day: today() },
  );
  const { id } = drafted.payload.expense;
  const submit = 'mutation ($id: ID!) { payload: expenseSubmit(id: $id) { userErrors { code } } }';
  expect(await change(by, submit, { id })).toEqual([]);
  return id;
}

/** An expense of Ada's that the treasurer approved, or another's by another. */
async function owed(minor: string, by = ada, approver = tess): Promise<Owed> {
  const id = await handedIn(minor, by);
  const { expense } = await world.ask<{ expense: { termsHash: string } }>(
    approver,
    'query ($id: ID!) { expense(id: $id) { termsHash } }',
    { id },
  );
  const approved = await world.ask<Changed<{ expense: { payoutId: string } }>>(
    approver,
    `mutation ($id: ID!, $termsHash: String) { payload: expenseApprove(id: $id,
       termsHash: $termsHash) { userErrors { code } expense { payoutId } } }`,
    { id, ...expense },
  );
  expect(codesOf(approved)).toEqual([]);
  return { expenseId: id, payoutId: approved.payload.expense.payoutId };
}

const release = (ids: readonly string[], by = tess) =>
  change(
    by,
    `mutation ($ids: [ID!]!, $account: ID!) { payload: payoutsRelease(input: { payoutIds: $ids,
       bankAccountId: $account }) { userErrors { code } } }`,
    { ids, account },
  );
const payout = async (id: string, by = tess) =>
  (
    await world.ask<{ payout: { state: string; failureCode: string | null } }>(
      by,
      'query ($id: ID!) { payout(id: $id) { state failureCode } }',
      { id },
    )
  ).payout;
const statusOf = async ({ expenseId }: Owed) =>
  (
    await world.ask<{ expense: { status: string } }>(
      ada,
      'query ($id: ID!) { expense(id: $id) { status } }',
      { id: expenseId },
    )
  ).expense.status;

interface Filed {
  readonly fileId: string;
  /** The end-to-end id of the payout of an amount, as the file has it. */
  readonly nameOf: (amount: string) => string;
  readonly messageId: string;
}

/** Released in one file, which was written and fetched for the bank. */
async function filed(ids: readonly string[]): Promise<Filed> {
  expect(await release(ids)).toEqual([]);
  await drain();
  type Files = { paymentFiles: { edges: { node: { id: string; path: string } }[] } };
  const list = '{ paymentFiles(first: 1) { edges { node { id path } } } }';
  const { paymentFiles } = await world.ask<Files>(tess, list);
  const [{ node } = { node: { id: '', path: '' } }] = paymentFiles.edges;
  const text = (await world.client(tess).download(node.path)).toString();
  const pattern = /<EndToEndId>([^<]+)<[\s\S]*?<InstdAmt Ccy="EUR">([^<]+)</g;
  const names = new Map([...text.matchAll(pattern)].map(([, name = '', amount]) => [amount, name]));
  const [, messageId = ''] = /<MsgId>([^<]+)</.exec(text) ?? [];
  return { fileId: node.id, messageId, nameOf: (amount) => names.get(amount) ?? '' };
}

const refusedTransfer = (name: string, code: string, n = 1) =>
  `<TxInfAndSts><StsId>S${n}</StsId><OrgnlInstrId>NOTPROVIDED</OrgnlInstrId>
   <OrgnlEndToEndId>${name}</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf>
   <Orgtr><Nm>Die Bank AG</Nm></Orgtr><Rsn><Cd>${code}</Cd></Rsn>
   <AddtlInf>Konto erloschen</AddtlInf></StsRsnInf></TxInfAndSts>`;

/** As German banks answer (pain.002.001.03): the message in part, and what is refused by name. */
const german = (order: string, transfers: string) => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>
<GrpHdr><MsgId>DE-${order.slice(0, 20)}</MsgId><CreDtTm>${today()}T06:00:00.000Z</CreDtTm>
<DbtrAgt><FinInstnId><BIC>COBADEFFXXX</BIC></FinInstnId></DbtrAgt></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${order}</OrgnlMsgId><OrgnlMsgNmId>pain.001</OrgnlMsgNmId>
<GrpSts>PART</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>
<OrgnlPmtInfId>${order}</OrgnlPmtInfId>${transfers}</OrgnlPmtInfAndSts>
</CstmrPmtStsRpt></Document>`;

/** As a newer bank does (pain.002.001.10, with a prefix): the whole batch by one word. */
const whole = (order: string) => `<?xml version="1.0"?>
<p:Document xmlns:p="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><p:CstmrPmtStsRpt>
<p:GrpHdr><p:MsgId>W</p:MsgId><p:CreDtTm>${today()}T06:00:00Z</p:CreDtTm></p:GrpHdr>
<p:OrgnlGrpInfAndSts><p:OrgnlMsgId>${order}</p:OrgnlMsgId>
<p:OrgnlMsgNmId>pain.001.001.09</p:OrgnlMsgNmId></p:OrgnlGrpInfAndSts>
<p:OrgnlPmtInfAndSts><p:OrgnlPmtInfId>${order}</p:OrgnlPmtInfId><p:PmtInfSts>RJCT</p:PmtInfSts>
<p:StsRsnInf><p:Rsn><p:Cd>DT01</p:Cd></p:Rsn></p:StsRsnInf></p:OrgnlPmtInfAndSts>
</p:CstmrPmtStsRpt></p:Document>`;

const lettersTo = async (name: string, kind: string): Promise<string[]> => {
  const letters = await world.worker.app.get(KeptLetters).newest();
  const address = `${name}@mill.example`;
  return letters.filter((one) => one.to === address && one.kind === kind).map(({ text }) => text);
};
const held = async (): Promise<number> =>
  (await world.rows(`select 1 from ledger.holds where state = 'open'`)).length;

describe('a bank’s answer to a payment file', () => {
  let first: Filed;
  let owing: Owed[];

  it('that refuses one transfer voids its hold, owes it anew and tells treasurers', async () => {
    owing = [await owed('1100'), await owed('1200'), await owed('1300')];
    first = await filed(owing.map(({ payoutId }) => payoutId));
    const answer = german(first.messageId, refusedTransfer(first.nameOf('12.00'), 'AC04'));
    const other = german('ffffffffffffffffffffffffffffffff', refusedTransfer('x', 'AC04'));
    await world.found('forge');
    const smith = await world.member('forge', 'smith', 'TREASURER');
    for (const [{ status, body }, expected] of [
      [await world.upload(ada, answer), [403, 'FORBIDDEN']],
      [await world.upload(smith, answer, 'forge'), [400, 'STATUS_REPORT_UNKNOWN']],
      [await world.upload(tess, other), [400, 'STATUS_REPORT_UNKNOWN']],
      [await world.upload(tess, answer.slice(0, -30)), [400, 'STATUS_REPORT_NOT_READABLE']],
    ] as const) {
      expect([status, body['code']]).toEqual(expected);
    }
    expect(await held()).toBe(3);
    expect(await world.upload(tess, answer)).toMatchObject({
      status: 201,
      body: { isNew: true, state: 'read', words: { refused: 1, waits: 2 } },
    });
    await drain();
    expect(await held()).toBe(2);
    expect(await Promise.all(owing.map(statusOf))).toEqual([
      'APPROVED',
      'PAYOUT_FAILED',
      'APPROVED',
    ]);
    expect(await payout(owing[1]!.payoutId)).toEqual({
      state: 'REJECTED',
      failureCode: 'BANK_AC04',
    });
    expect(await lettersTo('tess', 'payouts.status-report')).toMatchObject([
      expect.stringContaining('Refused: 1 (AC04)'),
    ]);
  });

  it('is its payee’s and the clerks’: other members read that it was refused', async () => {
    const { payoutId } = owing[1]!;
    const told = { state: 'REJECTED', failureCode: 'BANK_AC04' };
    for (const by of [ada, administrator]) expect(await payout(payoutId, by)).toEqual(told);
    expect(await payout(payoutId, ben)).toEqual({ ...told, failureCode: null });
    const list = '{ payouts(first: 50) { edges { node { failureCode } } } }';
    expect(JSON.stringify(await world.ask(ben, list))).not.toContain('BANK_');
    const trail = `query ($type: String!) { auditTrail(first: 5, type: $type) {
      edges { node { dataJson } } } }`;
    const [rejected, explained] = await Promise.all(
      ['payments.PayoutRejected', 'payments.PayoutRefusalExplained'].map(async (type) =>
        JSON.stringify(await world.ask(administrator, trail, { type })),
      ),
    );
    expect(rejected).toMatch(/^(?!.*AC04).*obligationId/);
    expect(explained).toContain('BANK_AC04');
  });

  it('that comes twice is one answer, and one letter', async () => {
    const answer = german(first.messageId, refusedTransfer(first.nameOf('12.00'), 'AC04'));
    expect(await world.upload(tess, answer)).toMatchObject({ status: 200, body: { isNew: false } });
    // Fetched anew, with a name that nobody wrote: what was refused is known, the rest is unclear.
    const strange = refusedTransfer('RF18539007547034', 'AC01', 2);
    const again = german(first.messageId, refusedTransfer(first.nameOf('12.00'), 'AC04') + strange);
    expect((await world.upload(tess, again)).body['words']).toEqual({
      known: 1,
      unknown: 1,
      waits: 2,
    });
    await drain();
    const [last, ...before] = await lettersTo('tess', 'payouts.status-report');
    expect(last).toContain('Unclear: 1');
    expect(before).toHaveLength(1);
    expect(await held()).toBe(2);
  });

  it('that comes after the debit ends nothing: the statement counts', async () => {
    const entry = { minor: -1300n, endToEndId: first.nameOf('13.00'), account: payeeIban };
    const day = today();
    await world.upload(tess, camt053([entry], { day, opening: 100_000n, id: 'debit' }));
    await drain();
    expect(await payout(owing[2]!.payoutId)).toMatchObject({ state: 'SETTLED' });
    const { body } = await world.upload(tess, whole(first.messageId));
    expect(body['words']).toEqual({ refused: 1, known: 1, debited: 1 });
    await drain();
    expect(await Promise.all(owing.map(statusOf))).toEqual([
      'PAYOUT_FAILED',
      'PAYOUT_FAILED',
      'PAID',
    ]);
    expect(await held()).toBe(0);
    const [letter] = await lettersTo('tess', 'payouts.status-report');
    expect(letter).toContain('Refused, but debited before: 1');
    type Said = { paymentFiles: { edges: { node: { statusReports: { words: object[] }[] } }[] } };
    const { paymentFiles } = await world.ask<Said>(
      tess,
      '{ paymentFiles(first: 1) { edges { node { statusReports { words { effect } } } } } }',
    );
    expect(paymentFiles.edges[0]?.node.statusReports).toHaveLength(3);
  });

  it('that it does not heed, and debits all: paid, until it gives it back', async () => {
    const pair = [await owed('1110'), await owed('1210')];
    const { messageId, nameOf } = await filed(pair.map(({ payoutId }) => payoutId));
    await world.upload(tess, german(messageId, refusedTransfer(nameOf('12.10'), 'AC04')));
    await drain();
    const comes = async (id: string, minor: bigint, endToEndId: string) => {
      const entry = { minor, endToEndId, account: payeeIban };
      await world.upload(tess, camt053([entry], { day: today(), opening: 80_000n, id }));
      await drain();
      return Promise.all(pair.map(statusOf));
    };
    expect(await comes('all', -2320n, messageId)).toEqual(['PAID', 'PAID']);
    expect(await held()).toBe(0);
    expect(await comes('back', 1210n, nameOf('12.10'))).toEqual(['PAID', 'PAYOUT_FAILED']);
    const laws = invariants.filter(({ name }) => /^(ledger|payouts|expenses)\./.test(name));
    for (const { name, sql } of laws) expect([name, await world.rows(sql)]).toEqual([name, []]);
  });
});

describe('one treasurer alone', () => {
  const retry = `mutation ($id: ID!) { payload: expensePayoutRetry(id: $id) {
    userErrors { code } expense { payoutId } } }`;

  it('asks again for what the bank refused, and releases it', async () => {
    const { expenseId, payoutId } = await owed('1400');
    const { messageId } = await filed([payoutId]);
    await world.upload(tess, whole(messageId));
    await drain();
    const again = await world.ask<Changed<{ expense: { payoutId: string } }>>(tess, retry, {
      id: expenseId,
    });
    expect(codesOf(again)).toEqual([]);
    expect(await release([again.payload.expense.payoutId])).toEqual([]);
    await drain();
  });

  it('is told of a file that nobody took to the bank, and withdraws it with another', async () => {
    const { payoutId } = await owed('1500');
    const { fileId } = await filed([payoutId]);
    world.clock.advance({ days: 8 });
    await drain();
    const told = await lettersTo('tess', 'payouts.late');
    expect(told.filter((text) => text.includes('15.00 EUR'))).toHaveLength(1);
    const ask = `mutation ($id: ID!) { payload: paymentFileWithdrawalAsk(id: $id,
      reason: "The stick was lost") { userErrors { code } } }`;
    const agree = `mutation ($id: ID!) { payload: paymentFileWithdraw(id: $id) {
      userErrors { code } } }`;
    expect(await change(tess, ask, { id: fileId })).toEqual([]);
    expect(await change(tess, agree, { id: fileId })).toEqual(['SECOND_PERSON_REQUIRED']);
    expect(await change(administrator, agree, { id: fileId })).toEqual([]);
    expect(await payout(payoutId)).toEqual({ state: 'REJECTED', failureCode: 'WITHDRAWN' });
    world.clock.advance({ days: 1 });
    await drain();
    expect(await lettersTo('tess', 'payouts.late')).toHaveLength(told.length);
  });

  it('is paid by an administrator, who releases nothing else', async () => {
    expect(await change(tess, setting, { number: payeeIban })).toEqual([]);
    expect(await approvedBy('administrator')).toEqual([]);
    const { payoutId } = await owed('1550', tess, administrator);
    expect(await approvedBy('treasurer')).toEqual([]);
    const others = await owed('1560');
    const can = async (token: string, id: string) =>
      world.ask(
        token,
        `query ($id: ID!) { payout(id: $id) { viewerCan { release { allowed reason } } }
           waiting { payoutsToRelease { id } } }`,
        { id },
      );
    const waiting = { payoutsToRelease: [{ id: payoutId }] };
    const own = { release: { allowed: false, reason: 'PAYOUT_OWN' } };
    expect(await can(tess, payoutId)).toMatchObject({ payout: { viewerCan: own } });
    expect(await release([payoutId])).toEqual(['PAYOUT_OWN']);
    const no = { release: { allowed: false, reason: 'PAYOUT_FOR_TREASURER' } };
    expect(await can(administrator, others.payoutId)).toEqual({
      payout: { viewerCan: no },
      waiting,
    });
    expect(await release([others.payoutId], administrator)).toEqual(['PAYOUT_FOR_TREASURER']);
    expect(await can(administrator, payoutId)).toMatchObject({
      payout: { viewerCan: { release: { allowed: true } } },
    });
    expect(await release([payoutId], administrator)).toEqual([]);
    expect(await release([others.payoutId])).toEqual([]);
    await drain();
  });

  it('is not bound by a rule for two: it is not set, or taken back when one leaves', async () => {
    expect(await change(administrator, settings(true))).toEqual(['PAYMENT_SETTINGS_UNMEETABLE']);
    const theo = await world.member('mill', 'theo', 'TREASURER');
    expect(await change(administrator, settings(true))).toEqual([]);
    const { payoutId } = await owed('1600');
    type Terms = { viewer: { member: { roles: { id: string }[] } } };
    const { viewer } = await world.ask<Terms>(theo, '{ viewer { member { roles { id } } } }');
    const resign = `mutation ($id: ID!) { payload: roleResign(termId: $id) {
      userErrors { code } } }`;
    expect(await change(theo, resign, viewer.member.roles[0])).toEqual([]);
    expect(await release([payoutId])).toEqual(['SECOND_PERSON_REQUIRED']);
    expect(await change(administrator, settings(false))).toEqual([]);
    expect(await release([payoutId])).toEqual([]);
    await drain();
  });
});

describe('where the payee wants to be paid', () => {
  it('is what was approved: another account is decided anew', async () => {
    const { expenseId, payoutId } = await owed('1700');
    expect(await change(ada, setting, { number: 'DE75512108001245126199' })).toEqual([]);
    expect(await release([payoutId])).toEqual(['PAYEE_DETAILS_CHANGED']);
    const cancel = `mutation ($id: ID!) { payload: payoutCancel(id: $id) {
      userErrors { code } } }`;
    expect(await change(tess, cancel, { id: payoutId })).toEqual([]);
    await drain();
    const retry = `mutation ($id: ID!) { payload: expensePayoutRetry(id: $id) {
      userErrors { code } expense { payoutId } } }`;
    const again = await world.ask<Changed<{ expense: { payoutId: string } }>>(tess, retry, {
      id: expenseId,
    });
    expect(await release([again.payload.expense.payoutId])).toEqual([]);
    await drain();
  });

  it('is a part of what is approved: another account asks its submitter', async () => {
    const id = await handedIn('1800');
    const shown = async (token = tess) =>
      world.ask(token, 'query ($id: ID!) { expense(id: $id) { status destination } }', { id });
    expect(await shown()).toEqual({ expense: { status: 'SUBMITTED', destination: null } });
    expect(await shown(ada)).toMatchObject({ expense: { destination: 'DE75 •••• 6199' } });
    expect(await change(ada, setting, { number: payeeIban })).toEqual([]);
    await drain();
    expect(await shown()).toMatchObject({ expense: { status: 'NEEDS_INFORMATION' } });
  });
});

describe('what a member paid too much', () => {
  interface Shown {
    readonly id: string;
    readonly reference: string;
    readonly state: string;
    readonly open: { readonly decimal: string };
  }
  const invoice = async (): Promise<Shown> => {
    const { myInvoices } = await world.ask<{ myInvoices: { edges: { node: Shown }[] } }>(
      ben,
      '{ myInvoices(first: 1) { edges { node { id reference state open { decimal } } } } }',
    );
    return myInvoices.edges[0]!.node;
  };
  const seen = () =>
    world.ask(
      ben,
      `{ duesCredits { decimal } duesCreditEntries(first: 10) { edges { node { kind
         amount { decimal } } } } duesRefunds { state } }`,
    );
  const nodes = (entries: readonly (readonly [string, string])[]) => ({
    edges: entries.map(([kind, decimal]) => ({ node: { kind, amount: { decimal } } })),
  });
  const comes = async (id: string, ...entries: Parameters<typeof camt053>[0]) => {
    await world.upload(tess, camt053(entries, { day: today(), opening: 90_000n, id }));
    await drain();
  };

  it('is shown to them, pays the next invoice by itself, and is paid out', async () => {
    const planned = await world.ask<Changed<{ duesPlan: { id: string } }>>(
      tess,
      `mutation { payload: duesPlanCreate(input: { key: "monthly", name: "Monthly",
         currency: "EUR", minimumMinor: "500", suggestedMinor: "1000", months: 1 }) {
         userErrors { code } duesPlan { id } } }`,
    );
    const pledge = `mutation ($id: ID!) { payload: duesPledgeChoose(input: { planId: $id,
      amount: { minor: "1000", currency: "EUR" } }) { userErrors { code } } }`;
    expect(await change(ben, pledge, planned.payload.duesPlan)).toEqual([]);
    const issue = 'mutation { payload: duesInvoicesIssue { userErrors { code } } }';
    expect(await change(tess, issue)).toEqual([]);
    const { reference } = await invoice();
    await comes('more', { minor: 1600n, reference });
    expect(await seen()).toEqual({
      duesCredits: [{ decimal: '6.00' }],
      duesCreditEntries: nodes([['LINE', '6.00']]),
      duesRefunds: [],
    });
    world.clock.advance({ days: 31 });
    expect(await change(tess, issue)).toEqual([]);
    const next = await invoice();
    expect(next).toMatchObject({ state: 'OPEN', open: { decimal: '4.00' } });
    await comes('again', { minor: 1000n, reference: next.reference });
    expect(await invoice()).toMatchObject({ id: next.id, state: 'PAID' });
    const refund = `mutation ($id: ID!) { payload: duesCreditRefund(input: { memberId: $id,
      currency: "EUR" }) { userErrors { code } refund { payoutId amount { decimal } } } }`;
    const id = await world.memberId(ben, 'mill');
    expect(await change(ben, refund, { id })).toEqual(['FORBIDDEN']);
    type Refund = Changed<{ refund: { payoutId: string; amount: { decimal: string } } }>;
    const asked = await world.ask<Refund>(tess, refund, { id });
    expect(asked.payload.refund.amount.decimal).toBe('6.00');
    const { nameOf } = await filed([asked.payload.refund.payoutId]);
    await comes('out', { minor: -600n, endToEndId: nameOf('6.00'), account: payeeIban });
    expect(await seen()).toEqual({
      duesCredits: [],
      duesCreditEntries: nodes([
        ['REFUND', '-6.00'],
        ['LINE', '6.00'],
        ['SET_OFF', '-6.00'],
        ['LINE', '6.00'],
      ]),
      duesRefunds: [{ state: 'PAID' }],
    });
  });

  it('and what the bank took back is told to both, and open again', async () => {
    world.clock.advance({ days: 31 });
    await change(tess, 'mutation { payload: duesInvoicesIssue { userErrors { code } } }');
    const { reference } = await invoice();
    await comes('paid', { minor: 1000n, reference });
    expect(await invoice()).toMatchObject({ state: 'PAID' });
    const returned = { reason: 'AC04', feeMinor: 350n };
    await comes('back', { minor: -1350n, reference, returned });
    expect(await invoice()).toMatchObject({ state: 'OPEN', open: { decimal: '10.00' } });
    const [mine] = await lettersTo('ben', 'dues.payment-returned');
    expect(mine).toContain(`Open again: ${reference}`);
    const [theirs] = await lettersTo('tess', 'dues.payment-returned-treasurer');
    expect(theirs).toContain('a fee of 3.50 EUR');
  });
});
