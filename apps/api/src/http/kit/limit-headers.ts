import type { FastifyInstance } from 'fastify';
import type { MetLimit } from '@rochdale/identity';

declare module 'fastify' {
  interface FastifyRequest {
    /** The limits that it met so far. */
    metLimits: MetLimit[] | null;
  }
}

/** What tells a client how much it may still ask, in pages of other origins too. */
export const limitHeaders = ['ratelimit', 'ratelimit-policy', 'retry-after'] as const;

/** Of one rule that was met several times, what is left in the end. */
function latest(met: readonly MetLimit[]): MetLimit[] {
  return [...new Map(met.map((limit) => [limit.rule.name, limit])).values()];
}

/** `"sign-in";q=30;w=60`: how much there is in a window of so many seconds. */
const policyField = (met: readonly MetLimit[]): string =>
  latest(met)
    .map(({ rule: { name, max, windowSeconds } }) => `"${name}";q=${max};w=${windowSeconds}`)
    .join(', ');

/** `"sign-in";r=29;t=58`: how much of it is left, and for how many seconds. */
const limitField = (met: readonly MetLimit[]): string =>
  latest(met)
    .map(
      ({ rule: { name }, remaining, resetSeconds }) => `"${name}";r=${remaining};t=${resetSeconds}`,
    )
    .join(', ');

/** Seconds until everything that is used up may be asked again. */
const waitOf = (met: readonly MetLimit[]): number =>
  Math.max(
    1,
    ...met.filter(({ remaining }) => remaining === 0).map(({ resetSeconds }) => resetSeconds),
  );

/**
 * Answers tell the limits that their requests met (draft-ietf-httpapi-ratelimit-headers), whatever
 * answers: GraphQL, REST or /auth. A refusal for having asked too much says when to come again.
 */
export function tellLimits(server: FastifyInstance): void {
  server.decorateRequest('metLimits', null);
  server.addHook('onRequest', (request, _reply, done) => {
    request.metLimits = [];
    done();
  });
  server.addHook('onSend', (request, reply, payload, done) => {
    const met = request.metLimits ?? [];
    if (met.length > 0) {
      void reply.header('ratelimit-policy', policyField(met)).header('ratelimit', limitField(met));
      if (reply.statusCode === 429 && !reply.hasHeader('retry-after')) {
        void reply.header('retry-after', String(waitOf(met)));
      }
    }
    done(null, payload);
  });
}
