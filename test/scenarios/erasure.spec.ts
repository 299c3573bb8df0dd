import { invariants } from '@rochdale/house';
import { breakSeals, readableTables } from '@rochdale/testing';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everybodyPays, invoicesOf, StoryBank } from './kit/bank.js';
import { options, standsFor } from './kit/election.js';
import { approving, expenseOf, releasing, saysWhereToPay, submits } from './kit/spending.js';
import { Story } from './kit/story.js';
import type { Person } from './kit/story.js';

// One person, who leaves a word of her own in every place that takes words.
let story: Story;
let founder: Person;
let tess: Person;
let theo: Person;
let zel: Person;
let bank: StoryBank;
let files: StoryBank;
let ids: { memberId: string; accountId: string };
const expenses = { draft: '', rejected: '', paid: '', waived: '', forHer: '' };
/** What Theo proposed about her: a vote, and a draft. */
const about: string[] = [];
let election = '';
/** What lay in the files that went to the bank, or did not. */
const written: string[] = [];

const planted = (place: string): string => `zqplanted${place}`;

beforeAll(async () => {
  story = await Story.begin();
  founder = await story.found('Wilburga Stroud');
  tess = await story.joins('Tessaly Brandt', 'TREASURER');
  theo = await story.joins('Theobald Finch', 'TREASURER');
  zel = await story.joins(`Zelphina ${planted('former')}`);
  zel = await isCalled(`Zelphina ${planted('name')}`);
  await story.change(
    founder.token,
    'mutation { payload: policyPackAdopt(pack: "defaults") { userErrors { code message } } }',
  );
  bank = await StoryBank.open(story, tess, { label: 'Main', number: 1, rail: 'SIMULATED' });
  files = await StoryBank.open(story, tess, { label: 'Second', number: 2, rail: 'SEPA_FILE' });
  await beginBooks();
  await payDues();
  await claimMoney();
  await isPaidByFiles();
  await decideThings();
  await isErased();
}, 180_000);

afterAll(() => story.close());

async function isCalled(displayName: string): Promise<Person> {
  await story.change(
    zel.token,
    `mutation ($displayName: String!) { payload: memberRename(displayName: $displayName) {
       userErrors { code message } } }`,
    { displayName },
  );
  const [row] = await story.rows<typeof ids>(
    `select m.id as "memberId", a.id as "accountId" from membership.members m
     join identity.accounts a on a.id = m.account_id
     where m.display_name = $1 and a.name = $1`,
    [displayName],
  );
  expect(row).toBeDefined();
  if (row !== undefined) ids = row;
  return { ...zel, name: displayName };
}

async function asksForLess(reason: string): Promise<string> {
  const { waiver } = await story.change<{ waiver: { id: string } }>(
    zel.token,
    `mutation ($input: DuesWaiverAskInput!) { payload: duesWaiverAsk(input: $input) {
       waiver { id } userErrors { code message } } }`,
    { input: { amountMinor: '600', fromOn: story.today, untilOn: inHalfAYear(), reason } },
  );
  return waiver.id;
}

async function beginBooks(): Promise<void> {
  const lines = [
    { accountKey: 'bank', amountMinor: '100000' },
    { accountKey: 'bank:2', amountMinor: '100000' },
    { accountKey: 'opening-balance', amountMinor: '-200000' },
  ];
  await story.change(
    tess.token,
    `mutation ($lines: [JournalLineInput!]!) { payload: journalEntryRecord(input: {
       idempotencyKey: "opening", description: "What we begin with", currency: "EUR",
       lines: $lines }) { userErrors { code message } } }`,
    { lines },
  );
}

const inHalfAYear = (): string =>
  new Date(story.clock.now().getTime() + 180 * 86_400_000).toISOString().slice(0, 10);

async function payDues(): Promise<void> {
  const { duesPlan } = await story.change<{ duesPlan: { id: string } }>(
    tess.token,
    `mutation { payload: duesPlanCreate(input: { key: "monthly", name: "Monthly",
       currency: "EUR", minimumMinor: "300", suggestedMinor: "1000", maximumMinor: "5000",
       months: 1 }) { duesPlan { id } userErrors { code message } } }`,
  );
  await story.change(
    zel.token,
    `mutation ($plan: ID!) { payload: duesPledgeChoose(input: { planId: $plan,
       amount: { minor: "1000", currency: "EUR" } }) { userErrors { code message } } }`,
    { plan: duesPlan.id },
  );
  await story.change(
    tess.token,
    `mutation ($id: ID!) { payload: duesWaiverDecide(id: $id, decision: GRANTED) {
       userErrors { code message } } }`,
    { id: await asksForLess(planted('waiver')) },
  );
  await story.pass({ days: 1 });
  await everybodyPays(story, bank, [zel]);
  expect((await invoicesOf(story, zel)).map(({ state }) => state)).toEqual(['PAID']);
}

/** Something that she claimed and Theo approved. */
async function isOwed(place: string, amountMinor: bigint): Promise<string> {
  const id = await submits(story, zel, planted(place), amountMinor);
  const { termsHash } = await expenseOf(story, theo, id);
  await story.change(theo.token, approving, { id, termsHash });
  return id;
}

async function claimMoney(): Promise<void> {
  await saysWhereToPay(story, zel);
  await story.pass({ days: 4 });
  expenses.rejected = await submits(story, zel, planted('rejected'), 2500n);
  await story.change(
    theo.token,
    `mutation ($id: ID!, $why: String!) { payload: expenseReject(id: $id, reason: $why) {
       userErrors { code message } } }`,
    { id: expenses.rejected, why: planted('refusal') },
  );
  expenses.paid = await isOwed('paid', 4500n);
  const { payoutId } = await expenseOf(story, theo, expenses.paid);
  await story.change(theo.token, releasing, { ids: [payoutId], account: bank.id });
  await story.work();
  expect((await expenseOf(story, theo, expenses.paid)).status).toBe('PAID');
  expenses.waived = await isOwed('waived', 1300n);
  await waives(expenses.waived);
  const { viewer } = await story.ask<{ viewer: { member: { id: string } } }>(
    zel.token,
    '{ viewer { member { id } } }',
  );
  const payee = { kind: 'MEMBER', id: viewer.member.id } as const;
  expenses.forHer = await submits(story, theo, planted('forher'), 1900n, payee);
  const input = {
    title: planted('draft'),
    currency: 'EUR',
    items: [
      {
        description: planted('item'),
        category: 'HARDWARE',
        incurredOn: story.today,
        amountMinor: '700',
      },
    ],
  };
  const { expense } = await story.change<{ expense: { id: string } }>(
    zel.token,
    `mutation ($input: ExpenseInput!) { payload: expenseDraft(input: $input) {
       expense { id } userErrors { code message } } }`,
    { input },
  );
  expenses.draft = expense.id;
  await story.upload(zel.token, '/files', pdf(planted('bytes')), `${planted('file')}.pdf`);
}

const waives = (id: string) =>
  story.change(
    zel.token,
    'mutation ($id: ID!) { payload: expenseWaive(id: $id) { userErrors { code message } } }',
    { id },
  );

/** A payment file that pays a claim of hers, as the bank would get it. */
async function filed(expenseId: string): Promise<{ id: string; text: string }> {
  const { payoutId } = await expenseOf(story, theo, expenseId);
  await story.change(theo.token, releasing, { ids: [payoutId], account: files.id });
  await story.work();
  type Files = { paymentFiles: { edges: { node: { id: string; path: string } }[] } };
  const list = '{ paymentFiles(first: 1) { edges { node { id path } } } }';
  const { paymentFiles } = await story.ask<Files>(theo.token, list);
  const { id, path } = paymentFiles.edges[0]?.node ?? { id: '', path: '' };
  const text = (await story.download(theo.token, path)).toString();
  written.push(text);
  return { id, text };
}

/** One file goes to the bank, which debits it; the other stays in a drawer, and is withdrawn. */
async function isPaidByFiles(): Promise<void> {
  const sent = await filed(await isOwed('filed', 2100n));
  const endToEndId = /<EndToEndId>([^<]+)</.exec(sent.text)?.[1] ?? '';
  await files.putIn(files.write([files.debit(2100n, endToEndId)]));
  const expenseId = await isOwed('unsent', 900n);
  const unsent = await filed(expenseId);
  const asks = `mutation ($id: ID!) { payload: paymentFileWithdrawalAsk(id: $id,
    reason: "It lay in a drawer") { userErrors { code message } } }`;
  await story.change(theo.token, asks, { id: unsent.id });
  const agrees = `mutation ($id: ID!) { payload: paymentFileWithdraw(id: $id) {
    userErrors { code message } } }`;
  await story.change(tess.token, agrees, { id: unsent.id });
  await story.work();
  await waives(expenseId);
}

const pdf = (words: string): Buffer => Buffer.from(`%PDF-1.7\n% ${words}\n%%EOF\n`);

async function decideThings(): Promise<void> {
  const draft = (title: string) =>
    story.change<{ proposal: { id: string } }>(
      zel.token,
      `mutation ($input: ProposalDraftInput!) { payload: proposalDraft(input: $input) {
         proposal { id } userErrors { code message } } }`,
      { input: { title, body: `${title} body`, policyKey: 'ordinary' } },
    );
  await draft(planted('proposal'));
  const voted = await story.rows<{ id: string }>(`select id from governance.proposals`);
  expect(voted).toHaveLength(1);
  await theyProposeAboutHer();
  election = await standsFor(story, founder, [theo, zel], planted('elected'));
  await story.change(
    zel.token,
    `mutation ($name: String!) { payload: personalTokenCreate(input: { name: $name,
       scopes: ["dues:read"] }) { userErrors { code message } } }`,
    { name: planted('token') },
  );
  await asksForLess(planted('wish'));
  await story.change(
    zel.token,
    `mutation { payload: memberVisibilityChoose(input: { name: OFFICERS,
       profile: MEMBERS }) { userErrors { code message } } }`,
  );
  await story.change(
    zel.token,
    `mutation ($pseudonym: String!) { payload: memberPseudonymChoose(input: {
       pseudonym: $pseudonym }) { userErrors { code message } } }`,
    { pseudonym: planted('pseudonym') },
  );
}

/** Theo proposes to suspend her, and says why; then he would, again, in a draft. */
async function theyProposeAboutHer(): Promise<void> {
  const { viewer } = await story.ask<{ viewer: { member: { id: string } } }>(
    zel.token,
    '{ viewer { member { id } } }',
  );
  const payloadJson = JSON.stringify({ memberId: viewer.member.id });
  const input = {
    title: planted('about'),
    body: planted('because'),
    policyKey: 'ordinary',
    actions: [{ kind: 'member.suspend', payloadJson }],
  };
  for (let drafts = 0; drafts < 2; drafts += 1) {
    const { proposal } = await story.change<{ proposal: { id: string } }>(
      theo.token,
      `mutation ($input: ProposalDraftInput!) { payload: proposalDraft(input: $input) {
         proposal { id } userErrors { code message } } }`,
      { input },
    );
    about.push(proposal.id);
  }
  const id = about[0];
  await story.change(
    theo.token,
    'mutation ($id: ID!) { payload: proposalOpen(id: $id) { userErrors { code message } } }',
    { id },
  );
  await story.change(
    tess.token,
    `mutation ($id: ID!, $reason: String!) { payload: ballotCast(proposalId: $id,
       input: { stance: AGREE, reason: $reason }) { userErrors { code message } } }`,
    { id, reason: planted('ballot') },
  );
}

async function isErased(): Promise<void> {
  // Texts that do not open keep nobody.
  await story.rows(breakSeals(['dues', 'governance', 'membership'], 'first'));
  for (const asked of ['membershipLeave', 'memberErase']) {
    await story.change(zel.token, `mutation { payload: ${asked} { userErrors { code message } } }`);
  }
  await story.work();
}

/** What a law keeps, and where: of what the bank told, the machine alone reads it. */
const kept: readonly [table: string, words: readonly string[]][] = [
  ['expenses.expenses', ['filed', 'paid', 'unsent', 'waived'].map(planted)],
  ['expenses.items', ['filed', 'paid', 'unsent', 'waived'].map(planted)],
  ['payments.bank_lines', [planted('name')]],
  ['payments.bank_sightings', [planted('name')]],
];

/** Where her id stays, which leads to nobody: what was decided, and what is of the books. */
const idsKept: readonly string[] = [
  'dues.invoices',
  'dues.payments',
  'dues.waivers granted',
  'expenses.expenses',
  'governance.actions',
  'governance.candidates',
  'governance.electorate',
  'governance.proposals',
  'identity.accounts',
  'membership.applications',
  'membership.erasures',
  'membership.members',
  'membership.standing_changes',
  // That its telling is told once.
  'partners.erasure_announcements',
  // Where a payout went: the row is empty, and the payout points to it.
  'payments.payee_details',
  'payments.payouts',
  'platform.attachments',
  ...['InvoiceIssued', 'InvoicePaid', 'PaymentAsked'].map((type) => `platform.facts dues.${type}`),
  ...['ExpenseSubmitted', 'ExpenseWaived'].map((type) => `platform.facts expenses.${type}`),
  'platform.facts identity.AccountErased',
  // That she did it: the debt that she waived was reversed, and its payout cancelled.
  'platform.facts ledger.TransactionPosted',
  ...['MemberAdmitted', 'MemberErased', 'StandingChanged'].map(
    (type) => `platform.facts membership.${type}`,
  ),
  'platform.facts payments.PayoutCancelled',
  // What did the erasing, for thirty days.
  'platform.jobs expenses.end-claims',
  'platform.jobs expenses.forget-payee',
  'platform.jobs identity.forget-account',
  'platform.jobs membership.end-applications',
  'platform.jobs membership.end-archives',
  'platform.jobs membership.forget-member',
  'platform.jobs membership.list-erased-account',
  // That Theo saw where she is paid, as he fetched the files.
  'platform.looks',
];

describe('afterwards', () => {
  it('and before, the files that were to pay her said who and where', () => {
    expect(written).toHaveLength(2);
    for (const text of written) {
      expect(text).toMatch(/zelphina/i);
      expect(text).toContain(zel.iban);
    }
  });

  it('no row has her id but what the co-operative or a law has to know', async () => {
    const found: string[] = [];
    for (const { name } of await story.rows<{ name: string }>(readableTables)) {
      const what =
        { 'platform.facts': `r.type`, 'platform.jobs': `r.name`, 'dues.waivers': `r.state` }[
          name
        ] ?? `''`;
      const rows = await story.rows<{ what: string }>(
        `select distinct ${what} as what from ${name} r
         where r::text like '%' || $1 || '%' or r::text like '%' || $2 || '%' order by 1`,
        [ids.memberId, ids.accountId],
      );
      found.push(...rows.map((row) => `${name} ${row.what}`.trim()));
    }
    expect(found).toEqual(idsKept);
  });

  it('no table has a word of hers but what a law keeps', async () => {
    const found: [string, string[]][] = [];
    type Table = { name: string; said: string };
    for (const { name, said: whole } of await story.rows<Table>(readableTables)) {
      const rows = await story.rows<{ said: string }>(
        `select ${whole} as said from ${name} r where ${whole} ~* 'zqplanted|zelphina'
           or position($1 in upper(replace(${whole}, ' ', ''))) > 0`,
        [zel.iban],
      );
      const said = rows.map((row) => row.said).join('\n');
      const words = [...said.matchAll(/zqplanted[a-z]+/gi)];
      const distinct = [...new Set(words.map(([word]) => word.toLowerCase()))].toSorted();
      if (rows.length > 0) found.push([name, distinct]);
    }
    expect(found).toEqual(kept);
  });

  it('an election in which she stood names her to nobody', async () => {
    expect(await options(story, theo, election)).toEqual([theo.name, 'Candidate 2, erased']);
  });

  it('no file has a word of hers but the bank’s statement and the vouchers', async () => {
    const folder = join(story.service.env['ROCHDALE_DATA'] ?? '', 'files');
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const words: string[] = [];
    for (const { parentPath, name } of files) {
      const bytes = (await readFile(join(parentPath, name))).toString('latin1');
      words.push(...[...bytes.matchAll(/zqplanted[a-z]+/g)].map(([word]) => word));
    }
    expect([...new Set(words)].toSorted()).toEqual(
      ['filed', 'name', 'paid', 'unsent', 'waived'].map(planted),
    );
  });

  it('no line of the log ever had a word of hers, or where she is paid', () => {
    const lines = story.logged.filter(
      (line) => /zqplanted|zelphina/i.test(line) || line.replaceAll(' ', '').includes(zel.iban),
    );
    expect(lines).toEqual([]);
    expect(story.logged.length).toBeGreaterThan(10);
  });

  it('what the bank told of her is neither read nor found by who keeps the books', async () => {
    const lines = `query ($text: String) { bankLines(first: 50, filter: { text: $text }) {
      edges { node { amount { minor } counterpartyName counterpartyAccount reference freeText
        matchedBecause payments { counterpartyName } } } } }`;
    const read = async (text: string | null) =>
      JSON.stringify(await story.ask(tess.token, lines, { text }));
    const all = await read(null);
    expect(all).toContain('"minor":"600"');
    expect(all).not.toMatch(/zqplanted|zelphina/i);
    expect(all).not.toContain(zel.iban);
    const none = JSON.stringify({ bankLines: { edges: [] } });
    for (const text of ['Zelphina', planted('name'), zel.iban]) {
      expect(await read(text)).toBe(none);
    }
    const [invoice] = await story.rows<{ reference: string }>(
      `select reference from dues.invoices i
       join membership.erasures e on e.member_id = i.member_id`,
    );
    expect(await read(invoice?.reference ?? '')).toBe(none);
  });

  it('what others claimed for her ended, and is told by nothing but its amount', async () => {
    const read = `query ($id: ID!) { expense(id: $id) { title status amount { minor }
      items { description receipt { name } } } }`;
    expect(await story.ask(theo.token, read, { id: expenses.forHer })).toEqual({
      expense: {
        title: 'Erased',
        status: 'REJECTED',
        amount: { minor: '1900' },
        items: [{ description: 'Erased', receipt: null }],
      },
    });
  });

  it('what others proposed about her ended, and tells of nobody', async () => {
    const read = `query ($id: ID!) { proposal(id: $id) { title body status
      actions { kind payloadJson } } }`;
    for (const id of about) {
      expect(await story.ask(theo.token, read, { id })).toEqual({
        proposal: {
          title: 'Erased',
          body: '',
          status: 'CANCELLED',
          actions: [{ kind: 'member.suspend', payloadJson: '{}' }],
        },
      });
    }
  });

  it('what is kept is read by clerks, and by nobody else', async () => {
    const read = `query ($id: ID!) { expense(id: $id) { title status
      items { description receipt { name } } } }`;
    const asked = async (person: Person, id: string) =>
      JSON.stringify(await story.ask(person.token, read, { id }));
    for (const how of ['paid', 'waived'] as const) {
      expect(await asked(theo, expenses[how])).toContain(planted(how));
      const shown = await asked(founder, expenses[how]);
      expect(shown).toContain(how.toUpperCase());
      expect(shown).not.toContain('zqplanted');
      expect(shown).toContain('"receipt":null');
    }
    const search = `query { expenses(first: 5, filter: { text: "${planted('paid')}" }) {
      edges { node { id } } } }`;
    expect(await story.ask(founder.token, search)).toEqual({ expenses: { edges: [] } });
    const payouts = '{ payouts(first: 5) { edges { node { amount { minor } } } } }';
    const plain = await story.joins('Quentin Marsh');
    expect(await story.ask(plain.token, payouts)).toEqual({ payouts: { edges: [] } });
    expect(await story.ask(theo.token, payouts)).toEqual({
      payouts: {
        edges: ['900', '2100', '1300', '4500'].map((minor) => ({ node: { amount: { minor } } })),
      },
    });
  });

  it('every law of the books holds', async () => {
    for (const { name, sql } of invariants)
      expect([name, await story.rows(sql)]).toEqual([name, []]);
  });

  it('no job failed, or waits', async () => {
    const left = `select name, last_error from platform.jobs
      where status <> 'done' and (attempts > 0 or run_at <= $1)`;
    expect(await story.rows(left, [story.clock.now()])).toEqual([]);
  });
});
