import { CreateAccount, knownScopes } from '@rochdale/identity';
import { FoundCooperative } from '@rochdale/membership';
import { newId, systemActor, toIdOf, toShownMemberId } from '@rochdale/platform';
import type { IdAudience, StrangersSee } from '@rochdale/platform';
import { ApiClient, createFilledService } from '@rochdale/testing';
import pg from 'pg';
import { vi } from 'vitest';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi } from '../../apps/api/src/main.js';
import { makeDemoYear } from '../../apps/demo/src/demo-year.js';
import { officers } from '../../apps/demo/src/year/people.js';
import { quietSource } from './quiet-source.js';

/** Who tries every door, in the order of the matrix. */
export const actorNames = [
  'anonymous',
  'applicant',
  'member',
  'treasurer',
  'administrator',
  'partner',
  'foreigner',
  'former',
] as const;
export type ActorName = (typeof actorNames)[number];
type Clients = Readonly<Record<ActorName, ApiClient>>;

/** The demo's co-operative with somebody of every kind, and one thing of every kind. */
export interface Cast {
  readonly api: RunningApi;
  readonly client: (actor: ActorName) => ApiClient;
  /** The id of a thing that is there. */
  readonly plainIdOf: (type: string) => string;
  /**
   * Its id as the asker is told it: somebody inside when nobody is named. The member that all are
   * asked about shows strangers the name, unless something else is said.
   */
  readonly idOf: (type: string, asker?: ActorName, see?: StrangersSee) => string;
  readonly audienceOf: (asker: ActorName) => IdAudience;
  /** A member of the demo, by the key, for whom there is no name here. */
  readonly signIn: (key: string) => Promise<ApiClient>;
  /** What the service was started with. */
  readonly env: Readonly<Record<string, string>>;
  /** The database as its owner, who may do what the service may not. */
  readonly adminUrl: string;
  readonly close: () => Promise<void>;
}

const slug = 'millpond';
const password = 'a long enough password';
/** Keys of the demo's members. Who leaves owes dues still. */
const members = {
  member: 'casimir',
  treasurer: 'bram',
  administrator: 'ottilie',
  former: 'wilhelmina',
} as const;

/** Who is nobody here. */
const outside: ReadonlySet<ActorName> = new Set(['anonymous', 'applicant', 'foreigner', 'partner']);

/** Where things live that have ids of their own; in the state in which most can be done to them. */
const tables: Readonly<Record<string, string>> = {
  Amendment: `governance.amendments where state = 'proposed'`,
  Comment: 'governance.comments where removed_at is null',
  Application: `membership.applications where state = 'open'`,
  ApiKey: 'identity.api_keys',
  Assembly: `governance.assemblies where title = 'Spring'`,
  ApprovalRule: 'expenses.approval_rules',
  BankAccount: `payments.bank_accounts where label <> 'Till'`,
  BankLine: `payments.bank_lines where state = 'new'`,
  // Of the member, to the administrator.
  Delegation: `governance.delegations
    where given_at = (select max(given_at) from governance.delegations)`,
  Cooperative: `membership.cooperatives where slug = '${slug}'`,
  CreditEntry: 'dues.credit_entries',
  DecidedProposal: `governance.proposals where outcome is not null and visibility = 'public'`,
  DecisionPolicy: 'governance.policies',
  DuesPlan: 'dues.plans',
  Expense: `expenses.expenses where status = 'submitted'`,
  ExpenseItem: 'expenses.items',
  File: `(select receipt_id as id from expenses.items join expenses.expenses e on e.id = expense_id
    where e.status = 'submitted' and receipt_id is not null) receipts`,
  Fund: 'treasury.funds',
  Hold: 'ledger.holds',
  Invitation: `membership.invitations where state = 'open'`,
  // Of who left, whichever came last in a batch that is shuffled.
  Invoice: `dues.invoices where state = 'open' and member_id =
    (select id from membership.members where display_name like 'Wilhelmina%')`,
  Job: 'platform.jobs',
  LedgerAccount: `ledger.accounts where code = 'dues-income'`,
  LedgerTransaction: 'ledger.transactions',
  Meter: 'partners.meters',
  MoneySource: 'collections.connections',
  Partner: 'partners.partners',
  Payout: 'payments.payouts',
  PoolPolicy: 'partners.pool_policies',
  PersonalToken: 'identity.personal_tokens',
  Pledge: 'dues.pledges',
  Proposal: `governance.proposals where state = 'open'`,
  RoleTerm: 'membership.role_terms',
  // Ids of sessions are by chance: one's own is that of who belongs elsewhere.
  Session: `identity.sessions where account_id =
    (select id from identity.accounts where email = 'smith@example.org')`,
  StatementFile: 'payments.statement_files',
  UsagePeriod: 'partners.periods',
  UsageStatement: `partners.statements where state = 'draft'`,
  Waiver: 'dues.waivers',
  Webhook: 'notifications.webhook_endpoints',
  WebhookDelivery: `notifications.webhook_deliveries where state = 'given-up'`,
  WebhookEndpoint: 'notifications.webhook_endpoints',
};

async function somebody(api: RunningApi, name: string): Promise<{ id: string; client: ApiClient }> {
  const email = `${name}@example.org`;
  const { id } = await api.app
    .get(CreateAccount)
    .execute(systemActor(null, 'cli'), { name, email, password });
  return { id, client: await new ApiClient(api.url).in(slug).signIn(email, password) };
}

/** Administrator of another co-operative, and nobody in this one. */
async function foreigner(api: RunningApi): Promise<ApiClient> {
  const { id, client } = await somebody(api, 'smith');
  await api.app.get(FoundCooperative).execute(systemActor(null, 'cli'), {
    slug: 'forge',
    name: 'The Forge',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    founder: { accountId: id, displayName: 'Smith', classKey: 'worker' },
  });
  return client;
}

async function applicant(api: RunningApi): Promise<ApiClient> {
  const { client } = await somebody(api, 'applicant');
  await client.change(`mutation { membershipApply(input: { classKey: "worker",
    displayName: "Applicant" }) { userErrors { code message } } }`);
  return client;
}

async function partner(api: RunningApi, administrator: ApiClient): Promise<ApiClient> {
  const { partners } = await administrator.query<{ partners: { id: string }[] }>(
    '{ partners { id } }',
  );
  const { secret } = await administrator.change<{ secret: string }>(
    `mutation ($id: ID!, $scopes: [String!]!) { apiKeyIssue(input: { partnerId: $id,
       name: "machine", scopes: $scopes }) { secret userErrors { code message } } }`,
    { id: partners[0]?.id, scopes: [...knownScopes()] },
  );
  return new ApiClient(api.url).in(slug).withKey(secret);
}

/** An account of its own that comes from a source; the demo's own has none. */
async function connectTill(treasurer: ApiClient): Promise<void> {
  const { bankAccount } = await treasurer.change<{ bankAccount: { id: string } }>(
    `mutation { bankAccountRegister(input: { label: "Till", holderName: "Millpond",
       accountNumber: "100200300", currency: "EUR", rail: SIMULATED }) {
       bankAccount { id } userErrors { code message } } }`,
  );
  await treasurer.change(
    `mutation ($id: ID!, $source: String!) { sourceConnect(input: { bankAccountId: $id,
       source: $source, settingsJson: "{}" }) { userErrors { code message } } }`,
    { id: bankAccount.id, source: quietSource.name },
  );
}

/** What the demo's year leaves out: each made over the API, by whoever may. */
async function furnish({ member, treasurer, administrator }: Clients): Promise<void> {
  const errors = 'userErrors { code message }';
  await member.change(
    `mutation { personalTokenCreate(input: { name: "backup", scopes: ["identity:read"] }) {
       ${errors} } }`,
  );
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await member.change(
    `mutation ($from: Date!, $until: Date!) { duesWaiverAsk(input: { amountMinor: "0",
       fromOn: $from, untilOn: $until }) { ${errors} } }`,
    { from: day(1), until: day(60) },
  );
  const { viewer } = await administrator.query<{ viewer: { member: { id: string } } }>(
    '{ viewer { member { id } } }',
  );
  for (const client of [treasurer, member]) {
    await client.change(
      `mutation ($id: ID!) { delegationGive(input: { delegateId: $id }) { ${errors} } }`,
      { id: viewer.member.id },
    );
  }
  for (const title of ['Spring', 'Summer']) {
    await administrator.change(
      `mutation ($title: String!) { assemblyBegin(title: $title) { ${errors} } }`,
      { title },
    );
  }
  await connectTill(treasurer);
  await treasurer.change(
    `mutation { csvProfileSave(input: { name: "our-bank", bookingDate: "Day", amount: "Sum" }) {
       ${errors} } }`,
  );
  for (const email of ['someone@example.org', 'another@example.org']) {
    await administrator.change(
      `mutation ($email: String!) { invitationSend(input: { email: $email, classKey: "worker" }) {
         ${errors} } }`,
      { email },
    );
  }
  await administrator.change(
    `mutation { webhookAdd(input: { types: ["*"], url: "https://hooks.example.org/a" }) {
       ${errors} } }`,
  );
}

/** The newest of each kind, and at least one. */
async function existing(adminUrl: string): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  // Nobody listens: what the webhook would have been told of was given up.
  await client.query(`
    insert into notifications.webhook_deliveries
      (id, cooperative_id, endpoint_id, fact_id, state, created_at)
    select gen_random_uuid(), f.cooperative_id, e.id, f.id, 'given-up', f.occurred_at
    from notifications.webhook_endpoints e join platform.facts f
      on f.cooperative_id = e.cooperative_id and f.visibility <> 'private'`);
  const ids = new Map<string, string>();
  for (const [type, table] of Object.entries(tables)) {
    const { rows } = await client.query<{ id: string }>(
      `select id from ${table} order by id desc limit 1`,
    );
    const id = rows[0]?.id;
    if (id === undefined) throw new Error(`there is no ${type} in the cast`);
    ids.set(type, id);
  }
  const { rows } = await client.query<{ id: string }>(
    `select id from membership.members where display_name = 'Casimir Oyelaran'`,
  );
  ids.set('Member', rows[0]?.id ?? newId());
  const others = await client.query<{ id: string }>(
    `select m.id from membership.members m where m.standing = 'active'
       and m.display_name <> 'Casimir Oyelaran' and not exists
         (select from membership.role_terms t where t.member_id = m.id) order by m.id limit 1`,
  );
  ids.set('SomebodyElse', others.rows[0]?.id ?? newId());
  await client.end();
  return ids;
}

async function gatherClients(api: RunningApi): Promise<Clients> {
  const stranger = new ApiClient(api.url).in(slug);
  const [member, treasurer, administrator, former] = await Promise.all(
    Object.values(members).map((key) => stranger.signIn(`${key}@millpond.example`, password)),
  );
  if (!member || !treasurer || !administrator || !former) {
    throw new Error('the members are not there');
  }
  await former.change('mutation { membershipLeave { userErrors { code message } } }');
  return {
    anonymous: stranger,
    applicant: await applicant(api),
    member,
    treasurer,
    administrator,
    partner: await partner(api, administrator),
    foreigner: await foreigner(api),
    former,
  };
}

/** The demo's year takes as long as all that is asked of it, so that casts of a run share one. */
const demoYear = () =>
  createFilledService('demo_year', (env) => {
    const keys = [...Object.values(members), ...Object.values(officers)];
    return makeDemoYear(env, new Date(), new Map(keys.map((key) => [key, password])), 'year');
  });

/** Gathers everybody. Call `close` in `afterAll`. */
export async function gatherCast(): Promise<Cast> {
  const service = await demoYear();
  const api = await startApi({ env: service.env });
  const clients = await gatherClients(api);
  await furnish(clients);
  const ids = await existing(service.database.adminUrl);
  const plainIdOf = (type: string): string => ids.get(type) ?? newId();
  const audienceOf = (asker: ActorName): IdAudience => (outside.has(asker) ? 'stranger' : 'inside');
  return {
    api,
    client: (actor) => clients[actor],
    plainIdOf,
    idOf: (type, asker = 'administrator', see = 'name') =>
      type === 'Member'
        ? toShownMemberId(plainIdOf(type), audienceOf(asker), see)
        : toIdOf(type, plainIdOf(type), audienceOf(asker)),
    audienceOf,
    signIn: (key) => clients.anonymous.signIn(`${key}@millpond.example`, password),
    env: service.env,
    adminUrl: service.database.adminUrl,
    close: async () => {
      await api.close();
      await service.close();
    },
  };
}

/**
 * From now on nothing that a request does is kept: each commit becomes a rollback, so that every
 * cell of the matrix meets the same co-operative.
 */
export function keepNothing(): () => void {
  const prototype = pg.Client.prototype as unknown as {
    query: (...args: unknown[]) => unknown;
  };
  const query = prototype.query;
  const spy = vi.spyOn(prototype, 'query');
  spy.mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    if (args[0] !== 'commit') return query.apply(this, args);
    const undone = query.call(this, 'rollback') as Promise<object>;
    return undone.then((result) => ({ ...result, command: 'COMMIT' }));
  });
  return () => spy.mockRestore();
}
