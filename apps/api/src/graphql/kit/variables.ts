import {
  astFromValue,
  getNullableType,
  GraphQLError,
  isInputObjectType,
  isInputType,
  isListType,
  Kind,
  typeFromAST,
  valueFromASTUntyped,
} from 'graphql';
import type {
  DocumentNode,
  GraphQLInputObjectType,
  GraphQLInputType,
  GraphQLSchema,
  VariableDefinitionNode,
} from 'graphql';

type Values = Readonly<Record<string, unknown>>;

/** What is put where nothing was given, as a client would write it. */
interface Blank {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly written: unknown;
}

const blanksByType = new WeakMap<GraphQLInputObjectType, readonly Blank[]>();
const blanksByDocument = new WeakMap<DocumentNode, readonly Blank[]>();

function blanksOf(type: GraphQLInputObjectType): readonly Blank[] {
  const known = blanksByType.get(type);
  if (known !== undefined) return known;
  const blanks = Object.values(type.getFields()).map(({ name, type: of, defaultValue }) => {
    const literal = defaultValue === undefined ? null : astFromValue(defaultValue, of);
    const written: unknown = literal ? valueFromASTUntyped(literal) : undefined;
    return { name, type: of, written };
  });
  blanksByType.set(type, blanks);
  return blanks;
}

function blankOf(schema: GraphQLSchema, definition: VariableDefinitionNode): Blank[] {
  const type = typeFromAST(schema, definition.type);
  if (type === undefined || !isInputType(type)) return [];
  const { defaultValue, variable } = definition;
  const written = defaultValue === undefined ? undefined : valueFromASTUntyped(defaultValue);
  return [{ name: variable.name.value, type, written }];
}

function blanksOfDocument(schema: GraphQLSchema, document: DocumentNode): readonly Blank[] {
  const known = blanksByDocument.get(document);
  if (known !== undefined) return known;
  const blanks = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? (definition.variableDefinitions ?? []).flatMap((one) => blankOf(schema, one))
      : [],
  );
  blanksByDocument.set(document, blanks);
  return blanks;
}

function filledObject(given: Values, blanks: readonly Blank[]): Values {
  const filled: Record<string, unknown> = { ...given };
  for (const { name, type, written } of blanks) {
    const value = Object.hasOwn(given, name) ? given[name] : written;
    if (value !== undefined) filled[name] = filledValue(value, type);
  }
  return filled;
}

function filledValue(value: unknown, given: GraphQLInputType): unknown {
  const type = getNullableType(given);
  if (value === null || typeof value !== 'object') return value;
  if (isListType(type)) {
    if (!Array.isArray(value)) return filledValue(value, type.ofType);
    return value.map((one: unknown) => filledValue(one, type.ofType));
  }
  if (!isInputObjectType(type)) return value;
  if (Array.isArray(value)) {
    const message = `A list was given where one ${type.name} belongs.`;
    throw new GraphQLError(message, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
  }
  return filledObject(value as Values, blanksOf(type));
}

/**
 * The variables with the defaults of the schema and of the operation written into them. The
 * compiler of operations forgets the defaults of required fields, and takes a list for an object,
 * so that the same request was answered otherwise from the second time on.
 *
 * @throws GraphQLError GRAPHQL_VALIDATION_FAILED for a list in the place of an object
 */
export function withDefaults(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Values,
): Values {
  const blanks = blanksOfDocument(schema, document);
  return blanks.length === 0 ? variables : filledObject(variables, blanks);
}
