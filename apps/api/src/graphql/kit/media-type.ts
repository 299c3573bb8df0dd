import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import type { EdgeCode } from '../../http/kit/edge-errors.js';

/** What a client asks to be answered in (GraphQL over HTTP). */
export type Spoken = 'graphql-response' | 'json' | 'any';

const graphqlResponse = 'application/graphql-response+json';

/** How much a type is wanted that is named itself; 0 when it is not. */
function wish(accept: string, type: string): number {
  for (const part of accept.toLowerCase().split(',')) {
    const [name = '', ...params] = part.split(';').map((one) => one.trim());
    if (name !== type) continue;
    const q = params.find((one) => one.startsWith('q='))?.slice(2);
    const value = q === undefined ? 1 : Number(q);
    return Number.isNaN(value) ? 0 : value;
  }
  return 0;
}

/** Who names neither type is answered in JSON. */
export function spokenBy(accept: string | undefined): Spoken {
  const [graphql, json] = [graphqlResponse, 'application/json'].map((type) =>
    wish(accept ?? '', type),
  ) as [number, number];
  if (graphql > 0 && graphql >= json) return 'graphql-response';
  return json > 0 ? 'json' : 'any';
}

const isMap = (value: unknown): boolean => typeof value === 'object' && !Array.isArray(value);

/** Of what type each parameter is; the server itself would make one type of another. */
const parameters: Readonly<Record<string, (value: unknown) => boolean>> = {
  operationName: (value) => typeof value === 'string',
  variables: isMap,
  extensions: isMap,
};

/** @throws GraphQLError GRAPHQL_REQUEST_INVALID naming the parameter */
function checkParameters(sent: Record<string, unknown>): void {
  for (const [name, isRight] of Object.entries(parameters)) {
    const value = sent[name];
    if (value === null) delete sent[name];
    else if (value !== undefined && !isRight(value)) {
      const extensions = { code: 'GRAPHQL_REQUEST_INVALID' satisfies EdgeCode };
      throw new GraphQLError(`${name} is of another type.`, { extensions });
    }
  }
}

/** Answers are of the type that was asked for; a parameter that is null was left out. */
export function speakGraphqlOverHttp(server: FastifyInstance): void {
  server.addHook('preValidation', async ({ routeOptions, body }) => {
    if (routeOptions.url !== '/graphql' || !isMap(body) || !body) return;
    checkParameters(body as Record<string, unknown>);
  });
  server.addHook('onSend', (request, reply, payload, done) => {
    const type = String(reply.getHeader('content-type') ?? '');
    const isAnswer = request.routeOptions.url === '/graphql' && type.startsWith('application/json');
    if (isAnswer && spokenBy(request.headers.accept) === 'graphql-response') {
      void reply.header('content-type', `${graphqlResponse}; charset=utf-8`);
    }
    done(null, payload);
  });
}
