import type { FastifyRequest } from 'fastify';
import { getOperationAST, GraphQLError, Kind, OperationTypeNode, parse, visit } from 'graphql';
import type { DocumentNode } from 'graphql';
import type { EdgeCode } from '../../http/kit/edge-errors.js';

/**
 * What a document may be before anybody looks into it; values come as variables. Every limit holds
 * for whoever asks, a stranger too: rules of validation compare fields with fields, and faults are
 * looked up in the text one by one. Documents are kept, too, each with its tree: of 3,000 tokens
 * that is 850 KiB, of a hundred documents not more than a process has.
 */
export const documentLimits = {
  characters: 20_000,
  tokens: 3_000,
  /** Written, wherever; what an operation may ask for is less. */
  fields: 1_000,
  faults: 20,
  kept: 100,
} as const;

/** More than any operation within the limits needs; far less than what fills a call stack. */
const maxNesting = 200;

/** Brackets, and what may hold brackets that open nothing: texts and comments. */
const marks = /"""(?:\\"""|[^])*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*|[{[(]|[}\])]/g;

function refuse(code: EdgeCode, message: string): never {
  throw new GraphQLError(message, { extensions: { code } });
}

function isNestedTooDeep(source: string): boolean {
  if (source.length <= maxNesting) return false;
  let depth = 0;
  for (const [mark] of source.matchAll(marks)) {
    if (mark === '{' || mark === '[' || mark === '(') depth += 1;
    else if (mark === '}' || mark === ']' || mark === ')') depth -= 1;
    if (depth > maxNesting) return true;
  }
  return false;
}

/** How JSON begins, and no document of GraphQL. */
const jsonBegins = /^\s*(?:\{\s*["}]|[["\d-]|true|false|null)/;

/** A syntax tree, which the server would take for a document without a look at it. */
function isJson(source: string): boolean {
  if (!jsonBegins.test(source)) return false;
  try {
    JSON.parse(source);
    return true;
  } catch {
    return false;
  }
}

interface Asked {
  readonly operationName?: string | null;
}

function operationName({ method, query, body }: FastifyRequest): string | null {
  const asked = (method === 'GET' ? query : body) as Asked | null | undefined;
  return asked?.operationName ?? null;
}

/** The server reads what kind of operation a GET asks for, also where it asks for none. */
function hasOperation(source: string, name: string | null): boolean {
  try {
    const operation = getOperationAST(parse(source, { noLocation: true }), name);
    return operation !== null && operation !== undefined;
  } catch (error) {
    // That it is no GraphQL is said where documents are read.
    if (error instanceof GraphQLError) return true;
    throw error;
  }
}

/** Texts that were found to be in order: those of an app, which come again and again. */
const inOrder = new Set<string>();
const mostRemembered = { texts: 200, length: 10_000 } as const;

/** Whether that text was found to be in order before. */
function isKnown(source: string): boolean {
  return source.length <= mostRemembered.length && inOrder.has(source);
}

function remember(source: string): void {
  if (source.length > mostRemembered.length) return;
  if (inOrder.size >= mostRemembered.texts) inOrder.clear();
  inOrder.add(source);
}

/**
 * Before the text of a document is read.
 *
 * @throws GraphQLError TOO_COMPLEX, TOO_DEEP, GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED
 */
export function checkSource(source: string, request: FastifyRequest): void {
  if (!isKnown(source)) {
    if (isNestedTooDeep(source)) {
      refuse('TOO_DEEP', `The brackets of a document are at most ${maxNesting} deep.`);
    }
    if (source.length > documentLimits.characters) {
      const most = 'A document has at most 20,000 characters: values are sent as variables.';
      refuse('TOO_COMPLEX', most);
    }
    if (isJson(source)) refuse('GRAPHQL_PARSE_FAILED', 'This is no document of GraphQL.');
    remember(source);
  }
  if (request.method === 'GET' && !hasOperation(source, operationName(request))) {
    refuse('GRAPHQL_VALIDATION_FAILED', 'The document has no such operation.');
  }
}

/** Far more than anybody writes; following each other, they fill a call stack as brackets do. */
const maxDefinitions = 200;

/** How many fields are written in a document, whoever asks for them and how often. */
function fieldsWritten(document: DocumentNode): number {
  let count = 0;
  visit(document, { Field: () => void (count += 1) });
  return count;
}

/**
 * Before a document is compared with the schema.
 *
 * @throws GraphQLError TOO_DEEP, TOO_MANY_FIELDS
 */
export function checkDefinitions(document: DocumentNode): void {
  if (document.definitions.length > maxDefinitions) {
    refuse('TOO_DEEP', `A document has at most ${maxDefinitions} operations and fragments.`);
  }
  if (fieldsWritten(document) <= documentLimits.fields) return;
  refuse('TOO_MANY_FIELDS', `A document has at most ${documentLimits.fields} fields.`);
}

/**
 * Before an operation is carried out for a request that is answered once.
 *
 * @throws GraphQLError SUBSCRIPTION_NEEDS_SOCKET
 */
export function checkOperation(document: DocumentNode, request: FastifyRequest): void {
  const operation = getOperationAST(document, operationName(request));
  if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
  refuse('SUBSCRIPTION_NEEDS_SOCKET', 'A subscription is asked for over a WebSocket.');
}

/** Whether a document leaves it to `operationName` which of its operations is meant. */
export function hasSeveralOperations({ definitions }: DocumentNode): boolean {
  return definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length > 1;
}
