import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ActorOfRequest } from './actor-of-request.js';

/** The request as a controller sees it: with a way to its actor, asked for at most once. */
export interface ActorRequest extends FastifyRequest {
  actors: ActorOfRequest;
}

/** Who asks, as a controller's parameter. Resolved on use; errors are the resolver's. */
export const RequestActor = createParamDecorator((_: unknown, execution: ExecutionContext) => {
  const request = execution.switchToHttp().getRequest<ActorRequest>();
  const { cooperative } = Object(request.query) as Readonly<Record<string, unknown>>;
  const isNamed = request.method === 'GET' && typeof cooperative === 'string';
  return request.actors.resolve({
    method: request.method,
    headers: request.headers,
    address: request.ip,
    requestId: request.id,
    met: request.metLimits,
    ...(isNamed ? { cooperative } : {}),
  });
});
