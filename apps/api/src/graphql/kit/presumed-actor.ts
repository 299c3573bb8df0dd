import type { FastifyReply, FastifyRequest } from 'fastify';
import { Kind, OperationTypeNode } from 'graphql';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { GraphContext } from './graph-context.js';

interface AskedOperation {
  readonly query?: unknown;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
}

/** What is answered. */
interface Answer {
  data?: unknown;
  errors?: unknown;
}

/** What an operation is carried out with. */
interface Carried {
  graph: GraphContext;
  readonly reply: FastifyReply;
}

/** With these begin operations that do more than read; a name like one is taken for it. */
const otherKinds = /\b(?:mutation|subscription)\b/;

/**
 * Mutations of which nothing is done outside of one unit of work of the actor's own, which keeps
 * nothing where they are not what they were taken for (ADR 0082).
 */
const heldByOpening: ReadonlySet<string> = new Set(['ballotCast']);

/** Texts of which every operation was seen to be one of those. They come again and again. */
const known = new Set<string>();
const mostKnown = { texts: 200, length: 10_000 } as const;

const isHeldByOpening = ({ operation, selectionSet }: OperationDefinitionNode): boolean =>
  operation === OperationTypeNode.MUTATION &&
  selectionSet.selections.every(
    (one) => one.kind === Kind.FIELD && heldByOpening.has(one.name.value),
  );

/** Takes note of a document that is about to be carried out. */
export function rememberHeld({ method, body }: FastifyRequest, document: DocumentNode): void {
  const { query } = (body ?? {}) as AskedOperation;
  if (method !== 'POST' || typeof query !== 'string' || known.has(query)) return;
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (query.length > mostKnown.length || !operations.every(isHeldByOpening)) return;
  if (known.size >= mostKnown.texts) known.clear();
  known.add(query);
}

/** Whether a request can only read, as far as its text tells, or writes what its opening holds. */
export function mayPresume({ method, body }: FastifyRequest): boolean {
  const { query } = (body ?? {}) as AskedOperation;
  if (method !== 'POST' || typeof query !== 'string') return false;
  return !otherKinds.test(query) || known.has(query);
}

/**
 * Before an answer leaves: where the actor is not what they were taken for, the whole operation is
 * carried out anew for whom they are, and what was found before is thrown away. Says whether.
 */
export async function carriedOutAnew(
  answer: Answer,
  carried: Carried,
  whoAsks: (request: FastifyRequest) => Promise<{ readonly graph: GraphContext }>,
): Promise<boolean> {
  if (await carried.graph.isAsPresumed()) return false;
  const { reply } = carried;
  const { query, variables, operationName } = reply.request.body as AskedOperation;
  const resolved = await whoAsks(reply.request);
  carried.graph = resolved.graph;
  // Errors have chosen one by now; whatever comes of it now, chooses anew.
  reply.code(200);
  const again = await reply.server.graphql(
    query as string,
    { ...resolved, reply },
    variables ?? {},
    operationName ?? undefined,
  );
  delete answer.errors;
  Object.assign(answer, again);
  return true;
}
