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
      'voided',
      'withdrawn',
    ]);
  });

  it('shows standing mandates in every state, and their bills in each', async () => {
    const states = await column(`select distinct case
        when m.ended_at is not null then 'ended by members'
        when m.starts_on > current_date then 'not begun'
        when m.ends_on + m.grace_days < current_date then 'over'
        when m.ends_on < current_date then 'in its days of grace'
        when m.total_minor <= (select sum(b.amount_minor) from expenses.mandate_bills b
          where b.mandate_id = m.id and b.state = 'owed') then 'cap reached'
        else 'running' end
      from expenses.mandates m`);
    expect(sorted(states)).toEqual([
      'cap reached',
      'ended by members',
      'in its days of grace',
      'not begun',
      'over',
      'running',
    ]);
    const asked = `select distinct p.state from governance.actions a
      join governance.proposals p on p.id = a.proposal_id where a.kind = 'mandate.grant'`;
    expect(sorted(await column(asked))).toEqual(['executed', 'open', 'rejected']);
    const bills = await column(`select distinct concat_ws(' ', b.state, e.status)
      from expenses.mandate_bills b left join expenses.expenses e on e.id = b.expense_id`);
    expect(sorted(bills)).toEqual(['claimed', 'owed approved', 'owed paid', 'voided voided']);
  });

  it('shows papers that are out, come back, are counted, confirmed, and forgotten', async () => {
    const papers = 'select distinct state from governance.paper_voters';
    expect(sorted(await column(papers))).toEqual(['out', 'returned', 'taken-back']);
    const votes = await column(`select concat_ws(', ', coalesce(p.outcome, p.state),
        case when c.proposal_id is null then 'nobody counted'
          when c.confirmed_at is null then 'to be confirmed'
          else format('%s spoilt, %s missing, %s returned', c.spoilt, c.missing, c.returned) end)
      from governance.proposals p left join governance.paper_counts c on c.proposal_id = p.id
      where exists (select from governance.paper_voters v where v.proposal_id = p.id)`);
    expect(sorted(votes)).toEqual([
      'cancelled, nobody counted',
      'open, nobody counted',
      'open, to be confirmed',
      'passed, 1 spoilt, 1 missing, 1 returned',
    ]);
  });

  it('shows assemblies that decided, came to nothing and go on, and appeals', async () => {
    const assemblies = await column(`select concat_ws(', ',
        case when a.ended_at is null then 'goes on' else 'is over' end,
        string_agg(coalesce(p.outcome, p.state), ' and ' order by p.outcome))
      from governance.assemblies a
      left join governance.assembly_votes v on v.assembly_id = a.id
      left join governance.proposals p on p.id = v.proposal_id group by a.id`);
    expect(sorted(assemblies)).toEqual([
      'goes on, open',
      'is over',
      'is over, no-quorum and passed',
    ]);
    const appeals = await column(`select concat_ws(', ', a.state, e.state)
      from governance.appeals a join governance.proposals e on e.id = a.expulsion_id`);
    expect(sorted(appeals)).toEqual(['dismissed, executed', 'pending, queued', 'upheld, expired']);
    const ofThem = `select standing from membership.members
      where standing in ('expelled', 'suspended') order by 1`;
    expect(await column(ofThem)).toEqual(['expelled', 'suspended']);
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
    const titles = `select distinct title from governance.proposals where is_hearing`;
    expect(await column(titles)).toEqual(['Hearing']);
  });

  it('gives out a key by which a partner sees its statements', async () => {
    const partner = new ApiClient(api.url).withKey(demo.partnerKey);
    const { body } = await partner.get('/partner/v1/statements');
    expect((body as { items: object[] }).items.length).toBeGreaterThan(0);
  });
});
