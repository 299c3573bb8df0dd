import { getNamedType, isEnumType, isInputObjectType, isObjectType } from 'graphql';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { askPlausibly } from './permissions-asking.js';
import type { Cast } from './permissions-cast.js';
import { nodeTypesOf, operationsOf, variablesOf } from './permissions-operations.js';
import type { IdTypes, Operation } from './permissions-operations.js';
import { isPage } from './visibility-asking.js';
import type { Root, Said } from './visibility-asking.js';

/** What is one's own data, whole; and what takes an id of any kind, which is asked besides. */
const aside: ReadonlySet<string> = new Set(['node', 'ownData', 'tokenScopes']);
const rows = 30;

/** Each value of an argument that is an enumeration, and it left out. */
function chosen(operation: Operation, name: string): string[] {
  const argument = operation.field.args.find((arg) => arg.name === name);
  const type = argument === undefined ? undefined : getNamedType(argument.type);
  const values = isEnumType(type) ? type.getValues().map((value) => `${name}: ${value.name}`) : [];
  return ['', ...values];
}

async function rootsOf(cast: Cast, operation: Operation): Promise<Root[]> {
  const { field, name } = operation;
  const type = getNamedType(field.type);
  if (!isObjectType(type) || aside.has(field.name)) return [];
  const idTypes: IdTypes = new Map();
  await askPlausibly(cast, operation, 'administrator', idTypes);
  const variables = variablesOf(operation, idTypes, cast.idOf);
  const args = field.args.filter((arg) => Object.hasOwn(variables, arg.name));
  const declared = args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const needed = args.map((arg) => `${arg.name}: $${arg.name}`);
  const page = isPage(field) ? `first: ${rows}` : '';
  return chosen(operation, 'orderBy').map((order) => {
    const given = [...needed, page, order].filter((one) => one !== '').join(', ');
    return {
      name,
      type,
      variables,
      call: given === '' ? field.name : `${field.name}(${given})`,
      declared: declared === '' ? '' : `(${declared})`,
    };
  });
}

/** Every query that shows things, in each of its orders. */
export async function queriesOf(cast: Cast, schema: GraphQLSchema): Promise<Root[]> {
  const queries = operationsOf(schema).filter(({ kind }) => kind === 'query');
  const found: Root[] = [];
  for (const operation of queries) found.push(...(await rootsOf(cast, operation)));
  return found;
}

/** Every list that is searched by words. */
export function searchesOf(
  schema: GraphQLSchema,
): readonly { readonly name: string; readonly type: GraphQLObjectType }[] {
  return operationsOf(schema).flatMap(({ kind, field }) => {
    const filter = field.args.find(({ name }) => name === 'filter');
    const input = filter === undefined ? undefined : getNamedType(filter.type);
    const isSearched = isInputObjectType(input) && Object.hasOwn(input.getFields(), 'text');
    const type = getNamedType(field.type);
    return kind === 'query' && isSearched && isObjectType(type) ? [{ name: field.name, type }] : [];
  });
}

/** The things that one was told of by their ids, `most` of each type. */
export function nodesIn(
  said: readonly Said[],
  schema: GraphQLSchema,
  most: (type: string) => number,
): Root[] {
  const found = new Map<string, Set<string>>();
  for (const { at, text } of said) {
    const type = /(\w+)\.id$/.exec(at)?.[1];
    if (type !== undefined) found.set(type, (found.get(type) ?? new Set<string>()).add(text));
  }
  const declared = '($id: ID!)';
  return nodeTypesOf(schema).flatMap((name) => {
    const type = schema.getType(name);
    if (!isObjectType(type)) return [];
    const ids = [...(found.get(name) ?? [])].slice(0, most(name));
    return ids.map((id): Root => {
      const asked = { call: 'node(id: $id)', declared, variables: { id } };
      return { name: 'Query.node', isNode: true, type, ...asked };
    });
  });
}
