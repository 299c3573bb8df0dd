import {
  BREAK,
  coerceInputValue,
  getOperationAST,
  GraphQLError,
  isInputType,
  isNonNullType,
  Kind,
  parse,
  typeFromAST,
  visit,
} from 'graphql';
import type {
  ArgumentNode,
  ASTNode,
  DocumentNode,
  GraphQLSchema,
  ObjectFieldNode,
  VariableDefinitionNode,
} from 'graphql';
import { documentLimits } from '../request-checks.js';

/** What a client asked, as far as it can be made out again. */
export interface AskedText {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

type Steps = Readonly<Record<string | number, unknown>>;

/** The names along a way through a document, with places in lists. `input` itself is none. */
function namesAlong(document: DocumentNode, way: readonly (string | number)[]): string[] {
  const names: string[] = [];
  let at = document as unknown as Steps & Partial<ArgumentNode | ObjectFieldNode>;
  let before: string | number = '';
  for (const step of way) {
    at = at[step] as typeof at;
    if (before === 'values') names.push(String(step));
    const isField = at.kind === Kind.ARGUMENT || at.kind === Kind.OBJECT_FIELD;
    if (isField && at.name !== undefined) names.push(at.name.value);
    before = step;
  }
  return names[0] === 'input' ? names.slice(1) : names;
}

/** The field of the operation that a node of its document stands in, outermost first. */
function fieldOf(document: DocumentNode, isIt: (node: ASTNode) => boolean): readonly string[] {
  let found: string[] = [];
  visit(document, {
    enter(node, _key, _parent, path) {
      // What declares a variable is no use of it.
      if (node.kind === Kind.VARIABLE_DEFINITION) return false;
      if (!isIt(node)) return undefined;
      found = namesAlong(document, path);
      return BREAK;
    },
  });
  return found;
}

/** The field that a refused document names wrongly, where it is one of an input. */
export function fieldOfError({ nodes }: GraphQLError): readonly string[] {
  const [wrong] = nodes ?? [];
  if (wrong?.loc === undefined) return [];
  const { start, source } = wrong.loc;
  const isWrong = ({ kind, loc }: ASTNode): boolean => kind === wrong.kind && loc?.start === start;
  return fieldOf(parse(source), isWrong);
}

function faultsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  definition: VariableDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): GraphQLError[] {
  const name = definition.variable.name.value;
  const type = typeFromAST(schema, definition.type);
  if (!isInputType(type)) return [];
  const top = fieldOf(document, (node) => node.kind === Kind.VARIABLE && node.name.value === name);
  const found: GraphQLError[] = [];
  const add = (message: string, inside: readonly (string | number)[], cause?: unknown): void => {
    if (found.length === documentLimits.faults) return;
    const inputPath = [...top, ...inside.map(String)];
    const originalError = cause instanceof Error ? cause : null;
    const extensions = { code: 'GRAPHQL_VALIDATION_FAILED', inputPath };
    found.push(new GraphQLError(message, { nodes: definition, originalError, extensions }));
  };
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  if (value === undefined || value === null) {
    const isMissing = value === null || definition.defaultValue === undefined;
    if (!isNonNullType(type) || !isMissing) return [];
    const what = value === null ? 'must not be null' : 'was not provided';
    add(`Variable "$${name}" of required type "${String(type)}" ${what}.`, []);
    return found;
  }
  coerceInputValue(value, type, (path, _wrong, { message, originalError }) => {
    const where = [name, ...path].join('.');
    add(`Variable "$${name}" got an invalid value at "${where}"; ${message}`, path, originalError);
  });
  return found;
}

/**
 * What is wrong with the variables of a request, each with its field. Those who find it say so in
 * words of their own, which depend on how often the same was asked, and a scalar's word of what it
 * wants has no place in it at all. The first twenty.
 */
export function faultsOfVariables(schema: GraphQLSchema, asked: AskedText): GraphQLError[] {
  const { query, operationName } = asked;
  if (typeof query !== 'string') return [];
  const variables: unknown =
    typeof asked.variables === 'string' ? JSON.parse(asked.variables) : asked.variables;
  const document = parse(query);
  const name = typeof operationName === 'string' ? operationName : null;
  const given = (variables ?? {}) as Readonly<Record<string, unknown>>;
  const definitions = getOperationAST(document, name)?.variableDefinitions ?? [];
  return definitions
    .flatMap((definition) => faultsOf(schema, document, definition, given))
    .slice(0, documentLimits.faults);
}
