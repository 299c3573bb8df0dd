import { invariants } from '@rochdale/house';
import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import { Writable } from 'node:stream';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proposalStates } from '../../libs/governance/src/testing/inside.js';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi } from '../../apps/api/src/main.js';
import { seedDemo } from '../../apps/demo/src/seed-demo.js';
import { makeDemoYear } from '../../apps/demo/src/year/demo-year.js';
import type { SeededDemo } from '../../apps/demo/src/year/demo-year.js';
import { emailOf } from '../../apps/demo/src/year/founding.js';
import { heard } from '../../apps/demo/src/year/hearing.js';
import { people } from '../../apps/demo/src/year/people.js';
import { queries } from '../../apps/demo/src/queries.js';

const password = 'a long enough password';
let service: ServiceEnvironment;
let client: pg.Client;
let api: RunningApi;
let demo: SeededDemo;

beforeAll(async () => {
  service = await createServiceEnvironment();
  demo = await makeDemoYear(service.env, new Date(), new Map([['casimir', password]]));
  client = new pg.Client({ connectionString: service.database.adminUrl });
  await client.connect();
  api = await startApi({ env: service.env });
});

afterAll(async () => {
  await api.close();
  await client.end();
  await service.close();
});

const sorted = (words: readonly unknown[]): string[] =>
  words.map(String).toSorted((one, other) => (one < other ? -1 : 1));

async function column(text: string): Promise<unknown[]> {
  const { rows } = await client.query<unknown[]>({ text, rowMode: 'array' });
  return rows.map(([value]) => value);
}

it('refuses a database that somebody uses already, with one line', async () => {
  const said: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      said.push(chunk.toString());
      done();
    },
  });
  const streams = { stdout: stream, stderr: stream };
  expect(await seedDemo(['--json'], service.env, streams)).toBe(2);
  expect(said).toEqual([expect.stringMatching(/^rochdale seed-demo: .*has accounts already.*\n$/)]);
});

describe('the demo’s year', () => {
  it.each(invariants.map((law) => [law.name, law] as const))('keeps %s', async (_name, law) => {
    expect((await client.query(law.sql)).rows).toEqual([]);
  });

  it('shows proposals in all states that a member meets', async () => {
    const shown = await column('select distinct state from governance.proposals');
    // Closed is over in the transaction that decides; nothing of the demo fails
    // when it is carried out, and only what failed expires.
    const unseen = ['closed', 'execution-failed', 'expired'];
    const expected = proposalStates.filter((status) => !unseen.includes(status));
    expect(sorted(shown)).toEqual(sorted(expected));
  });

  it('shows expenses in all states, paid ones with one settled payout each', async () => {
    expect(sorted(await column('select distinct status from expenses.expenses'))).toEqual([
      'approved',
      'draft',
      'needs-information',
      'paid',
      'rejected',
      'submitted',
      'withdrawn',
    ]);
  });

  it('has its members, two closed periods, and lines that nobody explained', async () => {
    expect(await column('select count(*)::int from membership.members')).toEqual([
      people.length + 1,
    ]);
    expect(await column('select count(*)::int from partners.periods')).toEqual([2]);
    expect(
      await column(`select counterparty_name from payments.bank_lines
        where state = 'new' order by 1`),
    ).toEqual(['K. Unreadable', 'Weirside Cafe']);
    // Paid too much once, and used up by the next invoice.
    expect(await column('select kind from dues.credit_entries order by id')).toEqual([
      'line',
      'set-off',
    ]);
  });

  it('books what the bank holds, and nothing lies in the future', async () => {
    const told = await column(`select closing_minor from payments.bank_statements
      order by to_date desc, id desc limit 1`);
    expect(told).toEqual(
      await column(`select (sum(p.amount_minor) + (select coalesce(sum(l.amount_minor), 0)
          from payments.bank_lines l where l.state = 'new'))::bigint
        from ledger.postings p join ledger.accounts a on a.id = p.account_id
        where a.code = 'bank'`),
    );
    expect(
      await column('select count(*)::int from ledger.transactions where effective_at > now()'),
    ).toEqual([0]);
  });

  it('answers the requests that it prints', async () => {
    const email = emailOf({ key: 'casimir' });
    const casimir = await new ApiClient(api.url).signIn(email, password);
    for (const { text } of queries) {
      const { data, errors } = await casimir.answer(text);
      expect(errors).toBeUndefined();
      expect(JSON.stringify(data).length).toBeGreaterThan(100);
    }
  });

  it('has a hearing under way: who is heard reads what is said, and who read it', async () => {
    const casimir = await new ApiClient(api.url).signIn(emailOf({ key: heard }), password);
    const { hearingsAboutMe } = await casimir.query<{
      hearingsAboutMe: { edges: { node: { status: string; body: string; reasons: string[] } }[] };
    }>('{ hearingsAboutMe(first: 5) { edges { node { status body reasons } } } }');
    expect(hearingsAboutMe.edges).toMatchObject([{ node: { status: 'OPEN' } }]);
    const [{ node }] = hearingsAboutMe.edges as [(typeof hearingsAboutMe.edges)[number]];
    expect(node.body).toContain('on their watch');
    expect(node.reasons).toHaveLength(4);
    // Of who votes only: nobody else opened it, and to everybody it says nothing.
    expect(
      await column(`select count(distinct by_member_id)::int from platform.looks
        where what = 'hearing'`),
    ).toEqual([5]);
    expect(await column(`select title from governance.proposals where is_hearing`)).toEqual([
      'Hearing',
    ]);
  });

  it('gives out a key by which a partner sees its statements', async () => {
    const partner = new ApiClient(api.url).withKey(demo.partnerKey);
    const { body } = await partner.get('/partner/v1/statements');
    expect((body as { items: object[] }).items.length).toBeGreaterThan(0);
  });
});
