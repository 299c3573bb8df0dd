import type { FastifyReply, FastifyRequest } from 'fastify';
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

/** Whether a request can only read, as far as its text tells. */
export function onlyReads({ method, body }: FastifyRequest): boolean {
  const { query } = (body ?? {}) as AskedOperation;
  return method === 'POST' && typeof query === 'string' && !otherKinds.test(query);
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
