import { AsyncLocalStorage } from 'node:async_hooks';
import { pino } from 'pino';
import type { Logger } from 'pino';

/** The structured log. One JSON object a line, with the request's and the trace's id. */
export type Log = Logger;

/** What a line of the log says of the request or job that it belongs to. */
export interface RequestContext {
  readonly requestId: string;
  readonly traceId: string;
}

const context = new AsyncLocalStorage<RequestContext>();

/** Runs `body` with ids that every line of the log then carries. */
export function inRequest<T>(ids: RequestContext, body: () => T): T {
  return context.run(ids, body);
}

export function currentRequest(): RequestContext | undefined {
  return context.getStore();
}

const secretKeys = [
  'authorization',
  'cookie',
  'set-cookie',
  'set-auth-token',
  'x-api-key',
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'secret',
  'accessToken',
  'refreshToken',
  'idToken',
  'email',
  'iban',
  'accountNumber',
  'connectionString',
];

/** Where secrets and personal data could slip in: struck out at any of three depths. */
const redactPaths = secretKeys.flatMap((key) => {
  const name = /^[A-Za-z]+$/.test(key) ? key : `["${key}"]`;
  const joined = name.startsWith('[') ? name : `.${name}`;
  return [name, `*${joined}`, `*.*${joined}`];
});

export interface LogOptions {
  readonly level: string;
  readonly destination?: { write(line: string): void };
}

/** Opens the log. Secrets and personal data are struck out by key, wherever they slip in. */
export function openLog({ level, destination }: LogOptions): Log {
  const options = {
    level,
    base: { service: 'rochdale' },
    redact: { paths: redactPaths, censor: '[struck out]' },
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: () => context.getStore() ?? {},
    serializers: { err: describeError },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/**
 * An error in the log: what and where, never the parameters that a database error carries along.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'not an error' };
  const { code, constraint, table, schema } = error as Error & Record<string, unknown>;
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint, table, schema }),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}
