import { Catch, HttpException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CodedError } from '@rochdale/platform';
import type { Log, Metrics, RequestIds } from '@rochdale/platform';
import { isForPersons, noteOf, sendPage } from './html-page.js';
import type { HtmlPage } from './html-page.js';
import { codeOfStatus, problem, statusOfKind } from './problem.js';
import type { Problem } from './problem.js';
import { Unavailable } from './unavailable.js';

/**
 * Turns any error into problem+json: a code always, a stack never. A browser that asked for a page
 * is told on one.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #unavailable: Unavailable;

  constructor(
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {
    this.#unavailable = new Unavailable(log);
  }

  catch(error: unknown, host: ArgumentsHost): void {
    // A resolver's error belongs to GraphQL's own mapper.
    if (host.getType<string>() === 'graphql') throw error;
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    this.send(reply, error);
  }

  /** Answers with the problem that the error is. */
  send(reply: FastifyReply, error: unknown): void {
    if (reply.sent) return;
    const { id: requestId, traceId } = reply.request;
    const answer = this.problemOf(error, { requestId, traceId });
    this.metrics.errors.inc({ code: answer.code });
    const retryAfter =
      error instanceof CodedError ? error.details.data?.['retryAfterSeconds'] : undefined;
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    if (isOfPages(reply.request)) void sendPage(reply, answer.status, noteFor(answer));
    else void reply.status(answer.status).type('application/problem+json').send(answer);
  }

  problemOf(error: unknown, ids: RequestIds): Problem {
    if (error instanceof CodedError && error.kind !== 'internal') {
      this.#unavailable.tell(error, ids);
      const answer = problem(statusOfKind[error.kind], error.code, error.message);
      return error.path.length > 0 ? { ...answer, path: error.path } : answer;
    }
    const status = clientStatus(error);
    if (status !== null) {
      const message = error instanceof Error ? error.message.slice(0, 300) : '';
      return problem(status, codeOfStatus[status] ?? 'INVALID_INPUT', message);
    }
    this.log.error({ err: error, ...ids }, 'a request failed unexpectedly');
    const answer = problem(500, 'INTERNAL', 'Something went wrong on our side.');
    return { ...answer, traceId: ids.traceId };
  }
}

const pages = '/pages/';

/** Programs are told by code, wherever they ask. */
const isOfPages = (request: FastifyRequest): boolean =>
  request.url.startsWith(pages) &&
  isForPersons(request) &&
  (request.headers.accept ?? '').includes('text/html');

/** With what to say to who runs the service, where that is theirs to mend. */
const noteFor = ({ status, detail, traceId }: Problem): HtmlPage =>
  noteOf(
    status === 404 ? 'There is no such page' : 'This did not work',
    traceId === undefined ? detail : `${detail} It is on record as ${traceId}.`,
  );

/** The status that Nest or Fastify gave to a request that is the client's fault. */
function clientStatus(error: unknown): number | null {
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : (error as { statusCode?: unknown } | null)?.statusCode;
  const isOurs = typeof status !== 'number' || status < 400 || (status >= 500 && status !== 503);
  return isOurs ? null : status;
}
