import { GraphQLError } from 'graphql';
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { CodedError } from '@rochdale/platform';
import type { Log, Metrics, RequestIds } from '@rochdale/platform';
import type { EdgeCode } from '../../../http/kit/edge-errors.js';
import type { Spoken } from '../media-type.js';
import { codeOfStatus, statusOfKind } from '../../../http/kit/problem.js';
import { Unavailable } from '../../../http/kit/unavailable.js';
import { fieldOfError } from './input-faults.js';

interface Wrapped {
  readonly errors?: readonly Error[];
  readonly originalError?: unknown;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly code?: string;
  readonly statusCode?: number;
}

function codedCause(error: unknown): CodedError | null {
  if (error instanceof CodedError) return error;
  if (error instanceof GraphQLError) return codedCause(error.originalError);
  return null;
}

function where(error: Error): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  if (!(error instanceof GraphQLError)) return {};
  return {
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    ...(error.path === undefined ? {} : { path: error.path }),
  };
}

/**
 * A refused request carries the reasons inside one error. A reason that is a word and no more (what
 * may not be asked by GET) has its code from what it is in.
 */
function innerErrors(error: Error): readonly Error[] | null {
  const { errors, originalError } = error as Wrapped;
  const inner = errors ?? (originalError as Wrapped | undefined)?.errors;
  if (!Array.isArray(inner)) return null;
  const code = requestCode(error);
  return (inner as Error[]).map((reason) =>
    code === null || requestCode(reason) !== null || codedCause(reason) !== null
      ? reason
      : new GraphQLError(reason.message, { extensions: { code } }),
  );
}

/** The status that the server gave to a request which never became an operation. */
function requestStatus(error: Error): number | null {
  const { statusCode, originalError } = error as Wrapped;
  const status = statusCode ?? (originalError as Wrapped | undefined)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

/** An operation that ran is 200, whatever came of it; a request that could not run is not. */
function statusOf({ data, errors = [] }: ExecutionResult): number {
  const [first] = errors;
  if ((data !== null && data !== undefined) || first === undefined) return 200;
  // What was thrown before anything was resolved has a path as well, which leads nowhere.
  if (errors.some(({ path }) => path !== undefined && path.length > 0)) return 200;
  const coded = codedCause(first);
  if (coded !== null) return statusOfKind[coded.kind];
  return requestStatus(first) ?? 400;
}

/** GraphQL's own words for a document that is wrong; ours for everything else. */
function requestCode(error: Error): string | null {
  const { extensions, code } = error as Wrapped;
  const own = extensions?.['code'];
  if (typeof own === 'string') return own;
  if (error.message.startsWith('Syntax Error')) return 'GRAPHQL_PARSE_FAILED';
  const status = requestStatus(error);
  if (status !== null) return codeOfStatus[status] ?? 'GRAPHQL_REQUEST_INVALID';
  if (typeof code === 'string' && code.startsWith('MER_ERR_GQL')) return 'GRAPHQL_REQUEST_INVALID';
  return isDocumentError(error) ? 'GRAPHQL_VALIDATION_FAILED' : null;
}

/** Found before anything was resolved. A wrong variable wraps one such error in another. */
function isDocumentError(error: unknown): boolean {
  if (!(error instanceof GraphQLError) || error.path !== undefined) return false;
  return error.originalError === undefined || isDocumentError(error.originalError);
}

/** The input field that an error of the request itself is about, outermost first. */
function inputPathOf(error: Error): readonly string[] {
  if (!(error instanceof GraphQLError) || error.path !== undefined) return [];
  const own = error.extensions['inputPath'];
  return Array.isArray(own) ? (own as readonly string[]) : fieldOfError(error);
}

const named = (path: readonly string[]): { inputPath?: readonly string[] } =>
  path.length > 0 ? { inputPath: [...path] } : {};

/** What a client reads of a message, who may see the schema or not: a guess gives names away. */
export const withoutGuess = (message: string): string =>
  message.replace(/ Did you mean [^?]*\?/g, '');

/** Said of the document of a request that was one. */
const ofDocuments: ReadonlySet<string> = new Set<EdgeCode>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'INTROSPECTION_DISABLED',
  'TOO_COMPLEX',
  'TOO_DEEP',
  'TOO_MANY_ALIASES',
  'TOO_MANY_FIELDS',
]);

/** Who reads of errors. */
interface Reader {
  readonly mayIntrospect?: boolean;
  readonly spoken?: Spoken;
  /** What is wrong with the variables, where that is what was found. */
  readonly faults?: () => readonly GraphQLError[];
}

/** Who finds a wrong variable says so in these words, and seldom in which field. */
const isOfVariable = ({ message }: Error): boolean => message.startsWith('Variable "$');

function withFields(
  errors: readonly Error[],
  faults: () => readonly GraphQLError[],
): readonly Error[] {
  if (!errors.some(isOfVariable)) return errors;
  const found = faults();
  return found.length === 0 ? errors : found;
}

/** Makes what a client reads of errors: a code always, a stack never. */
export class GraphqlErrors {
  readonly #unavailable: Unavailable;

  constructor(
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {
    this.#unavailable = new Unavailable(log);
  }

  format(
    execution: ExecutionResult,
    ids: RequestIds | null,
    { mayIntrospect = true, spoken = 'any', faults = () => [] }: Reader = {},
  ): { statusCode: number; response: ExecutionResult } {
    const thrown = (execution.errors ?? []).flatMap((error) => innerErrors(error) ?? [error]);
    const errors = withFields(thrown, faults);
    const formatted = errors
      .map((error) => this.one(error, ids))
      .map((one) => (mayIntrospect ? one : { ...one, message: withoutGuess(one.message) }));
    const statusCode = statusOf(execution);
    const [first] = formatted;
    const isOfDocument = ofDocuments.has(String(first?.extensions?.['code']));
    const data = execution.data ?? null;
    const told = formatted as unknown as GraphQLError[];
    // Of a request that never ran there are no data, not even none.
    if (spoken === 'graphql-response' && statusCode !== 200) {
      return { statusCode, response: { errors: told } };
    }
    // Who reads plain JSON cannot tell a status of GraphQL's from one of something in between.
    const isWellFormed = spoken === 'json' && statusCode === 400 && isOfDocument;
    return { statusCode: isWellFormed ? 200 : statusCode, response: { data, errors: told } };
  }

  /** What a client reads of one error of that request. */
  one(thrown: unknown, ids: RequestIds | null): GraphQLFormattedError {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const coded = codedCause(error);
    if (coded !== null && coded.kind !== 'internal') {
      this.#unavailable.tell(coded, ids);
      this.metrics.errors.inc({ code: coded.code });
      const path = coded.path.length > 0 ? coded.path : inputPathOf(error);
      const extensions = { code: coded.code, ...named(path), ...coded.details.data };
      return { message: coded.message, ...where(error), extensions };
    }
    const code = requestCode(error);
    if (code !== null) {
      this.metrics.errors.inc({ code });
      const extensions = { code, ...named(inputPathOf(error)) };
      return { message: error.message.slice(0, 500), ...where(error), extensions };
    }
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
    this.log.error({ err: cause, ...ids }, 'an operation failed unexpectedly');
    this.metrics.errors.inc({ code: 'INTERNAL' });
    return {
      message: 'Something went wrong on our side.',
      ...where(error),
      extensions: { code: 'INTERNAL', ...(ids === null ? {} : { traceId: ids.traceId }) },
    };
  }
}
