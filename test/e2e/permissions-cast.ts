import { CreateAccount, knownScopes } from '@rochdale/identity';
import { AppointRole, FoundCooperative } from '@rochdale/membership';
import { RegisterPartner } from '@rochdale/partners';
import { newId, systemActor } from '@rochdale/platform';
import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import pg from 'pg';
import { vi } from 'vitest';
import { toGlobalId } from '../../apps/api/src/graphql/kit/global-id.js';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi } from '../../apps/api/src/main.js';

/** Who tries every door, in the order of the matrix. */
export const actorNames = [
  'anonymous',
  'applicant',
  'member',
  'treasurer',
  'administrator',
  'partner',
  'foreigner',
] as const;
export type ActorName = (typeof actorNames)[number];
export type RequestHeaders = Readonly<Record<string, string>>;

/** A co-operative with somebody of every kind, and one thing of every kind that is easily made. */
export interface Cast {
  readonly api: RunningApi;
  readonly headers: Readonly<Record<ActorName, RequestHeaders>>;
  readonly client: (actor: ActorName) => ApiClient;
  /** A global id of that type: of a thing that is there, or of none when nobody made one. */
  readonly idOf: (type: string) => string;
  readonly close: () => Promise<void>;
}

const password = 'a long enough password';

/** Where the things live that have ids of their own. */
const tables: Readonly<Record<string, string>> = {
  Application: 'membership.applications',
  ApiKey: 'identity.api_keys',
  Cooperative: 'membership.cooperatives',
  DecisionPolicy: 'governance.policies',
  DuesPlan: 'dues.plans',
  Expense: 'expenses.expenses',
  ExpenseItem: 'expenses.items',
  Fund: 'treasury.funds',
  LedgerAccount: 'ledger.accounts',
  LedgerTransaction: 'ledger.transactions',
  Member: 'membership.members',
  Partner: 'partners.partners',
  PersonalToken: 'identity.personal_tokens',
  Pledge: 'dues.pledges',
  Proposal: 'governance.proposals',
  RoleTerm: 'membership.role_terms',
  Session: 'identity.sessions',
};

async function post(api: RunningApi, path: string, body: object, headers: RequestHeaders = {}) {
  const { text } = await new ApiClient(api.url, headers).post(path, body);
  return JSON.parse(text) as Record<string, unknown>;
}

async function account(api: RunningApi, name: string) {
  const email = `${name}@example.org`;
  const made = await api.app
    .get(CreateAccount)
    .execute(systemActor(null, 'cli'), { name, email, password });
  const { token } = await post(api, '/auth/sign-in/email', { email, password });
  const headers = { authorization: `Bearer ${String(token)}`, 'x-cooperative': 'mill' };
  return { id: made.id, headers };
}

async function found(api: RunningApi, slug: string, founder: string) {
  const { id: accountId, headers } = await account(api, founder);
  const founded = await api.app.get(FoundCooperative).execute(systemActor(null, 'cli'), {
    slug,
    name: slug,
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    founder: { accountId, displayName: founder, classKey: 'worker' },
  });
  return { headers, cooperativeId: founded.cooperative.id };
}

/** Makes a change that has to work, and tells what came of it. */
async function change(api: RunningApi, headers: RequestHeaders, mutation: string) {
  const query = `mutation { payload: ${mutation} }`;
  const body = await post(api, '/graphql', { query }, headers);
  const { payload } = (body['data'] ?? {}) as { payload?: Record<string, unknown> };
  const problems = (payload?.['userErrors'] ?? [body]) as object[];
  if (problems.length > 0) throw new Error(`${mutation}: ${JSON.stringify(problems)}`);
  return payload as Readonly<Record<string, { readonly id: string } & string>>;
}

async function applicant(api: RunningApi, name: string) {
  const { headers } = await account(api, name);
  const { application } = await change(
    api,
    headers,
    `membershipApply(input: { classKey: "worker", displayName: "${name}" }) {
       application { id } userErrors { code message } }`,
  );
  return { headers, applicationId: application?.id ?? '' };
}

async function member(api: RunningApi, name: string, administrator: RequestHeaders) {
  const { headers, applicationId } = await applicant(api, name);
  const admitted = await change(
    api,
    administrator,
    `membershipAdmit(applicationId: "${applicationId}") {
       member { id } userErrors { code message } }`,
  );
  const id = Buffer.from(admitted['member']?.id ?? '', 'base64url').toString('utf8');
  return { headers, memberId: id.slice(id.indexOf(':') + 1) };
}

/** One thing of each kind, made by whoever may. */
async function furnish(api: RunningApi, by: Pick<Cast['headers'], 'member' | 'treasurer'>) {
  const errors = 'userErrors { code message }';
  await change(
    api,
    by.member,
    `personalTokenCreate(input: { name: "backup", scopes: ["identity:read"] }) { ${errors} }`,
  );
  await change(
    api,
    by.member,
    `proposalDraft(input: { title: "A kettle", body: "The old one leaks.",
       policyKey: "ordinary" }) { ${errors} }`,
  );
  await change(
    api,
    by.treasurer,
    `fundCreate(input: { key: "disks", name: "Disks", purpose: "New disks",
       currency: "EUR" }) { ${errors} }`,
  );
  await change(
    api,
    by.treasurer,
    `journalEntryRecord(input: { idempotencyKey: "opening", description: "Opening",
       currency: "EUR", lines: [{ accountKey: "bank", amountMinor: "1000" },
         { accountKey: "opening-balance", amountMinor: "-1000" }] }) { ${errors} }`,
  );
}

async function existing(adminUrl: string): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const ids = new Map<string, string>();
  for (const [type, table] of Object.entries(tables)) {
    const { rows } = await client.query<{ id: string }>(
      `select id from ${table} order by id desc limit 1`,
    );
    ids.set(type, rows[0]?.id ?? newId());
  }
  await client.end();
  return ids;
}

async function partnerKey(api: RunningApi, cooperativeId: string, by: RequestHeaders) {
  const input = { name: 'Cloud' };
  const partner = await api.app
    .get(RegisterPartner)
    .execute(systemActor(cooperativeId, 'cli'), input);
  const { secret } = await change(
    api,
    by,
    `apiKeyIssue(input: { partnerId: "${toGlobalId('Partner', partner.id)}", name: "machine",
       scopes: ${JSON.stringify([...knownScopes()])} }) { secret userErrors { code message } }`,
  );
  return { 'x-api-key': String(secret), 'x-cooperative': 'mill' };
}

/** Gathers everybody. Call `close` in `afterAll`. */
export async function gatherCast(): Promise<Cast> {
  const service = await createServiceEnvironment();
  const api = await startApi({ env: service.env });
  const { headers: administrator, cooperativeId } = await found(api, 'mill', 'founder');
  const { headers: elsewhere } = await found(api, 'forge', 'smith');
  await change(api, administrator, 'policyPackAdopt(pack: "defaults") { userErrors { code } }');
  const treasurer = await member(api, 'treasurer', administrator);
  await api.app.get(AppointRole).execute(systemActor(cooperativeId, 'cli'), {
    memberId: treasurer.memberId,
    role: 'treasurer',
    startsAt: new Date(0),
  });
  const ordinary = await member(api, 'member', administrator);
  const headers = {
    anonymous: { 'x-cooperative': 'mill' },
    applicant: (await applicant(api, 'applicant')).headers,
    member: ordinary.headers,
    treasurer: treasurer.headers,
    administrator,
    partner: await partnerKey(api, cooperativeId, administrator),
    foreigner: elsewhere,
  };
  await furnish(api, headers);
  const ids = await existing(service.database.adminUrl);
  ids.set('Member', ordinary.memberId);
  ids.set('Cooperative', cooperativeId);
  return {
    api,
    headers,
    client: (actor) => new ApiClient(api.url, headers[actor]),
    idOf: (type) => toGlobalId(type, ids.get(type) ?? newId()),
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
