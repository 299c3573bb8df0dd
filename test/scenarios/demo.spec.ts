import { invariants } from '@rochdale/house';
import { allActions } from '@rochdale/platform';
import { allBallotKinds } from '@rochdale/voting';
import type { AnyBallotKind, VoteRule } from '@rochdale/voting';
import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import { Writable } from 'node:stream';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proposalStates } from '../../libs/governance/src/testing/inside.js';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi } from '../../apps/api/src/main.js';
import { seedDemo } from '../../apps/demo/src/seed-demo.js';
import { makeDemoYear } from '../../apps/demo/src/demo-year.js';
import type { SeededDemo } from '../../apps/demo/src/demo-year.js';
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

/** Why votes of a kind are never in a state, as its rooms have it; null where they can be. */
function whyNever(kind: AnyBallotKind, rule: VoteRule, state: string): string | null {
  const { hasOptions = false, isTwoSided = false } = kind;
  const isFollowed = hasOptions
    ? 'without' in kind
    : [...allActions().values()].some((one) => one.underPolicies.includes(kind.classOf(rule)));
  if (state === 'closed') return 'it is over in the transaction that decides';
  if (state === 'tied') {
    return 'breakTie' in kind || isTwoSided ? null : 'its ballots have no tie';
  }
  if (['queued', 'executed', 'execution-failed', 'expired'].includes(state) && !isFollowed) {
    return 'nothing follows from it';
  }
  if (['execution-failed', 'expired'].includes(state) && hasOptions) {
    return 'nothing refuses whom members elect, and only what failed lapses';
  }
  return null;
}

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

  it('shows each way to vote in every state in which such a vote can be', async () => {
    const { rows } = await client.query<{ kind: string; state: string; rule: object }>(
      `select distinct on (1, 2) coalesce(p.rule, y.rule) ->> 'ballotKind' as kind, p.state,
         coalesce(p.rule, y.rule) as rule
       from governance.proposals p join governance.policies y on y.id = p.policy_id`,
    );
    const wanted = allBallotKinds().flatMap((kind) => {
      const rule = rows.find((row) => row.kind === kind.name)?.rule ?? {};
      return proposalStates
        .filter((state) => whyNever(kind, rule as VoteRule, state) === null)
        .map((state) => `${kind.name} ${state}`);
    });
    expect(sorted(rows.map(({ kind, state }) => `${kind} ${state}`))).toEqual(sorted(wanted));
  });

  it('shows every method of counting, decided', async () => {
    const ways = (states: string) =>
      column(`select distinct concat_ws(' ', rule ->> 'ballotKind', rule ->> 'method',
          rule ->> 'secrecy') from governance.proposals where ${states}`);
    const decided = await ways('outcome is not null');
    expect(sorted(decided)).toEqual(
      sorted([
        'approval',
        'budget equal-shares',
        'budget greedy',
        'consent',
        'dots',
        'gradients',
        'ranking borda',
        'ranking irv',
        'ranking ranked-pairs',
        'ranking schulze',
        'score majority-judgment',
        'score score',
        'score star',
        'single-choice',
        'stances',
        'stances detached',
        'stv meek',
        'stv scottish',
        'time-poll',
      ]),
    );
  });

  it('says of each decision what followed from it', async () => {
    const outcomes = await column(`select distinct concat_ws(' ', rule ->> 'ballotKind', outcome)
      from governance.proposals where outcome is not null`);
    expect(outcomes).toEqual(
      expect.arrayContaining([
        'consent passed',
        'consent rejected',

        'stances no-quorum',
        'stances passed',
        'stances rejected',
        'stances tied',
      ]),
    );
    const failed = `select distinct failure_code from governance.actions
      where failure_code is not null order by 1`;
    expect(await column(failed)).toEqual(['DOCUMENT_VERSION_STALE', 'FUND_KEY_TAKEN']);
    const followed = `select distinct coalesce(follows_as, 'run-off') from governance.proposals
      where run_off_of_id is not null and outcome = 'passed' order by 1`;
    expect(await column(followed)).toEqual(['escalation', 'ratification', 'run-off']);
    expect(await column('select state from governance.ratifications')).toEqual(['ratified']);
    expect(await column('select version from governance.documents order by 1')).toEqual([1, 2]);
    const elected = (months: number) =>
      column(`select m.display_name from membership.role_terms t
        join membership.members m on m.id = t.member_id
        where t.role = 'coordinator' and t.origin = 'elected'
          and (t.ends_at > t.starts_at + interval '2 months') = (${months} > 1) order by 1`);
    expect(await elected(24)).toEqual(['Oswin Castellan', 'Sunniva Petrakis']);
    expect(await elected(1)).toEqual([
      'Anselm Quraishi',
      'Florian Mbeki',
      'Henrik Adeyemi',
      'Ignatius Romero',
      'Rosalind Haddad',
      'Tamsin Ivanova',
    ]);
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
