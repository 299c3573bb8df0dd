import { buildSchema, getNamedType, isLeafType, isNonNullType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toIdOf } from '../../apps/api/src/graphql/kit/node/global-id.js';
import { actorNames } from './permissions-cast.js';
import type { ActorName, Cast } from './permissions-cast.js';
import { nodeTypesOf } from './permissions-operations.js';

type Cells = Readonly<Record<ActorName, string>>;
type Rows = Readonly<Record<string, Cells>>;

const file = new URL('permissions.fields.json', import.meta.url);

/** What is about whoever asks is another thing for each. */
const isAboutTheAsker = ({ name }: GraphQLField<unknown, unknown>): boolean =>
  name.startsWith('viewer');

function fieldsOf(type: GraphQLObjectType): GraphQLField<unknown, unknown>[] {
  return Object.values(type.getFields())
    .filter((field) => !isAboutTheAsker(field) && field.name !== 'id')
    .filter(({ args }) => !args.some((arg) => isNonNullType(arg.type)));
}

function asking({ name, type }: GraphQLField<unknown, unknown>): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return name;
  return named.name.endsWith('Connection')
    ? `${name}(first: 1) { edges { cursor } }`
    : `${name} { __typename }`;
}

function wordFor(value: unknown): string {
  if (value === null || value === undefined) return 'hidden';
  const rows = Array.isArray(value)
    ? (value as readonly unknown[])
    : (value as { readonly edges?: readonly unknown[] }).edges;
  return rows?.length === 0 ? 'nothing' : 'shown';
}

/** What one of the cast is shown of a thing, field by field; null when it is not there for them. */
async function shownTo(
  cast: Cast,
  actor: ActorName,
  type: GraphQLObjectType,
): Promise<ReadonlyMap<string, string> | null> {
  const fields = fieldsOf(type);
  // A member asks for somebody else: of oneself much more is shown.
  const plain = cast.plainIdOf(type.name === 'Member' ? 'SomebodyElse' : type.name);
  const id = toIdOf(type.name, plain, cast.audienceOf(actor));
  const query = `{ it: node(id: "${id}") { ... on ${type.name} {
    ${fields.map((field) => asking(field)).join(' ')} } } }`;
  type Answer = { readonly it: Readonly<Record<string, unknown>> | null };
  const { data, errors = [] } = await cast.client(actor).answer<Answer>(query);
  const seen = data?.it ?? null;
  if (seen === null) return null;
  const codes = new Map(
    errors.map(({ path, extensions }) => [String(path?.[1]), extensions.code] as const),
  );
  return new Map(fields.map(({ name }) => [name, codes.get(name) ?? wordFor(seen[name])]));
}

/**
 * The fields that are not shown to everybody who sees their object, of one object of every type
 * that has an id: a row each, as for operations. `unseen`: they do not see the object.
 */
async function guardedFields(cast: Cast, schema: GraphQLSchema): Promise<Rows> {
  const rows: Record<string, Cells> = {};
  for (const name of nodeTypesOf(schema)) {
    const type = schema.getType(name);
    if (!isObjectType(type)) continue;
    const shown = new Map<ActorName, ReadonlyMap<string, string> | null>();
    for (const actor of actorNames) shown.set(actor, await shownTo(cast, actor, type));
    for (const field of fieldsOf(type)) {
      const cells = Object.fromEntries(
        actorNames.map((actor) => [actor, shown.get(actor)?.get(field.name) ?? 'unseen'] as const),
      ) as Cells;
      const words = new Set(Object.values(cells).filter((word) => word !== 'unseen'));
      if (words.size > 1) rows[`${name}.${field.name}`] = cells;
    }
  }
  return rows;
}

/** What is kept from some who see a thing is the same as was committed, field by field. */
export function guardFields(cast: () => Cast): void {
  describe('the fields of things', () => {
    it('are shown to whom they were shown, and to nobody else', async () => {
      const sdl = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
      const rows = await guardedFields(cast(), buildSchema(sdl));
      if (process.env['UPDATE_MATRIX'] === '1') {
        writeFileSync(file, `${JSON.stringify(rows, null, 2)}\n`);
      }
      expect(rows).toEqual(JSON.parse(readFileSync(file, 'utf8')));
      expect(Object.keys(rows)).toContain('Member.displayName');
    });
  });
}
