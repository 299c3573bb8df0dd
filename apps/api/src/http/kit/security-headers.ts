import helmet from '@fastify/helmet';
import { fastify } from 'fastify';

/** Nothing is ever loaded by a browser; pages of ours say themselves what they need. */
const directives = { defaultSrc: [`'none'`], frameAncestors: [`'none'`] };

/**
 * The headers that keep browsers from doing what no page of ours needs. They are the same on every
 * answer, and making them out each time cost more than reading a request: they are asked for once,
 * of a server that nobody reaches.
 */
export async function securityHeaders(): Promise<Readonly<Record<string, string>>> {
  const server = fastify({ logger: false });
  await server.register(helmet, { contentSecurityPolicy: { directives } });
  server.get('/', (_request, reply) => reply.send({ ...reply.raw.getHeaders() }));
  const answer = await server.inject('/');
  await server.close();
  return answer.json();
}
