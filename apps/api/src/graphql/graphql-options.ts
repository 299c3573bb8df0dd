import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import { MercuriusDriver } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Kind } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { anonymousActor, CONFIG, LOG, Metrics, UnitOfWork } from '@rochdale/platform';
import type { Config, Log } from '@rochdale/platform';
import { ActorOfRequest } from '../http/kit/actor-of-request.js';
import { withPlainDataFields } from './kit/data-fields.js';
import { GraphContext } from './kit/graph-context.js';
import { GraphqlErrors } from './kit/error/graphql-errors.js';
import { checkLimits } from './kit/limits.js';
import { withTotals } from './kit/list/totals.js';
import { checkOperation, checkSource, hasSeveralOperations } from './kit/request-checks.js';
import { withDefaults } from './kit/variables.js';
import { withRootErrors } from './kit/error/root-errors.js';
import { DateTimeScalar } from './kit/value/scalars.js';

interface Resolved {
  graph: GraphContext;
  measured?: { type: string; field: string; startedAt: bigint };
}

/** Mercurius asks for a context even to answer an error, so making one never fails. */
const contextOf =
  (unitOfWork: UnitOfWork, actors: ActorOfRequest) =>
  async (request: FastifyRequest): Promise<Resolved> => {
    const { method, headers, ip: address, id: requestId, traceId } = request;
    const ids = { requestId, traceId };
    try {
      const actor = await actors.resolve({ method, headers, address, requestId });
      return { graph: new GraphContext(actor, unitOfWork, ids) };
    } catch (error) {
      const refusal = error instanceof Error ? error : new Error('nobody could be made out');
      return { graph: new GraphContext(anonymousActor(null, requestId), unitOfWork, ids, refusal) };
    }
  };

/** How the schema is built from the classes; the same for the server and for printing it. */
export const buildSchemaOptions = { scalarsMap: [{ type: Date, scalar: DateTimeScalar }] };

/** Mercurius, set up: who asks, limits, errors and the subscription's socket. */
export function graphqlOptions(
  config: Config,
  log: Log,
  metrics: Metrics,
  unitOfWork: UnitOfWork,
  actors: ActorOfRequest,
): MercuriusDriverConfig {
  const errors = new GraphqlErrors(log, metrics);
  const contextFor = contextOf(unitOfWork, actors);
  /** Before anything is resolved; a subscription's variables are not told. */
  const admit = (
    schema: GraphQLSchema,
    document: DocumentNode,
    { graph: { actor, refusal } }: Resolved,
    variables: Readonly<Record<string, unknown>> | null,
  ): void => {
    if (refusal !== null) throw refusal;
    const mayIntrospect = config.graphql.introspection || actor.kind !== 'anonymous';
    checkLimits(schema, document, variables, mayIntrospect);
  };
  return {
    driver: MercuriusDriver,
    autoSchemaFile: true,
    sortSchema: true,
    buildSchemaOptions,
    transformSchema: (schema) =>
      withTotals(withRootErrors(withPlainDataFields(schema), errors, metrics)),
    path: '/graphql',
    graphiql: config.graphql.graphiql,
    jit: 1,
    allowBatchedQueries: false,
    context: (request: FastifyRequest, _reply: FastifyReply) => contextFor(request),
    errorFormatter: (execution, context) => {
      const { graph } = context as unknown as Partial<Resolved>;
      return errors.format(execution, graph?.ids ?? null);
    },
    subscription: {
      fullWsTransport: false,
      onConnect: ({ payload }: { payload: unknown }) => ({ payload }),
      context: async (_socket: unknown, request: FastifyRequest) => contextFor(request),
    },
    hooks: {
      preParsing: async (_schema, source, context) => checkSource(source, context.reply.request),
      preExecution: async (schema, document, context, variables) => {
        checkOperation(document, context.reply.request);
        const resolved = context as unknown as Resolved;
        const several = hasSeveralOperations(document);
        const given = several ? (variables ?? {}) : withDefaults(schema, document, variables ?? {});
        admit(schema, document, resolved, given);
        resolved.measured = { ...rootField(document), startedAt: process.hrtime.bigint() };
        // Compiled operations are kept by the text alone, whichever of several was asked for: a
        // document that is handed back is not compiled.
        if (several) return { document };
        return given === variables ? undefined : { variables: given };
      },
      preSubscriptionExecution: async (schema, document, context) => {
        admit(schema, document, context as unknown as Resolved, null);
      },
      onResolution: async (execution, context) => {
        const { measured } = context as unknown as Resolved;
        if (measured === undefined) return;
        const seconds = Number(process.hrtime.bigint() - measured.startedAt) / 1e9;
        const outcome = execution.errors === undefined ? 'ok' : 'error';
        metrics.graphql(measured.type, measured.field, outcome, seconds);
      },
    },
  };
}

/** The operation's kind and first field, for the metrics: names of the schema, never aliases. */
function rootField(document: DocumentNode): { type: string; field: string } {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const selection = operation?.selectionSet.selections.find((one) => one.kind === Kind.FIELD);
  return { type: operation?.operation ?? 'query', field: selection?.name.value ?? 'fragment' };
}

export const graphqlInjects = [CONFIG, LOG, Metrics, UnitOfWork, ActorOfRequest];
