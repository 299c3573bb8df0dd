import fc from 'fast-check';
import { buildSchema, isInputObjectType, isLeafType, isListType, isNonNullType } from 'graphql';
import type { GraphQLInputType } from 'graphql';
import { newId, toIdOf } from '@rochdale/platform';
import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toGlobalId } from '../../apps/api/src/graphql/kit/node/global-id.js';
import { printSchemaSdl } from '../../apps/api/src/main.js';
import { complaintsAboutIds, complaintsAboutSought, idPathsOf } from './foreign-ids.js';
import { complaintsAboutJsonId, jsonIds } from './ids-in-json.js';
import { ask, askPlausibly } from './permissions-asking.js';
import { gatherCast, keepNothing } from './permissions-cast.js';
import type { Cast } from './permissions-cast.js';
import { operationsOf, requestOf, variablesOf, withValue } from './permissions-operations.js';
import type { IdTypes, Operation } from './permissions-operations.js';

const seed = 20_260_101;
const runsPerOperation = 12;

let cast: Cast;
let smith: ApiClient;
let keepAgain: () => void;
let operations: readonly Operation[];

beforeAll(async () => {
  operations = operationsOf(buildSchema(await printSchemaSdl()));
  cast = await gatherCast();
  smith = await treasurerElsewhere();
  keepAgain = keepNothing();
}, 240_000);

afterAll(async () => {
  keepAgain();
  await cast.close();
});

/** Holds offices of another co-operative that act for others; it decides as the defaults say. */
async function treasurerElsewhere(): Promise<ApiClient> {
  const client = cast.client('foreigner').in('forge');
  const { viewer } = await client.query<{ viewer: { member: { id: string } } }>(
    '{ viewer { member { id } } }',
  );
  for (const role of ['TREASURER', 'SECRETARY']) {
    await client.change(
      `mutation ($id: ID!, $role: Role!) { roleAppoint(input: { memberId: $id, role: $role }) {
         userErrors { code message } } }`,
      { id: viewer.member.id, role },
    );
  }
  await client.change(
    'mutation { policyPackAdopt(pack: "defaults") { userErrors { code message } } }',
  );
  return client;
}

/** What nobody should send, by scalar. */
const garbage: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  String: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      '',
      ' ',
      '\u0000',
      'a\u0000b',
      '\ud800',
      'x'.repeat(20_000),
      '{',
      'null',
      '../',
    ),
    fc.constantFrom(`'; drop table ledger.postings; --`, '1/0', '9'.repeat(400), '-1', '{"a":1}'),
  ),
  ID: fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom(
      '',
      '0',
      newId(),
      toGlobalId('Nothing', newId()),
      toIdOf('Member', newId(), 'stranger'),
    ),
  ),
  BigInt: fc.oneof(
    fc.constantFrom('9223372036854775807', '9223372036854775808', '-9223372036854775808', '1e3'),
    fc.constantFrom('', '-0', '0', '1.5', ' 1', 'NaN', '9'.repeat(60), 1.5, 2 ** 60, true),
  ),
  Int: fc.constantFrom(0, -1, 2_147_483_647, -2_147_483_648, 2 ** 40, 1.5, 'x'),
  Float: fc.constantFrom(0, -1, 1e308, 'x'),
  Boolean: fc.constantFrom(true, false, 'x'),
  Decimal: fc.constantFrom('', '1,5', '0x10', '1e400', '-0.000000001', '9'.repeat(60)),
  Date: fc.constantFrom('2025-02-30', '0000-00-00', '9999-12-31', '0001-01-01', 'x', '', 5),
  DateTime: fc.constantFrom('2025-02-30T00:00:00Z', '9999-12-31T23:59:59Z', '0001-01-01', 'x', 5),
};

interface Leaf {
  readonly path: readonly string[];
  readonly scalar: string;
}

/** Where an operation takes a scalar, the optional ones too. */
function leavesOf(type: GraphQLInputType, path: readonly string[]): Leaf[] {
  if (isNonNullType(type)) return leavesOf(type.ofType, path);
  if (isListType(type)) return leavesOf(type.ofType, [...path, '0']);
  if (isLeafType(type)) return [{ path, scalar: type.name }];
  if (!isInputObjectType(type) || path.length > 6) return [];
  const fields = Object.values(type.getFields());
  return fields.flatMap((field) => leavesOf(field.type, [...path, field.name]));
}

/** What is wrong with an answer to garbage, if anything is. */
function complaint(status: number, text: string): string | null {
  if (status >= 500) return `status ${status}`;
  if (/"INTERNAL"|NO CODE/.test(text)) return 'an error that nobody foresaw';
  return /node_modules|\.ts:\d|\.js:\d|select .* from/i.test(text)
    ? 'it tells of the inside'
    : null;
}

async function complaintsAbout(operation: Operation): Promise<string[]> {
  const idTypes: IdTypes = new Map();
  await askPlausibly(cast, operation, 'administrator', idTypes);
  const good = variablesOf(operation, idTypes, (type) => cast.idOf(type));
  const leaves = operation.field.args.flatMap((arg) => leavesOf(arg.type, [arg.name]));
  if (leaves.length === 0) return [];
  const attack = fc
    .constantFrom(...leaves)
    .chain(({ path, scalar }) => fc.tuple(fc.constant(path), garbage[scalar] ?? fc.string()));
  const found: string[] = [];
  for (const [path, value] of fc.sample(attack, { seed, numRuns: runsPerOperation })) {
    const variables = withValue(good, path, value) as Readonly<Record<string, unknown>>;
    for (const actor of ['administrator', 'treasurer'] as const) {
      const request = requestOf(operation, variables);
      const { status, text } = await ask(cast, actor, request);
      const wrong = complaint(status, text);
      if (wrong !== null) {
        const shown = JSON.stringify(value).slice(0, 60);
        found.push(`${operation.name} ${path.join('.')} = ${shown}: ${wrong}`);
      }
    }
  }
  return [...new Set(found)];
}

describe('whatever is sent', () => {
  it.each(['mutation', 'query'] as const)(
    'a %s answers with a code, never with a failure of the service',
    async (kind) => {
      const found: string[] = [];
      for (const operation of operations.filter((one) => one.kind === kind)) {
        found.push(...(await complaintsAbout(operation)));
      }
      expect(found).toEqual([]);
    },
    240_000,
  );
});

/** Cursors that are JSON as ours are, and say something else. */
const cursors = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.json({ maxDepth: 2 }).map((text) => Buffer.from(text).toString('base64url')),
  fc
    .array(
      fc.constantFrom('', 'a', '0', '1e999', '-1', '2026-02-30', '\u0000', newId(), '9'.repeat(40)),
      { minLength: 1, maxLength: 4 },
    )
    .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url')),
);

describe('a cursor', () => {
  it('with wrong contents is refused as one, by every list', async () => {
    const found: string[] = [];
    const paged = operations.filter(
      ({ kind, field }) => kind === 'query' && field.args.some(({ name }) => name === 'after'),
    );
    expect(paged.length).toBeGreaterThan(15);
    for (const operation of paged) {
      const idTypes: IdTypes = new Map();
      await askPlausibly(cast, operation, 'administrator', idTypes);
      for (const after of fc.sample(cursors, { seed, numRuns: 10 })) {
        const variables = { ...variablesOf(operation, idTypes, (type) => cast.idOf(type)), after };
        const { answer } = await ask(cast, 'administrator', requestOf(operation, variables));
        const code = typeof answer === 'string' ? answer : answer.code;
        if (/^(ok|nothing|INVALID_CURSOR|FORBIDDEN)$/.test(code)) continue;
        found.push(`${operation.name} after ${JSON.stringify(after)}: ${code}`);
      }
    }
    expect(found).toEqual([]);
  }, 120_000);
});

/** Ids of the demo's co-operative, which lead nowhere in another one. */
async function foreignIds(): Promise<(type: string) => string> {
  const { viewer } = await cast
    .client('administrator')
    .query<{ viewer: { member: { roles: { id: string }[] } } }>(
      '{ viewer { member { roles { id } } } }',
    );
  // Of terms of office the newest is the asker's own.
  const term = viewer.member.roles[0]?.id ?? '';
  return (type) => (type === 'RoleTerm' ? term : cast.idOf(type));
}

describe('an id', () => {
  it('that leads nowhere here is refused with a code that names its field', async () => {
    const withIds = operations.filter(
      (one) => one.kind === 'mutation' && idPathsOf(one).length > 0,
    );
    expect(withIds.length).toBeGreaterThan(40);
    const foreign = await foreignIds();
    const found: string[] = [];
    for (const operation of withIds) {
      // A session is a person's and no co-operative's: the newest is the asker's own.
      if (operation.name === 'Mutation.sessionRevoke') continue;
      const idTypes: IdTypes = new Map();
      await askPlausibly(cast, operation, 'administrator', idTypes);
      await askPlausibly(cast, operation, 'treasurer', idTypes);
      found.push(...(await complaintsAboutIds(smith, operation, idTypes, foreign)));
    }
    expect(found).toEqual([]);
  }, 240_000);

  it('that leads nowhere here shows nothing to whoever looks for it', async () => {
    const withIds = operations.filter((one) => one.kind === 'query' && idPathsOf(one).length > 0);
    expect(withIds.length).toBeGreaterThan(15);
    const foreign = await foreignIds();
    const found: string[] = [];
    for (const operation of withIds) {
      found.push(...(await complaintsAboutSought(smith, operation, foreign)));
    }
    expect(found).toEqual([]);
  }, 120_000);

  it('inside a JSON text that leads nowhere is refused by the text it stands in', async () => {
    const foreign = await foreignIds();
    const found: string[] = [];
    const ids = await jsonIds(smith);
    const { policies } = await smith.query<{ policies: { key: string }[] }>('{ policies { key } }');
    const policyKeys = policies.map(({ key }) => key);
    expect(ids.map(({ type }) => type)).toContain('Expense');
    for (const id of ids) {
      let takers = 0;
      for (const operation of operations.filter(({ kind }) => kind === 'mutation')) {
        const types: IdTypes = new Map();
        const wrong = await complaintsAboutJsonId(smith, operation, id, {
          types,
          foreign,
          policyKeys,
        });
        if (wrong === null) continue;
        takers += 1;
        found.push(...wrong);
      }
      expect([id.field, takers > 0]).toEqual([id.field, true]);
    }
    expect(found).toEqual([]);
  }, 120_000);
});
