import { assert } from './assert.js';

/** What sort of "no" an error is. The edges map it to a status; the code says which one it is. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'rate_limited'
  | 'unavailable'
  | 'internal';

/** Facts that travel with an error. Never personal data, never a secret. */
export interface ErrorDetails {
  /** The input field that is at fault, outermost first. */
  readonly path?: readonly string[];
  readonly data?: Readonly<Record<string, string | number | boolean | null>>;
  readonly cause?: unknown;
}

/** An expected failure. Thrown inside a unit of work, so that it rolls back; mapped at the edge. */
export class CodedError extends Error {
  override readonly name = 'CodedError';

  constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
  }

  get path(): readonly string[] {
    return this.details.path ?? [];
  }
}

/** A room's closed union of codes, each with its kind. */
export interface ErrorCatalogue<Code extends string> {
  readonly room: string;
  readonly kinds: Readonly<Record<Code, ErrorKind>>;
  error(code: Code, message: string, details?: ErrorDetails): CodedError;
}

const catalogues = new Map<string, ErrorKind>();
const owners = new Map<string, string>();

/**
 * Declares a room's error codes, once, at module level.
 *
 * @throws Error when another room has a code of the same name
 */
export function defineErrors<const Kinds extends Readonly<Record<string, ErrorKind>>>(
  room: string,
  kinds: Kinds,
): ErrorCatalogue<keyof Kinds & string> {
  for (const [code, kind] of Object.entries(kinds)) {
    assert(/^[A-Z][A-Z0-9_]*$/.test(code), `error code ${code} is not in capitals`);
    const owner = owners.get(code);
    assert(owner === undefined || owner === room, `error code ${code} belongs to ${owner ?? ''}`);
    owners.set(code, room);
    catalogues.set(code, kind);
  }
  return {
    room,
    kinds,
    error: (code, message, details) => {
      const kind = Object.hasOwn(kinds, code) ? kinds[code] : undefined;
      assert(kind !== undefined, `unknown error code ${code}`);
      return new CodedError(code, kind, message, details);
    },
  };
}

/** Every code that any loaded room declared, with its kind. For documents and the schema's test. */
export function allErrorCodes(): ReadonlyMap<string, ErrorKind> {
  return catalogues;
}

/** What every room may say. */
export const platformErrors = defineErrors('platform', {
  INVALID_INPUT: 'invalid',
  INVALID_ID: 'invalid',
  INVALID_CURSOR: 'invalid',
  INVALID_AMOUNT: 'invalid',
  INVALID_DATE: 'invalid',
  INVALID_CURRENCY: 'invalid',
  COOPERATIVE_REQUIRED: 'invalid',
  UNAUTHENTICATED: 'unauthenticated',
  FORBIDDEN: 'forbidden',
  // Why `may` says no: `viewerCan` tells them; asked all the same, the answer is FORBIDDEN.
  NOT_A_MEMBER: 'forbidden',
  ROLE_REQUIRED: 'forbidden',
  SCOPE_REQUIRED: 'forbidden',
  NOT_YOURS: 'forbidden',
  NOT_FOUND: 'not_found',
  CONFLICT: 'conflict',
  IDEMPOTENCY_KEY_REUSED: 'conflict',
  TOO_LARGE: 'too_large',
  UNSUPPORTED_MEDIA_TYPE: 'invalid',
  FILE_EMPTY: 'invalid',
  FILES_UNKNOWN: 'conflict',
  ATTACHMENT_IN_USE: 'conflict',
  JOB_UNKNOWN: 'not_found',
  JOB_TIMED_OUT: 'unavailable',
  LEASE_EXPIRED: 'unavailable',
  SECRET_DIFFERS: 'unavailable',
  // Told in place of what lies sealed and does not open, and to the operator.
  SEALED_TEXT_UNREADABLE: 'internal',
  RATE_LIMITED: 'rate_limited',
  UNAVAILABLE: 'unavailable',
  INTERNAL: 'internal',
});
