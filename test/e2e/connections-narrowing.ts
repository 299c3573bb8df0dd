import { buildSchema, getNamedType, isInputObjectType } from 'graphql';
import type { GraphQLInputField, GraphQLObjectType } from 'graphql';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isConnection, listsOf } from './connections-asking.js';
import { askPlausibly } from './permissions-asking.js';
import type { ActorName, Cast } from './permissions-cast.js';
import { variablesOf } from './permissions-operations.js';
import type { IdTypes, Operation } from './permissions-operations.js';

const dayMs = 86_400_000;
/** What lists are searched by: a field of their rows that is among what is searched. */
const searched: Readonly<Record<string, string>> = {
  'Query.applications': 'applicant { displayName }',
  'Query.bankLines': 'freeText',
  'Query.expenses': 'title',
  'Query.ledgerTransactions': 'description',
  'Query.members': 'displayName',
  'Query.proposals': 'title',
};
/** The cast has none: a worker draws them up. */
const empty = new Set(['Query.paymentFiles']);

export interface Shown {
  readonly totalCount: number;
  readonly isTotalExact: boolean;
  readonly edges: readonly {
    readonly cursor: string;
    readonly node: Record<string, string | null>;
  }[];
}

export type Show = (
  args: Readonly<Record<string, unknown>>,
  filter?: Readonly<Record<string, unknown>>,
) => Promise<Shown>;

function filterFields({ field }: Operation): Readonly<Record<string, GraphQLInputField>> {
  const filter = field.args.find(({ name }) => name === 'filter');
  const type = filter === undefined ? null : getNamedType(filter.type);
  return isInputObjectType(type) ? type.getFields() : {};
}

/** How the first of the cast who may asks for the list. */
export async function showingOf(
  cast: Cast,
  operation: Operation,
  text = searched[operation.name] ?? '__typename',
): Promise<Show> {
  const askers: readonly ActorName[] = ['administrator', 'treasurer', 'member', 'partner'];
  for (const actor of askers) {
    const idTypes: IdTypes = new Map();
    if ((await askPlausibly(cast, operation, actor, idTypes)) !== 'ok') continue;
    const needed = variablesOf(operation, idTypes, (type) => cast.idOf(type, actor));
    return async (given, filter) => {
      const values = { ...needed, ...given, ...(filter === undefined ? {} : { filter }) };
      const args = operation.field.args.filter(({ name }) => Object.hasOwn(values, name));
      const declared = args.map(({ name, type }) => `$${name}: ${String(type)}`);
      const passed = args.map(({ name }) => `${name}: $${name}`);
      const document = `query (${declared.join(', ')}) {
        list: ${operation.field.name}(${passed.join(', ')}) {
          totalCount isTotalExact edges { cursor node { ${text} } } } }`;
      return (await cast.client(actor).query<{ list: Shown }>(document, values)).list;
    };
  }
  throw new Error(`nobody of the cast may ask ${operation.name}`);
}

/** What is read by `applicant { displayName }`. */
function textOf(node: object, selection = ''): string {
  const path = selection.match(/\w+/g) ?? [];
  const read = (value: unknown, name: string): unknown =>
    (value as Readonly<Record<string, unknown>> | null)?.[name];
  return (path.reduce(read, node) as string | null | undefined) ?? '';
}

const cursorsOf = ({ edges }: Shown): string[] => edges.map(({ cursor }) => cursor);

export function pagedLists(): (readonly [name: string, operation: Operation])[] {
  const text = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
  return listsOf(buildSchema(text))
    .filter(({ field }) => isConnection(getNamedType(field.type) as GraphQLObjectType))
    .map((operation) => [operation.name, operation] as const);
}

/** Lists are narrowed to what was asked for, and turned round, whatever they are lists of. */
export function narrowLists(cast: () => Cast): void {
  const lists = pagedLists();

  describe('a list turned round', () => {
    it.each(lists)('has the same rows from its other end: %s', async (_, operation) => {
      const show = await showingOf(cast(), operation);
      const newest = cursorsOf(await show({ first: 60, order: 'NEWEST_FIRST' }));
      const turned = cursorsOf(await show({ last: 60, order: 'OLDEST_FIRST' }));
      expect(turned.toReversed()).toEqual(newest);
      const oldest = cursorsOf(await show({ first: 5, order: 'OLDEST_FIRST' }));
      expect(cursorsOf(await show({ last: 5, order: 'NEWEST_FIRST' }))).toEqual(
        oldest.toReversed(),
      );
    });
  });

  const spans = lists.filter(([, operation]) => filterFields(operation)['from'] !== undefined);

  describe('a list of a span of time', () => {
    it.each(spans)('has what is before and what is after: %s', async (name, operation) => {
      const show = await showingOf(cast(), operation);
      const isDay = getNamedType(filterFields(operation)['from']!.type).name === 'Date';
      const at = (days: number): string =>
        new Date(Date.now() - days * dayMs).toISOString().slice(0, isDay ? 10 : undefined);
      const [start, middle] = [at(200), at(60)];
      const count = async (filter: Readonly<Record<string, unknown>>) => {
        const { totalCount, isTotalExact } = await show({ first: 1 }, filter);
        return isTotalExact ? totalCount : Infinity;
      };
      const before = await count({ from: start, before: middle });
      const after = await count({ from: middle });
      const all = await count({ from: start });
      expect(all > 0, 'narrowing proves something').toBe(!empty.has(name));
      if (all < Infinity) expect(before + after).toBe(all);
      expect(await count({ from: middle, before: start })).toBe(0);
    });
  });

  const texts = lists.filter(([name]) => Object.hasOwn(searched, name));

  it('has text to search wherever the schema says so', () => {
    const saying = lists.filter(([, operation]) => filterFields(operation)['text'] !== undefined);
    expect(saying.map(([name]) => name)).toEqual(Object.keys(searched));
  });

  describe('a list that is searched', () => {
    it.each(texts)('has what begins with the words, and only that: %s', async (name, operation) => {
      const show = await showingOf(cast(), operation);
      const of = (shown: Shown) => shown.edges.map(({ node }) => textOf(node, searched[name]));
      const all = of(await show({ first: 100 }));
      // A word from its beginning: references have letters between digits.
      const word = /(?<![\p{L}\p{N}])\p{L}{5,}/u.exec(all.join(' '))?.[0] ?? '';
      const beginning = word.slice(0, 4).toUpperCase();
      const found = of(await show({ first: 100 }, { text: `${beginning} ${word}` }));
      const isFound = (said: string): boolean =>
        said
          .toLowerCase()
          .split(/[^\p{L}\p{N}]+/u)
          .some((one) => one.startsWith(word.toLowerCase()));
      expect(found.length).toBeGreaterThan(0);
      expect(all.filter((said) => isFound(said)).every((said) => found.includes(said))).toBe(true);
      if (name !== 'Query.bankLines' && name !== 'Query.proposals') {
        expect(found.filter((said) => !isFound(said))).toEqual([]);
      }
      expect(of(await show({ first: 9 }, { text: `${word}-zzqx` }))).toEqual([]);
    });
  });
}
