import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { GraphQLArgument, GraphQLField, GraphQLObjectType, GraphQLOutputType } from 'graphql';

/** One thing that the API can be asked for. */
export interface Question {
  readonly name: string;
  readonly text: string;
}

/** Values of arguments in the demo: GraphQL literals by `field.argument`, or `argument` for all. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

const pageSize = 20;
const pageArguments = new Set(['first', 'last', 'after', 'before']);
/** Looked at on another occasion: they reach outside, or tell what a person may copy once. */
const notAsked = new Set(['ownData']);

function isConnection(type: GraphQLOutputType): boolean {
  return getNamedType(type).name.endsWith('Connection');
}

const needsNothing = (field: GraphQLField<unknown, unknown>) =>
  !field.args.some(isRequiredArgument);

/** All fields that need no argument: data, and two storeys of what hangs on it. */
function selection(type: GraphQLOutputType, storeys: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (isInterfaceType(named)) return '{ __typename id }';
  if (!isObjectType(named)) return '{ __typename }';
  const fields = Object.values(named.getFields())
    .filter(needsNothing)
    .filter((field) => isLeafType(getNamedType(field.type)) || storeys > 0)
    .filter((field) => !isConnection(field.type))
    .map((field) => `${field.name} ${selection(field.type, storeys - 1)}`);
  return fields.length === 0 ? '{ __typename }' : `{ ${fields.join(' ')} }`;
}

function connectionSelection(type: GraphQLOutputType, storeys: number): string {
  const connection = getNamedType(type) as GraphQLObjectType;
  const edge = getNamedType(connection.getFields()['edges']!.type) as GraphQLObjectType;
  const node = selection(edge.getFields()['node']!.type, storeys);
  return `{ edges { cursor node ${node} }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`;
}

/** Every value of an enum one by one; otherwise the values that are known. */
function valuesOf(field: string, argument: GraphQLArgument, known: KnownValues): string[] {
  const given = known[`${field}.${argument.name}`] ?? known[argument.name];
  if (given !== undefined) return [...given];
  const named = getNamedType(argument.type);
  if (!isEnumType(named)) return [];
  const isList = isListType(getNullableType(argument.type));
  const values = named.getValues().map(({ name }) => name);
  return isList ? values.map((value) => `[${value}]`) : values;
}

function variantsOf(field: GraphQLField<unknown, unknown>, known: KnownValues): string[][] {
  const required = field.args.filter(isRequiredArgument);
  const base = required.map((one) => [one, valuesOf(field.name, one, known)[0]] as const);
  if (base.some(([, value]) => value === undefined)) return [];
  const always = base.map(([{ name }, value]) => `${name}: ${value}`);
  const filters = field.args.filter(
    (one) => !isRequiredArgument(one) && !pageArguments.has(one.name),
  );
  return [
    always,
    ...filters.flatMap((one) =>
      valuesOf(field.name, one, known).map((value) => [...always, `${one.name}: ${value}`]),
    ),
  ];
}

const called = (name: string, given: readonly string[]): string =>
  given.length === 0 ? name : `${name}(${given.join(', ')})`;

/**
 * Everything that the schema lets one ask for: each list from its start, from its end and from its
 * middle, each of its filters, each look-up. `known` says what ids are.
 */
export function questionsOf(schemaPath: string, known: KnownValues): Question[] {
  const schema = buildSchema(readFileSync(schemaPath, 'utf8'));
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  return fields.flatMap((field) => {
    if (notAsked.has(field.name)) return [];
    return variantsOf(field, known).flatMap((given) => {
      if (!isConnection(field.type)) {
        const text = `${called(field.name, given)} ${selection(field.type, 2)}`;
        return [{ name: called(field.name, given), text }];
      }
      const body = connectionSelection(field.type, 1);
      const ways = given.length === 0 ? ['first', 'last'] : ['first'];
      return ways.map((way) => {
        const all = [...given, `${way}: ${pageSize}`];
        return { name: called(field.name, all), text: `${called(field.name, all)} ${body}` };
      });
    });
  });
}
