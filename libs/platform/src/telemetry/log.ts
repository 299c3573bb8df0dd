import { pino } from 'pino';
import type { Logger } from 'pino';
import { stackOf, wordsOf } from './strike-out.js';

/** The structured log. One JSON object a line. */
export type Log = Logger;

/**
 * What a line of the log says of the request that it belongs to. Whoever logs is handed it: an
 * ambient context would make every promise of the process dearer.
 */
export interface RequestIds {
  readonly requestId: string;
  readonly traceId: string;
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
    serializers: { err: describeError },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/**
 * An error in the log: what and where, never the parameters that a database error carries along,
 * nor the addresses that a mail server or a provider repeats in its refusal.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'not an error' };
  const { code, constraint, table, schema } = error as Error & Record<string, unknown>;
  return {
    type: error.name,
    message: wordsOf(error),
    stack: stackOf(error),
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint, table, schema }),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
    ...(error instanceof AggregateError ? { errors: someOf(error).map(describeError) } : {}),
  };
}

/** Of a night in which the same thing went wrong a thousand times the first few say what it was. */
const someOf = ({ errors }: AggregateError): readonly unknown[] => errors.slice(0, 5);
