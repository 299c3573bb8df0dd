import { requestOf, variablesOf } from './permissions-operations.js';
import type { IdTypes, Operation } from './permissions-operations.js';
import type { ActorName, Cast } from './permissions-cast.js';

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly path?: readonly string[];
}

/** `ok`, `nothing` where something may be missing, or what was wrong. */
export type Answer = Problem | 'ok' | 'nothing';

export interface Asked {
  readonly status: number;
  readonly text: string;
  readonly answer: Answer;
}

/** Sends an operation whose root field is called `payload`. */
export async function ask(cast: Cast, actor: ActorName, body: object): Promise<Asked> {
  const { status, text } = await cast.client(actor).post('/graphql', body);
  return { status, text, answer: answerOf(text) };
}

/** What was wrong; null when nothing was. */
export function problemOf(text: string): Problem | null {
  const answer = answerOf(text);
  return typeof answer === 'string' ? null : answer;
}

function answerOf(text: string): Answer {
  const { data, errors } = JSON.parse(text) as {
    data: { payload: { userErrors?: Problem[] } | null } | null;
    errors?: { message: string; extensions?: { code: string; inputPath?: string[] } }[];
  };
  const [error] = errors ?? [];
  if (error !== undefined) {
    const { code = 'NO CODE', inputPath = [] } = error.extensions ?? {};
    return { code, message: error.message, path: inputPath };
  }
  const payload = data?.payload ?? null;
  return payload === null ? 'nothing' : (payload.userErrors?.[0] ?? 'ok');
}

/** Learns from the answer what an id has to be of. @returns whether there was something to learn */
function learned(answer: Answer, idTypes: IdTypes): boolean {
  if (typeof answer === 'string' || answer.code !== 'INVALID_ID') return false;
  const type = /the id of an? (\w+)\./.exec(answer.message)?.[1];
  const name = answer.path?.findLast((part) => !/^\d+$/.test(part));
  if (type === undefined || name === undefined || idTypes.get(name) === type) return false;
  idTypes.set(name, type);
  return true;
}

/**
 * Asks with plausible arguments, until every id is of the type that is asked for. `besides`: what
 * may be left out, and is not.
 */
export async function askPlausibly(
  cast: Cast,
  operation: Operation,
  actor: ActorName,
  idTypes: IdTypes = new Map(),
  besides: Readonly<Record<string, unknown>> = {},
): Promise<Answer> {
  for (;;) {
    const given = variablesOf(operation, idTypes, (type) => cast.idOf(type, actor));
    const variables = { ...given, ...besides };
    const { answer } = await ask(cast, actor, requestOf(operation, variables));
    if (!learned(answer, idTypes)) return answer;
  }
}
