import type { FastifyRequest } from 'fastify';

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const localNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
const forwarding = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'] as const;

/**
 * Whether somebody at this very machine asks. A proxy here passes on the requests of strangers, and
 * a page from elsewhere can make a browser here ask under that page's name: neither is local.
 */
export function isLocalRequest(request: FastifyRequest): boolean {
  return (
    loopback.has(request.ip) &&
    localNames.has(request.hostname) &&
    forwarding.every((name) => request.headers[name] === undefined)
  );
}
