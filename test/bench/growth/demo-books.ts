import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { assert, sha256Hex, toIdOf } from '@rochdale/platform';
import { asOwner } from '../world/cooperative.js';
import type { Stack } from '../world/stack.js';
import type { KnownValues, Question } from './questions.js';

/** Who asks. */
export interface Reader {
  readonly name: string;
  readonly isMember: boolean;
  readonly cooperativeId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The key of the partner that reported the most. */
async function openPartner(client: pg.Client): Promise<string> {
  const key = `rck_${randomBytes(32).toString('base64url')}`;
  const { rowCount } = await client.query(
    `insert into identity.api_keys (id, cooperative_id, partner_id, name, token_hash, hint, scopes,
       created_at)
     select gen_random_uuid(), cooperative_id, partner_id, 'bench', $1, 'rck_benc',
       array['usage:read', 'partners:read'], now()
     from partners.usage_events group by cooperative_id, partner_id order by count(*) desc limit 1`,
    [sha256Hex(key)],
  );
  assert(rowCount === 1, 'a partner of the demo reported something');
  return key;
}

/** The demo's treasurer, given every office so as to see every page, a stranger and a partner. */
export async function openReader(stack: Stack): Promise<Reader[]> {
  const token = randomBytes(32).toString('base64url');
  return asOwner(stack, async (client) => {
    const { rows } = await client.query<{ cooperativeId: string; slug: string }>(
      `with reader as (
         select m.id, m.cooperative_id, m.account_id from membership.members m
         where m.id = (select member_id from membership.role_terms
           where role = 'treasurer' and ends_at is null limit 1)
       ), session as (
         insert into identity.sessions (id, account_id, token_hash, expires_at, created_at,
           updated_at)
         select gen_random_uuid(), account_id, $1, now() + interval '7 days', now(), now()
         from reader
       ), offices as (
         insert into membership.role_terms (id, cooperative_id, member_id, role, origin, starts_at)
         select gen_random_uuid(), cooperative_id, id, role, 'appointed', now()
         from reader, unnest(array['auditor', 'administrator', 'secretary', 'membership-officer'])
           role
         on conflict do nothing
       )
       select c.id as "cooperativeId", c.slug from reader
       join membership.cooperatives c on c.id = reader.cooperative_id`,
      [sha256Hex(token)],
    );
    const [place] = rows;
    assert(place !== undefined, 'the demo has a treasurer');
    const { cooperativeId, slug } = place;
    const authorization = `Bearer ${token}`;
    const partner = { authorization: `Bearer ${await openPartner(client)}` };
    return [
      { name: 'member', isMember: true, cooperativeId, headers: { authorization } },
      { name: 'stranger', isMember: false, cooperativeId, headers: { 'x-cooperative': slug } },
      { name: 'partner', isMember: false, cooperativeId, headers: partner },
    ];
  });
}

interface Found {
  readonly kind: string;
  readonly value: string;
}

/** Ids, keys and kinds of the demo: the commonest and the rarest of each. */
const values = `
  select 'Member' as kind, submitter_member_id::text as value, count(*) as n
    from expenses.expenses group by 2
  union all select 'LedgerAccount', account_id::text, count(*) from ledger.postings group by 2
  union all select 'Partner', id::text, 1 from partners.partners
  union all select 'Expense', id::text, 1 from expenses.expenses
  union all select 'Proposal', proposal_id::text, count(*) from governance.ballots group by 2
  union all select 'Payout', id::text, 1 from payments.payouts
  union all select 'first payout', to_char(min(requested_at), 'YYYY-MM-DD'), 1 from payments.payouts
  union all select 'policy', key, 1 from governance.policies
  union all select 'fact', type, count(*) from platform.facts group by 2
  union all select 'subject', subject_id::text, count(*) from platform.facts group by 2
  union all select 'BankAccount', bank_account_id::text, count(*) from payments.bank_lines
    group by 2
  union all select 'DuesPlan', plan_id::text, count(*) from dues.invoices group by 2
  union all select 'word of ' || kind, word, count(*) from platform.search_words
    group by kind, word
  union all select 'source-kind', source_kind, count(*) from ledger.transactions group by 2
  order by n desc, value`;

const quoted = (text: string): string => JSON.stringify(text);

interface Known {
  readonly ids: (type: string) => readonly string[];
  readonly of: (kind: string) => readonly string[];
  readonly year: number;
}

const daysLater = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString();

/** What each list can be narrowed to: by one thing at a time, and by a span long ago. */
function filtersOf({ ids, of, year }: Known): KnownValues {
  const by = (name: string, type: string) => ids(type).map((id) => `${name}: ${id}`);
  const text = (kind: string) => of(`word of ${kind}`).map((word) => `text: ${quoted(word)}`);
  const moment = (day: string) => quoted(`${year}-${day}T00:00:00Z`);
  const span = [`from: ${moment('02-01')}, before: ${moment('02-20')}`];
  const days = [`from: ${quoted(`${year}-02-01`)}, before: ${quoted(`${year}-02-20`)}`];
  // Where the smaller books have some: a page of nothing is no measure for one that shows a row.
  const payouts = of('first payout').map(
    (day) => `from: ${quoted(`${day}T00:00:00Z`)}, before: ${quoted(daysLater(day, 20))}`,
  );
  const kinds = of('source-kind').map((kind) => `sourceKind: ${quoted(kind)}`);
  const all: Readonly<Record<string, readonly string[]>> = {
    auditTrail: [...by('memberId', 'Member'), ...span],
    bankLines: [...by('bankAccountId', 'BankAccount'), ...days, ...text('bank-line')],
    expenses: [...by('payeeId', 'Member'), ...span, ...text('expense')],
    holds: by('accountId', 'LedgerAccount'),
    invoices: [...by('planId', 'DuesPlan'), ...span],
    jobs: span,
    ledgerTransactions: [
      ...by('accountId', 'LedgerAccount'),
      ...kinds,
      ...span,
      ...text('transaction'),
    ],
    members: text('member'),
    paymentFiles: [...by('bankAccountId', 'BankAccount'), ...span],
    payouts: [...by('payeeId', 'Member'), ...payouts],
    proposals: [...by('proposerId', 'Member'), ...span, ...text('proposal')],
    statementFiles: span,
    usageEvents: ['kind: USE', ...span],
    usageStatements: ['state: PAID', 'state: DRAFT', ...span],
  };
  return Object.fromEntries(
    Object.entries(all).map(([list, filters]) => [
      `${list}.filter`,
      filters.map((one) => `{ ${one} }`),
    ]),
  );
}

/** What the arguments of the schema can be given, and what no schema can tell how to ask. */
export async function findKnown(
  stack: Stack,
): Promise<{ values: KnownValues; others: readonly Question[] }> {
  const { rows } = await asOwner(stack, (client) => client.query<Found>(values));
  const of = (kind: string): string[] => {
    const all = rows.filter((row) => row.kind === kind).map(({ value }) => value);
    return [...new Set([all[0], all.at(-1)])].filter((one) => one !== undefined);
  };
  const ids = (type: string): string[] => of(type).map((id) => quoted(toIdOf(type, id, 'inside')));
  const months = (from: string, to: string): Question => ({
    name: `treasury.months(${from}, ${to})`,
    text: `treasury { months(from: "${from}T00:00:00Z", to: "${to}T00:00:00Z") {
      month income { minor } expenses { minor } lines { code } } }`,
  });
  const year = new Date().getUTCFullYear();
  const filters = filtersOf({ ids, of, year });
  return {
    values: {
      accountId: ids('LedgerAccount'),
      memberId: ids('Member'),
      submitterId: ids('Member'),
      partnerId: ids('Partner'),
      policyKey: of('policy').map(quoted),
      'auditTrail.type': of('fact').map(quoted),
      'auditTrail.subjectId': of('subject').map(quoted),
      'expense.id': ids('Expense'),
      'proposal.id': ids('Proposal'),
      'payout.id': ids('Payout'),
      'partner.id': ids('Partner'),
      'node.id': ids('Proposal'),
      ...filters,
      'treasury.before': [quoted(`${year}-03-10T12:00:00Z`), quoted(`${year}-10-01T00:00:00Z`)],
    },
    others: [
      months(`${year}-01-10`, `${year + 1}-01-01`),
      months(`${year - 4}-01-01`, `${year + 1}-01-01`),
      ...ids('Proposal').map((id) => ({
        name: 'proposal.ballots',
        text: `proposal(id: ${id}) { ballots(first: 20) { edges { node { id castAt } } } }`,
      })),
    ],
  };
}

/** Another database on the same server, with the same in it, and how to reach it. */
export interface Twin {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly appUrl: string;
  asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
}

/** The API that waits on the first database loses its idle connections, and gets new ones. */
export async function twinOf(stack: Stack): Promise<Twin> {
  const named = (url: string, database: string): string =>
    Object.assign(new URL(url), { pathname: `/${database}` }).href;
  const original = new URL(stack.databaseUrl).pathname.slice(1);
  const maintenance = new pg.Client({ connectionString: named(stack.databaseUrl, 'postgres') });
  await maintenance.connect();
  try {
    await maintenance.query(`alter database ${original} allow_connections false`);
    await maintenance.query(
      'select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1',
      [original],
    );
    await maintenance.query(`create database grown template ${original}`);
  } finally {
    await maintenance.query(`alter database ${original} allow_connections true`);
    await maintenance.query('alter database grown allow_connections true');
    await maintenance.end();
  }
  const databaseUrl = named(stack.databaseUrl, 'grown');
  const appUrl = named(stack.appUrl, 'grown');
  return {
    appUrl,
    env: { ...stack.env, DATABASE_URL: databaseUrl },
    asOwner: (work) => asOwner({ ...stack, databaseUrl }, work),
  };
}
