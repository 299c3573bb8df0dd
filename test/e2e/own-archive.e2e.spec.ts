import { KeptLetters } from '@rochdale/letters';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { personalData } from '@rochdale/house';
import { unopened } from '@rochdale/platform';
import { breakSeals } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf, MoneyWorld } from './money-world.js';
import type { Changed } from './money-world.js';

let world: MoneyWorld;
let ada: string;
let bea: string;

beforeAll(async () => {
  world = await MoneyWorld.open();
  await world.found('mill');
  ada = await world.member('mill', 'ada');
  bea = await world.member('mill', 'bea');
});
afterAll(() => world.close());

const receipt = '%PDF-1.4\nwhat was bought\n%%EOF\n';

/** What programs find in an archive, by its list at the end. */
function unzipped(zip: Buffer): Record<string, string> {
  const files: Record<string, string> = {};
  let at = zip.readUInt32LE(zip.length - 6);
  for (let left = zip.readUInt16LE(zip.length - 12); left > 0; left -= 1) {
    const [packed, nameLength] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    files[name] = inflateRawSync(zip.subarray(start, start + packed)).toString();
    at += 46 + nameLength;
  }
  return files;
}

const stateOf = async (token: string) =>
  (await world.ask<{ ownArchive: { state: string } | null }>(token, '{ ownArchive { state } }'))
    .ownArchive?.state;
const request = (token: string) =>
  world.ask<Changed<{ ownArchive: { state: string } }>>(
    token,
    'mutation { payload: ownArchiveRequest { ownArchive { state } userErrors { code } } }',
  );
const issue = async (token: string) => {
  const answer = await world.ask<Changed<{ ticket: string | null }>>(
    token,
    'mutation { payload: ownArchiveTicketIssue { ticket userErrors { code } } }',
  );
  return { ticket: answer.payload.ticket ?? '', codes: codesOf(answer) };
};
const fetched = (token: string | null, ticket: string, slug = 'mill') =>
  world.client(token, slug).request('GET', `/own-archive?ticket=${ticket}`);
const codeOf = async (token: string | null, ticket: string, slug?: string) => {
  const { status, text } = await fetched(token, ticket, slug);
  return [status, /"code":"([A-Z_]+)"/.exec(text)?.[1]];
};

/** As a browser does: bytes, not text. */
async function download(token: string, ticket: string): Promise<Buffer> {
  const { status, headers, body } = await fetched(token, ticket).responseType('blob');
  const bytes = body as Buffer;
  expect([status, headers['content-type']]).toEqual([200, 'application/zip']);
  expect(headers['content-length']).toBe(String(bytes.length));
  return bytes;
}

describe('one’s own archive', () => {
  it('is made once however often it is asked for, and a letter tells of it', async () => {
    await world
      .client(ada, 'mill')
      .upload('/files', { name: 'Büro.pdf', bytes: Buffer.from(receipt) });
    expect(await stateOf(ada)).toBeUndefined();
    expect((await issue(ada)).codes).toEqual(['ARCHIVE_NOT_READY']);
    for (let times = 0; times < 3; times += 1) {
      expect((await request(ada)).payload.ownArchive.state).toBe('ASKED');
    }
    await world.worker.loop.drain();
    expect(await stateOf(ada)).toBe('READY');
    const letters = await world.api.app.get(KeptLetters).newest();
    expect(letters.filter(({ kind }) => kind === 'membership.archive-ready')).toMatchObject([
      { to: 'ada@mill.example', subject: 'What mill keeps about you is ready to be fetched' },
    ]);
  });

  it('opens to its person alone, by the newest ticket, once', async () => {
    const before = await issue(ada);
    const { ticket } = await issue(ada);
    await request(bea);
    await world.worker.loop.drain();
    const unknown = [404, 'ARCHIVE_TICKET_UNKNOWN'];
    expect(await codeOf(ada, before.ticket)).toEqual(unknown);
    expect(await codeOf(bea, ticket)).toEqual(unknown);
    expect(await codeOf(ada, 'made-up')).toEqual(unknown);
    expect(await codeOf(ada, '')).toEqual([400, 'INVALID_INPUT']);
    expect(await codeOf(null, ticket)).toEqual([401, 'UNAUTHENTICATED']);
    const both = await Promise.all([fetched(ada, ticket), fetched(ada, ticket)]);
    expect(both.map(({ status }) => String(status)).toSorted()).toEqual(['200', '404']);
    expect(await codeOf(ada, ticket)).toEqual(unknown);
    expect(await stateOf(ada)).toBe('FETCHED');
    expect((await issue(ada)).codes).toEqual(['ARCHIVE_NOT_READY']);
  });

  it('is not touched by who asks for its headers alone', async () => {
    await request(ada);
    await world.worker.loop.drain();
    const { ticket } = await issue(ada);
    const asked = await world.client(ada, 'mill').request('HEAD', `/own-archive?ticket=${ticket}`);
    expect([asked.status, asked.headers['allow']]).toEqual([405, 'GET']);
    expect(await stateOf(ada)).toBe('READY');
    expect((await download(ada, ticket)).length).toBeGreaterThan(0);
    expect(await stateOf(ada)).toBe('FETCHED');
  });

  it('holds data, a page and the receipts themselves, and nobody else', async () => {
    await request(ada);
    await world.worker.loop.drain();
    const files = unzipped(await download(ada, (await issue(ada)).ticket));
    expect(Object.keys(files).toSorted()).toEqual([
      'data.json',
      'index.html',
      'receipts/1-Büro.pdf',
      'rows.json',
    ]);
    expect(files['receipts/1-Büro.pdf']).toBe(receipt);
    expect(JSON.parse(files['data.json'] ?? '')).toMatchObject({
      identity: { account: { email: 'ada@mill.example' } },
      membership: { member: { displayName: 'ada' }, applications: [{ note: 'Hello' }] },
    });
    expect(JSON.parse(files['rows.json'] ?? '')).toMatchObject({
      'membership.members': [{ id: 'you', display_name: 'ada' }],
      'membership.applications': [{ member_id: 'you', class_key: 'worker' }],
    });
    expect(files['index.html']).toContain('<td>Hello</td>');
    const all = Object.values(files).join('\n');
    expect(all).not.toMatch(/\bbea\b|founder@|hash"/i);
    expect(files['rows.json']).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  });

  it('tells a payee nothing of what somebody else has only drafted', async () => {
    const cid = await world.member('mill', 'cid');
    const drafted = await world.ask<Changed<{ expense: { id: string } }>>(
      cid,
      `mutation ($id: ID!, $day: Date!) { payload: expenseDraft(input: { title: "Zqother",
         currency: "EUR", payee: { kind: MEMBER, id: $id }, items: [{ description: "Zqitem",
         category: OTHER, incurredOn: $day, amountMinor: "1700" }] }) {
         expense { id } userErrors { code } } }`,
      { id: await world.memberId(ada, 'mill'), day: world.clock.now().toISOString().slice(0, 10) },
    );
    expect(codesOf(drafted)).toEqual([]);
    const told: string[] = [];
    for (const token of [ada, cid]) {
      await request(token);
      await world.worker.loop.drain();
      told.push(unzipped(await download(token, (await issue(token)).ticket))['rows.json'] ?? '');
    }
    expect(told[0]).not.toMatch(/Zqother|Zqitem|"1700"/);
    expect(told[1]).toMatch(/Zqother[^]*Zqitem|Zqitem[^]*Zqother/);
  });

  it('holds the receipts of what others claimed for them, and of nothing else', async () => {
    await world.member('mill', 'tess', 'TREASURER');
    const [dot, eve, fay] = [
      await world.member('mill', 'dot'),
      await world.member('mill', 'eve'),
      await world.member('mill', 'fay'),
    ];
    const day = world.clock.now().toISOString().slice(0, 10);
    const claimed = async (payee: string | null, words: string, isSubmitted: boolean) => {
      const bytes = Buffer.from(`%PDF-1.4\n${words}\n%%EOF\n`);
      const client = world.client(eve, 'mill');
      const { body } = await client.upload('/files', { name: `${words}.pdf`, bytes });
      const { expense } = await client.change<{ expense: { id: string } }>(
        `mutation ($payee: PayeeInput, $day: Date!, $receiptId: String!) {
           expenseDraft(input: { title: "Paint", currency: "EUR", payee: $payee,
             items: [{ description: "Paint", category: OTHER, incurredOn: $day,
               amountMinor: "1200", receiptId: $receiptId }] }) {
             expense { id } userErrors { code message } } }`,
        {
          payee: payee === null ? null : { kind: 'MEMBER', id: payee },
          day,
          receiptId: (body as { id: string }).id,
        },
      );
      const submit = 'mutation ($id: ID!) { expenseSubmit(id: $id) { userErrors { code } } }';
      if (isSubmitted) await client.change(submit, expense);
    };
    await claimed(await world.memberId(dot, 'mill'), 'zqfordot', true);
    await claimed(await world.memberId(dot, 'mill'), 'zqdrafted', false);
    await claimed(await world.memberId(fay, 'mill'), 'zqforfay', true);
    await claimed(null, 'zqforeve', true);
    const receipts = async (token: string) => {
      await request(token);
      await world.worker.loop.drain();
      const files = unzipped(await download(token, (await issue(token)).ticket));
      const held = Object.entries(files).filter(([name]) => name.startsWith('receipts/'));
      return held.flatMap(([, content]) => /zq\w+/.exec(content)?.[0] ?? []).toSorted();
    };
    expect(await receipts(dot)).toEqual(['zqfordot']);
    expect(await receipts(fay)).toEqual(['zqforfay']);
    expect(await receipts(eve)).toEqual(['zqdrafted', 'zqfordot', 'zqforeve', 'zqforfay']);
  });

  it('is over after a day', async () => {
    await request(bea);
    await world.worker.loop.drain();
    const { ticket } = await issue(bea);
    world.clock.advance({ hours: 25 });
    expect(await stateOf(bea)).toBe('OVER');
    expect((await codeOf(bea, ticket))[0]).toBe(404);
    expect((await issue(bea)).codes).toEqual(['ARCHIVE_NOT_READY']);
  });

  it('goes with the account of who never belonged there, with the letter about it', async () => {
    await world.found('forge');
    const kit = await world.member('mill', 'kit');
    const [ids] = await world.rows<{ kit: string; forge: string }>(
      `select a.id as kit, c.id as forge from identity.accounts a, membership.cooperatives c
       where a.email = 'kit@mill.example' and c.slug = 'forge'`,
    );
    const change = (name: string, slug = 'mill') =>
      world.ask(kit, `mutation { payload: ${name} { userErrors { code } } }`, {}, slug);
    await change('ownArchiveRequest', 'forge');
    await world.worker.loop.drain();
    const letters = `select from notifications.letters where cooperative_id = $1`;
    const archives = `select from membership.archives where cooperative_id = $1`;
    for (const kept of [letters, archives]) {
      expect(await world.rows(kept, [ids?.forge])).toHaveLength(1);
    }
    await change('membershipLeave');
    await change('memberErase');
    expect(await world.rows(letters, [ids?.forge])).toEqual([]);
    const open = `${archives} and state in ('asked', 'ready')`;
    expect(await world.rows(open, [ids?.forge])).toEqual([]);
    // Not with the next hour's sweep.
    await world.worker.loop.drain();
    expect(await world.rows(archives, [ids?.forge])).toEqual([]);
    const folder = join(world.service.env['ROCHDALE_DATA'] ?? '', 'files');
    const left = await readdir(join(folder, ids?.forge ?? '', 'archives'));
    expect(left).toEqual([]);
    expect(await pointingTo(ids?.kit ?? '')).toEqual([
      'identity.accounts.id',
      'membership.erasures.account_id',
      // That it is erased, by whom, and nothing else.
      'platform.facts.account_id',
      'platform.facts.subject_id',
    ]);
  });

  it('opens where nothing does that lies sealed of them, and says so of each', async () => {
    const set = await world.ask<Changed>(
      ada,
      `mutation { payload: payeeDetailsSet(input: { holderName: "ada",
         accountNumber: "DE89370400440532013000" }) { userErrors { code } } }`,
    );
    expect(codesOf(set)).toEqual([]);
    await world.rows(breakSeals(['membership', 'notifications', 'payments']));
    await request(ada);
    await world.worker.loop.drain();
    const files = unzipped(await download(ada, (await issue(ada)).ticket));
    expect(JSON.parse(files['data.json'] ?? '')).toMatchObject({
      membership: { member: { displayName: 'ada' }, applications: [{ note: unopened }] },
      payouts: { payeeDetails: [{ account: unopened }] },
      letters: expect.arrayContaining([
        expect.objectContaining({ subject: unopened, text: unopened }),
      ]),
    });
    expect(files['index.html']).toContain(unopened);
  });
});

/** Every column of the catalogue that leads to the account, wherever the row is. */
async function pointingTo(accountId: string): Promise<string[]> {
  const columns = personalData.flatMap(({ columns: all }) => all);
  const found: string[] = [];
  for (const { table, column } of columns) {
    const rows = await world.rows(`select from ${table} where ${column}::text = $1 limit 1`, [
      accountId,
    ]);
    if (rows.length > 0) found.push(`${table}.${column}`);
  }
  return found.toSorted();
}
