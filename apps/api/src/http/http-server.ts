import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import cors from '@fastify/cors';
import multipart from '@fastify/multipart';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { IdentitySettings } from '@rochdale/identity';
import type { Config, Metrics, TrustedProxies } from '@rochdale/platform';
import { speakGraphqlOverHttp } from '../graphql/kit/media-type.js';
import { listenForHello } from '../graphql/kit/socket/hello.js';
import type { Socket } from '../graphql/kit/socket/hello.js';
import { ActorOfRequest } from './kit/actor-of-request.js';
import { refuseHead } from './downloads/hands-out.js';
import { codeOfStatus, problem } from './kit/problem.js';
import { ProblemFilter } from './kit/problem.filter.js';
import { limitHeaders, tellLimits } from './kit/limit-headers.js';
import { keepRawBody } from './kit/raw-body.js';
import { securityHeaders } from './kit/security-headers.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The caller's trace (W3C Trace Context), or one of its own. */
    traceId: string;
  }
}

/** What others call us at says what it says by the very bytes, and in few of them. */
const hooks = { path: '/hooks/', maxBytes: 256 * 1024 };

const tracePattern = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's trace (W3C Trace Context), or a new one. */
function traceIdOf(request: FastifyRequest): string {
  const header = request.headers['traceparent'];
  const given = typeof header === 'string' ? tracePattern.exec(header)?.[1] : undefined;
  // Node draws these many at a time; bytes alone it asks the system for, each time.
  return given ?? randomUUID().replaceAll('-', '');
}

/** An address that leads to no route because of its form: too long a part, or badly escaped. */
function refuseAddress(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const status = error.statusCode ?? 400;
  const answer = problem(
    status,
    codeOfStatus[status] ?? 'INVALID_INPUT',
    'The address is too long, or not written as addresses are.',
  );
  void reply.header('x-request-id', request.id);
  void reply.status(status).type('application/problem+json').send(answer);
}

/** What Node says of requests that its parser gives up. */
const statusOfBroken: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** What is no HTTP, or too much of it, has no route and no reply: it is answered on its socket. */
function refuseBroken({ code }: Error & { code?: string }, socket: Duplex): void {
  if (code === 'ECONNRESET' || !socket.writable) return;
  const status = statusOfBroken[code ?? ''] ?? 400;
  const detail = status === 400 ? 'This is not HTTP.' : 'The headers are too large, or too late.';
  const answer = problem(status, codeOfStatus[status] ?? 'INVALID_INPUT', detail);
  const body = JSON.stringify(answer);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** Proxies counted from the service, or by their networks; nobody else is believed. */
const trustProxyOf = (proxies: TrustedProxies) =>
  typeof proxies === 'number' ? (_: string, hop: number) => hop < proxies : [...proxies];

/** Fastify, with limits on what a request may be. */
export function httpAdapter(config: Config): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: config.http.maxBodyBytes,
    trustProxy: trustProxyOf(config.http.trustProxy),
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: refuseAddress,
    clientErrorHandler: refuseBroken,
    requestTimeout: 60_000,
    connectionTimeout: 65_000,
    keepAliveTimeout: 30_000,
    forceCloseConnections: 'idle',
    logger: false,
  });
}

/** What a route has that answers sockets as well. */
interface SocketRoute {
  wsHandler?: (socket: Socket, request: object) => unknown;
}

function listenOnSockets(of: object): void {
  const route: SocketRoute = of;
  const { wsHandler } = route;
  if (wsHandler === undefined) return;
  route.wsHandler = (socket, request) => {
    listenForHello(socket, request);
    return wsHandler(socket, request);
  };
}

/** Headers, cross-origin rules, uploads, and the ids that every line of the log carries. */
export async function furnishServer(
  app: NestFastifyApplication,
  config: Config,
  metrics: Metrics,
): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  const actors = app.get(ActorOfRequest);
  const { trustedOrigins } = app.get(IdentitySettings);
  server.decorateRequest('actors', { getter: () => actors });
  server.decorateRequest('traceId', '');
  const always = await securityHeaders();
  server.addHook('onRequest', (request, reply, done) => {
    request.traceId = traceIdOf(request);
    void reply.headers(always).header('x-request-id', request.id);
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.http(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
  tellLimits(server);
  speakGraphqlOverHttp(server);
  // What the server refuses before a controller sees it is a problem like any other. Said route by
  // route, because routes keep the handler that was there when they were made; GraphQL has its own.
  const filter = app.get(ProblemFilter);
  server.addHook('onRoute', (route) => {
    refuseHead(route);
    if (route.url === '/graphql' && route.method !== 'HEAD') {
      listenOnSockets(route);
      return;
    }
    route.errorHandler ??= (error, _request, reply) => filter.send(reply, error);
    if (!route.url.startsWith(hooks.path)) return;
    route.bodyLimit = hooks.maxBytes;
    route.preParsing = keepRawBody(hooks.maxBytes);
  });
  // Partners send CloudEvents in their own content types; the bodies are JSON all the same.
  server.addContentTypeParser(
    ['application/cloudevents+json', 'application/cloudevents-batch+json'],
    { parseAs: 'string', bodyLimit: config.http.maxBodyBytes },
    server.getDefaultJsonParser('error', 'error'),
  );
  await app.register(cors, {
    origin: trustedOrigins.length === 0 ? false : [...trustedOrigins],
    credentials: true,
    exposedHeaders: ['set-auth-token', 'x-request-id', ...limitHeaders],
  });
  await app.register(multipart, {
    limits: { fileSize: config.files.maxBytes, files: 1, fields: 10, fieldSize: 10_000 },
  });
}
