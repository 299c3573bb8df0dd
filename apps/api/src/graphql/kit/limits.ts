import { getNamedType, GraphQLError, isListType, isNonNullType, isObjectType, Kind } from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLNamedType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import type { EdgeCode } from '../../http/kit/edge-errors.js';

/** The most rows that one page shows. */
export const maxPageSize = 100;

/** How much one operation may ask for. Each limit has its own code. */
export const limits = {
  depth: 14,
  aliases: 30,
  fields: 500,
  /** Fields that the answer could have, lists counted with their page size, long texts as more. */
  complexity: 30_000,
} as const;

/** What shows the schema, wherever it stands. Standard tools ask deeply; it costs no database. */
const introspection: ReadonlySet<string> = new Set(['__schema', '__type']);

const defaultPageSize = 20;
/** Lists without pages are short by nature: roles of a member, items of an expense. */
const assumedListLength = 10;

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Null when they are not known: then a page is as long as it may be. */
  readonly variables: Readonly<Record<string, unknown>> | null;
  readonly mayIntrospect: boolean;
  aliases: number;
  fields: number;
  /** Whether what it asks for depends on a variable. */
  varies: boolean;
}

function refuse(code: EdgeCode, message: string): never {
  throw new GraphQLError(message, { extensions: { code } });
}

function pageSizeOf(field: FieldNode, walk: Walk): number | null {
  for (const argument of field.arguments ?? []) {
    if (argument.name.value !== 'first' && argument.name.value !== 'last') continue;
    const { value } = argument;
    if (value.kind === Kind.VARIABLE) walk.varies = true;
    if (value.kind === Kind.VARIABLE && walk.variables === null) return maxPageSize;
    const given =
      value.kind === Kind.VARIABLE
        ? walk.variables?.[value.name.value]
        : value.kind === Kind.INT
          ? Number(value.value)
          : null;
    if (typeof given === 'number') return Math.min(Math.max(given, 0), maxPageSize);
  }
  return null;
}

function fieldCost(
  field: FieldNode,
  parent: GraphQLNamedType | undefined,
  walk: Walk,
  depth: number,
  path: readonly string[],
): number {
  walk.fields += 1;
  if (field.alias !== undefined) walk.aliases += 1;
  if (walk.fields > limits.fields) {
    refuse('TOO_MANY_FIELDS', `An operation has at most ${limits.fields} fields.`);
  }
  if (walk.aliases > limits.aliases) {
    refuse('TOO_MANY_ALIASES', `An operation has at most ${limits.aliases} aliases.`);
  }
  if (introspection.has(field.name.value)) {
    if (walk.mayIntrospect) return 1;
    refuse('INTROSPECTION_DISABLED', 'The schema is shown to those who signed in.');
  }
  const definition = isObjectType(parent) ? parent.getFields()[field.name.value] : undefined;
  const { complexity } = definition?.extensions ?? {};
  // What is long, or takes long to make, says by how many fields it counts.
  if (field.selectionSet === undefined) return typeof complexity === 'number' ? complexity : 1;
  const type = definition?.type;
  const inner = isNonNullType(type) ? type.ofType : type;
  const named = type === undefined ? undefined : getNamedType(type);
  const isConnection = named?.name.endsWith('Connection') ?? false;
  const times = isConnection
    ? (pageSizeOf(field, walk) ?? defaultPageSize)
    : isListType(inner) && !(named?.name.endsWith('Edge') ?? false)
      ? assumedListLength
      : 1;
  return 1 + Math.max(1, times) * selectionCost(field.selectionSet, named, walk, depth + 1, path);
}

function selectionCost(
  selections: SelectionSetNode,
  parent: GraphQLNamedType | undefined,
  walk: Walk,
  depth: number,
  path: readonly string[],
): number {
  if (depth > limits.depth) {
    refuse('TOO_DEEP', `An operation is at most ${limits.depth} levels deep.`);
  }
  let cost = 0;
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FIELD) {
      cost += fieldCost(selection, parent, walk, depth, path);
      continue;
    }
    const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
    const fragment = isSpread ? walk.fragments.get(selection.name.value) : selection;
    if (fragment === undefined || (isSpread && path.includes(selection.name.value))) continue;
    const condition = fragment.typeCondition?.name.value;
    const type = condition === undefined ? parent : walk.schema.getType(condition);
    const inside = isSpread ? [...path, selection.name.value] : path;
    cost += selectionCost(fragment.selectionSet, type, walk, depth, inside);
  }
  if (cost > limits.complexity) {
    refuse('TOO_COMPLEX', `An operation asks for at most ${limits.complexity} fields of answer.`);
  }
  return cost;
}

const rootTypeOf = (schema: GraphQLSchema, operation: OperationDefinitionNode) =>
  schema.getRootType(operation.operation) ?? undefined;

/** Documents that ask for the same each time, and not for too much: those of an app. */
const admitted = { shownSchema: new WeakSet<DocumentNode>(), others: new WeakSet<DocumentNode>() };

/**
 * Refuses an operation that asks for too much, before anything of it is resolved.
 *
 * @throws GraphQLError TOO_DEEP, TOO_COMPLEX, TOO_MANY_ALIASES, TOO_MANY_FIELDS,
 *   INTROSPECTION_DISABLED
 */
export function checkLimits(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>> | null,
  mayIntrospect: boolean,
): void {
  const known = mayIntrospect ? admitted.shownSchema : admitted.others;
  if (known.has(document)) return;
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    } else if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  let varies = false;
  for (const operation of operations) {
    const counted = { aliases: 0, fields: 0, varies: false };
    const walk = { schema, fragments, variables, mayIntrospect, ...counted };
    selectionCost(operation.selectionSet, rootTypeOf(schema, operation), walk, 1, []);
    varies ||= walk.varies;
  }
  if (!varies) known.add(document);
}
