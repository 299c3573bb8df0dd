import { buildSchema, isObjectType } from 'graphql';
import { allFacts, readGlobalId } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { runHere } from '../../apps/cli/src/testing/run-here.js';
import { printSchemaSdl } from '../../apps/api/src/main.js';
import { AskedList, listsOf } from './connections-asking.js';
import { camt053 } from './money-world.js';
import type { ActorName, Cast } from './permissions-cast.js';
import { routesOf } from './permissions-routes.js';

const plain = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** Names of requests, files and retries: ids of nothing that can be asked for. */
const noIds: ReadonlySet<string> = new Set(['requestId', 'idempotencyKey', 'reference']);

/** What facts are about that GraphQL does not show. */
const unseen: ReadonlySet<string> = new Set(['Account', 'Letter']);

/** Where in an answer an id of the database stands. */
function plainIdsIn(value: unknown, path: readonly string[] = []): string[] {
  const name = path.findLast((part) => !/^\d+$/.test(part)) ?? '';
  if (typeof value === 'string') {
    return plain.test(value) && !noIds.has(name) ? [`${path.join('.')}: ${value}`] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => plainIdsIn(one, [...path, key]));
}

/** Routes that answer with ids, and who asks them; the rest answers with none. */
const withIds: Readonly<Record<string, ActorName>> = {
  'POST /files': 'member',
  'POST /bank/statements': 'treasurer',
  'POST /bank/statements/preview': 'treasurer',
  'GET /partner/v1/erased-members': 'partner',
  'GET /partner/v1/statements': 'partner',
};

/** Routes whose answers are pages, texts, files, or somebody else’s words. */
const withoutIds = [
  /^GET \/(health|metrics|openapi|graphql|graphiql|pages|v1\/reports|development)/,
  /^GET \/(files\/|bank\/|own-archive|partner\/v1\/openapi)/,
  /^POST \/(graphql|pages|hooks|partner\/v1\/usage-events)/,
  /\/auth\/\*$/,
];

async function answersOf(cast: Cast): Promise<Record<string, unknown>> {
  const pdf = { name: 'receipt.pdf', bytes: '%PDF-1.4\n%%EOF\n' };
  const statement = {
    name: 'statement.xml',
    bytes: camt053([{ minor: 100n, reference: 'x' }], { day: '2026-03-02' }),
  };
  const as = (route: string) => cast.client(withIds[route] ?? 'anonymous');
  const sent = {
    'POST /files': await as('POST /files').upload('/files', pdf),
    'POST /bank/statements': await as('POST /bank/statements').upload(
      '/bank/statements',
      statement,
    ),
    'POST /bank/statements/preview': await as('POST /bank/statements/preview').upload(
      '/bank/statements/preview',
      statement,
    ),
    'GET /partner/v1/erased-members': await as('GET /partner/v1/erased-members').get(
      '/partner/v1/erased-members',
    ),
    'GET /partner/v1/statements': await as('GET /partner/v1/statements').get(
      '/partner/v1/statements',
    ),
  };
  return Object.fromEntries(
    Object.entries(sent).map(([route, { status, text }]) => {
      expect([route, status < 300], text).toEqual([route, true]);
      return [route, JSON.parse(text) as unknown];
    }),
  );
}

const told = (cast: Cast, args: readonly string[]) => runHere(cast.env, args);

function checkLists(given: () => Cast): void {
  it('in every list of GraphQL, the data of facts among them', async () => {
    const cast = given();
    const schema = buildSchema(await printSchemaSdl());
    const found: string[] = [];
    for (const operation of listsOf(schema)) {
      const asked = await AskedList.of(cast, operation);
      found.push(...plainIdsIn(await asked.answered(50), [operation.name]));
    }
    expect(found).toEqual([]);
  }, 120_000);
}

function checkFacts(given: () => Cast): void {
  it('in facts, where each says what it is of', async () => {
    const cast = given();
    const schema = buildSchema(await printSchemaSdl());
    const client = cast.client('administrator');
    const { factTypes } = await client.query<{
      factTypes: { type: string; subjectKinds: string[]; dataSchemaJson: string }[];
    }>('{ factTypes { type subjectKinds dataSchemaJson } }');
    expect(factTypes).toHaveLength(allFacts().size);
    const types = factTypes.flatMap(({ dataSchemaJson }) =>
      [...dataSchemaJson.matchAll(/"idOf":"(\w+)"/g)].map(([, type = '']) => type),
    );
    expect(factTypes.filter(({ dataSchemaJson }) => dataSchemaJson.includes('"uuid"'))).toEqual([]);
    const shown = (type: string) => unseen.has(type) || isObjectType(schema.getType(type));
    expect([...new Set(types)].filter((type) => !shown(type))).toEqual([]);
    const { auditTrail } = await client.query<{
      auditTrail: { edges: { node: { subjectId: string } }[] };
    }>('{ auditTrail(first: 100) { edges { node { subjectId } } } }');
    // Of what is between a person and the treasurers an administrator is told no subject.
    const told = auditTrail.edges.filter(({ node }) => node.subjectId !== '');
    expect(told.length).toBeGreaterThan(5);
    const subjects = told.map(({ node }) => readGlobalId(node.subjectId, 'inside').type);
    expect(subjects.filter((type) => !shown(type))).toEqual([]);
  });
}

function checkRoutes(given: () => Cast): void {
  it('over REST, on every route', async () => {
    const cast = given();
    const server = cast.api.app.getHttpAdapter().getInstance();
    const others = routesOf(server.printRoutes()).filter(
      (route) => !withoutIds.some((pattern) => pattern.test(route)),
    );
    expect(others.filter((route) => !route.includes(':')).toSorted()).toEqual(
      Object.keys(withIds).toSorted(),
    );
    const answers = await answersOf(cast);
    expect(plainIdsIn(answers)).toEqual([]);
    const { items } = answers['GET /partner/v1/statements'] as { items: { id: string }[] };
    const { node } = await cast
      .client('partner')
      .query<{ node: object }>('query ($id: ID!) { node(id: $id) { __typename id } }', {
        id: items[0]?.id,
      });
    expect(node).toEqual({ __typename: 'UsageStatement', id: items[0]?.id });
  });
}

function checkOwnData(given: () => Cast): void {
  it('in what is handed to a person of their own', async () => {
    const cast = given();
    const found: string[] = [];
    for (const actor of ['member', 'administrator', 'treasurer'] as const) {
      const { ownData } = await cast.client(actor).query<{ ownData: string }>('{ ownData }');
      const own = JSON.parse(ownData) as { membership: { member: { id: string } } };
      expect(readGlobalId(own.membership.member.id, 'inside').type).toBe('Member');
      found.push(...plainIdsIn(own));
    }
    expect(found).toEqual([]);
  });
}

function checkTaken(given: () => Cast): void {
  it('where it is taken, and the older form still is', async () => {
    const cast = given();
    const treasurer = cast.client('treasurer');
    for (const id of [cast.idOf('File'), cast.plainIdOf('File')]) {
      expect((await treasurer.get(`/files/${id}`)).status).toBe(200);
    }
    for (const id of [cast.idOf('Cooperative'), cast.plainIdOf('Cooperative')]) {
      const there = await treasurer.in(id).query('{ viewer { member { id } } }');
      expect(there).not.toMatchObject({ viewer: { member: null } });
    }
    for (const subjectId of [cast.idOf('Member'), cast.plainIdOf('Member')]) {
      const { auditTrail } = await cast
        .client('administrator')
        .query<{ auditTrail: { edges: object[] } }>(
          'query ($subjectId: String) { auditTrail(subjectId: $subjectId) { edges { cursor } } }',
          { subjectId },
        );
      expect(auditTrail.edges).not.toEqual([]);
    }
  });
}

function checkCommands(given: () => Cast): void {
  it('on the command line', async () => {
    const cast = given();
    const listed = await told(cast, ['jobs', 'list', '--status', 'done', '--json']);
    expect(listed).toMatchObject({ code: 0 });
    const jobs = JSON.parse(listed.text) as { id: string; cooperativeId: string | null }[];
    expect(jobs.length).toBeGreaterThan(10);
    expect(jobs.map(({ id }) => readGlobalId(id, 'inside').type)).toEqual(jobs.map(() => 'Job'));
    expect(plainIdsIn(jobs.map(({ id, cooperativeId }) => [id, cooperativeId]))).toEqual([]);
    for (const id of [cast.idOf('Job'), cast.plainIdOf('Job')]) {
      const { text } = await told(cast, ['jobs', 'retry', id]);
      expect(text).toContain('there is no dead job');
    }
  });
}

/** Whatever gives out an id gives the one that GraphQL gives, and takes it. */
export function compareIds(given: () => Cast): void {
  describe('an id is of one kind', () => {
    checkLists(given);
    checkFacts(given);
    checkRoutes(given);
    checkOwnData(given);
    checkTaken(given);
    checkCommands(given);
  });
}
