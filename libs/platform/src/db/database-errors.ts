import { allErrorCodes, CodedError, platformErrors } from '../kernel/errors.js';

interface DatabaseError {
  readonly code: string;
  readonly detail?: string;
  readonly constraint?: string;
  readonly message: string;
}

function asDatabaseError(error: unknown): DatabaseError | null {
  if (!(error instanceof Error) || error instanceof CodedError) return null;
  const { code } = error as Error & { code?: unknown };
  return typeof code === 'string' ? (error as unknown as DatabaseError) : null;
}

/** 40001 serialization failure, 40P01 deadlock: run the whole unit of work again. */
export function isSerializationFailure(error: unknown): boolean {
  const code = asDatabaseError(error)?.code;
  return code === '40001' || code === '40P01';
}

/** 25P02: an earlier statement of the same transaction failed. */
export function isAbortedTransaction(error: unknown): boolean {
  return asDatabaseError(error)?.code === '25P02';
}

/** True when the constraint of that name refused a row (unique, check, exclusion, foreign key). */
export function violates(error: unknown, constraint: string): boolean {
  const database = asDatabaseError(error);
  return database?.constraint === constraint && database.code.startsWith('23');
}

/** The driver, and TypeORM after it, say in words alone that a connection was lost meanwhile. */
const lostWords =
  /^(Connection term|Client (was closed|has encountered)|Query (runner already rel|read timeout))/;
/** The pool had no connection in time: of a database that is away, or of too few of them. */
const noneInTime = /^timeout exceeded when trying to connect/;
/** Class 08, 57P01 to 57P05 where the server ends or is not yet up, and the socket's own words. */
const lostCodes = /^(08|57P|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|E(HOST|NET)UNREACH)/;

/**
 * True when the connection to the database was lost or could not be made: nothing is wrong with
 * what was asked, and it may be asked again later.
 */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof CodedError) return isConnectionLost(error.cause);
  const { code } = error as Error & { code?: unknown };
  if (typeof code === 'string' && lostCodes.test(code)) return true;
  return lostWords.test(error.message) || noneInTime.test(error.message);
}

/**
 * Whether the database can do nothing right now, whatever it is asked: it is away, or out of room,
 * memory or connections.
 */
export function isOutage(error: unknown): boolean {
  return isConnectionLost(error) || (asDatabaseError(bare(error))?.code.startsWith('53') ?? false);
}

/** Whether a statement took too long and was stopped: rarely because of one row. */
export function isTooLong(error: unknown): boolean {
  return asDatabaseError(bare(error))?.code === '57014';
}

const bare = (error: unknown): unknown => (error instanceof CodedError ? error.cause : error);

/**
 * Turns what Postgres says into our codes, where it says something that we foresaw. A trigger names
 * the code: `raise exception '…' using errcode = 'P0001', detail = 'PERIOD_CLOSED'`.
 */
export function codedDatabaseError(error: unknown): CodedError | null {
  if (error instanceof CodedError) return null;
  if (isConnectionLost(error)) return unavailable(error);
  const database = asDatabaseError(error);
  if (database === null) return null;
  const kind = database.code === 'P0001' ? allErrorCodes().get(database.detail ?? '') : undefined;
  if (kind !== undefined) {
    return new CodedError(database.detail ?? '', kind, database.message, { cause: error });
  }
  if (database.code.startsWith('53')) return unavailable(error);
  // 22021, 22P05: the NUL character, which no text in Postgres holds.
  if (database.code === '22021' || database.code === '22P05') {
    return platformErrors.error('INVALID_INPUT', 'Text has no NUL characters.', { cause: error });
  }
  if (database.code === '57014') {
    return platformErrors.error('UNAVAILABLE', 'This took too long and was stopped.', {
      cause: error,
    });
  }
  return null;
}

function unavailable(cause: unknown): CodedError {
  return platformErrors.error('UNAVAILABLE', 'The books cannot be reached right now.', { cause });
}
