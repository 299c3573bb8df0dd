import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import { MercuriusDriver } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, Kind, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { anonymousActor, CONFIG, LOG, Metrics, UnitOfWork } from '@rochdale/platform';
import type { Actor, Config, Log } from '@rochdale/platform';
import { ActorOfRequest } from '../http/kit/actor-of-request.js';
import type { RequestCredentials, Visitor } from '../http/kit/actor-of-request.js';
import { refusedOfPersons, tellsOfState } from './looks/refused.js';
import { rowsOfPersons } from './looks/rows-of-persons.js';
import { withPlainDataFields } from './kit/field/data-fields.js';
import { looksAtRows, withLooks } from './kit/field/looked-at.js';
import { GraphContext } from './kit/graph-context.js';
import { GraphqlErrors, withoutGuess } from './kit/error/graphql-errors.js';
import { checkLimits } from './kit/limits.js';
import { withTotals } from './kit/list/totals.js';
import {
  checkDefinitions,
  checkOperation,
  checkSource,
  documentLimits,
  hasSeveralOperations,
} from './kit/request-checks.js';
import { spokenBy } from './kit/media-type.js';
import { carriedOutAnew, mayPresume, rememberHeld } from './kit/presumed-actor.js';
import { helloOf } from './kit/socket/hello.js';
import type { Socket } from './kit/socket/hello.js';
import { isHeard } from './kit/socket/is-heard.js';
import type { Answering } from './kit/socket/is-heard.js';
import { closeRefused, SocketWatch } from './kit/socket/socket-watch.js';
import { withDefaults } from './kit/variables.js';
import { faultsOfVariables } from './kit/error/input-faults.js';
import type { AskedText } from './kit/error/input-faults.js';
import { withRefusalLooks } from './kit/error/refusal-looks.js';
import { withRootErrors } from './kit/error/root-errors.js';
import { DateTimeScalar } from './kit/value/scalars.js';

interface Resolved {
  graph: GraphContext;
  /** Of a socket: whether somebody is at its other end. */
  isHeard?: () => Promise<boolean>;
  measured?: { type: string; field: string; startedAt: bigint };
}

const credentialsOf = (request: FastifyRequest): RequestCredentials => {
  const { method, headers, ip: address, id: requestId, metLimits: met } = request;
  return { method, headers, address, requestId, met };
};

type WhoAsks = (credentials: RequestCredentials) => Promise<Visitor>;

/** Mercurius asks for a context even to answer an error, so making one never fails. */
const contextOf =
  (unitOfWork: UnitOfWork, whoAsks: WhoAsks) =>
  async (
    request: FastifyRequest,
    credentials: RequestCredentials = credentialsOf(request),
  ): Promise<Resolved> => {
    const { id: requestId, traceId } = request;
    const ids = { requestId, traceId };
    try {
      const { actor, sessionId } = await whoAsks(credentials);
      const { address } = credentials;
      return { graph: new GraphContext(actor, unitOfWork, ids, null, { address, sessionId }) };
    } catch (error) {
      const refusal = error instanceof Error ? error : new Error('nobody could be made out');
      return { graph: new GraphContext(anonymousActor(null, requestId), unitOfWork, ids, refusal) };
    }
  };

/** A socket speaks for whom its request or its first message names, and no longer than they may. */
function socketContextOf(unitOfWork: UnitOfWork, actors: ActorOfRequest) {
  const contextFor = contextOf(unitOfWork, (credentials) => actors.asking(credentials));
  const watch = new SocketWatch((credentials) => actors.resolve(credentials));
  return async (socket: unknown, request: FastifyRequest): Promise<Resolved> => {
    const given = credentialsOf(request);
    const credentials = { ...given, headers: { ...given.headers, ...helloOf(request) } };
    const resolved = await contextFor(request, credentials);
    const { actor, refusal } = resolved.graph;
    if (refusal === null) watch.watch(socket as Socket, { actor, credentials });
    else closeRefused(socket as Socket, refusal);
    return { ...resolved, isHeard: () => isHeard(socket as Answering) };
  };
}

/** How the schema is built from the classes; the same for the server and for printing it. */
export const buildSchemaOptions = { scalarsMap: [{ type: Date, scalar: DateTimeScalar }] };

/** Who may see the schema. */
const schemaShownBy =
  ({ graphql }: Config) =>
  (actor?: Actor): boolean =>
    graphql.introspection || (actor?.kind ?? 'anonymous') !== 'anonymous';

/** Before anything is resolved; a subscription's variables are not told. */
const doorOf =
  (mayIntrospect: (actor: Actor) => boolean) =>
  (
    schema: GraphQLSchema,
    document: DocumentNode,
    { graph: { actor, refusal } }: Resolved,
    variables: Readonly<Record<string, unknown>> | null,
  ): void => {
    if (refusal !== null) throw refusal;
    checkLimits(schema, document, variables, mayIntrospect(actor));
  };

/** What is to be done before an answer leaves. */
const endOf =
  (metrics: Metrics, whoAsks: (request: FastifyRequest) => Promise<Resolved>) =>
  async (execution: object & { errors?: unknown }, context: unknown): Promise<void> => {
    const resolved = context as Resolved & { reply: FastifyReply };
    // What was carried out anew was put on record, and measured, then.
    if (await carriedOutAnew(execution, resolved, whoAsks)) return;
    await recordLooks(execution, context);
    const { measured } = resolved;
    if (measured === undefined) return;
    const seconds = Number(process.hrtime.bigint() - measured.startedAt) / 1e9;
    const outcome = execution.errors === undefined ? 'ok' : 'error';
    metrics.graphql(measured.type, measured.field, outcome, seconds);
  };

/** Whoever looks at somebody, by an answer or by a refusal, is on record. */
const withAllLooks = (schema: GraphQLSchema): GraphQLSchema =>
  withRefusalLooks(withLooks(schema, rowsOfPersons), refusedOfPersons, tellsOfState);

/** How much is read of a document, told of its faults, and kept. */
const measured = {
  cache: documentLimits.kept,
  graphql: {
    parseOptions: { maxTokens: documentLimits.tokens },
    validateOptions: { maxErrors: documentLimits.faults },
  },
};

/** Mercurius, set up: who asks, limits, errors and the subscription's socket. */
export function graphqlOptions(
  config: Config,
  log: Log,
  metrics: Metrics,
  unitOfWork: UnitOfWork,
  actors: ActorOfRequest,
): MercuriusDriverConfig {
  const errors = new GraphqlErrors(log, metrics);
  const contextFor = contextOf(unitOfWork, (credentials) => actors.asking(credentials));
  const presumingFor = contextOf(unitOfWork, (credentials) => actors.asking(credentials, true));
  const mayIntrospect = schemaShownBy(config);
  const admit = doorOf(mayIntrospect);
  return {
    driver: MercuriusDriver,
    autoSchemaFile: true,
    sortSchema: true,
    buildSchemaOptions,
    transformSchema: (schema) =>
      withTotals(
        withRootErrors(withAllLooks(withPlainDataFields(schema)), errors, metrics),
        looksAtRows(rowsOfPersons),
      ),
    path: '/graphql',
    graphiql: false,
    jit: 1,
    allowBatchedQueries: false,
    ...measured,
    context: (request: FastifyRequest, _reply: FastifyReply) =>
      mayPresume(request) ? presumingFor(request) : contextFor(request),
    errorFormatter: (execution, context) => {
      const { graph, reply } = context as unknown as Partial<Resolved & { reply: FastifyReply }>;
      const spoken = spokenBy(reply?.request.headers.accept);
      const faults = (): GraphQLError[] => faultsOfVariables(schemaOf(context), askedBy(reply));
      const reader = { mayIntrospect: mayIntrospect(graph?.actor), spoken, faults };
      return errors.format(execution, graph?.ids ?? null, reader);
    },
    subscription: {
      fullWsTransport: false,
      onConnect: ({ payload }: { payload: unknown }) => ({ payload }),
      context: socketContextOf(unitOfWork, actors),
    },
    hooks: {
      preParsing: async (_schema, source, context) => checkSource(source, context.reply.request),
      preValidation: async (_schema, document) => checkDefinitions(document),
      preExecution: async (schema, document, context, variables) => {
        checkOperation(document, context.reply.request);
        rememberHeld(context.reply.request, document);
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
        checkDefinitions(document);
        const [problem] = validate(schema, document, undefined, { maxErrors: 1 });
        if (problem !== undefined) throw invalidDocument(problem);
        admit(schema, document, context as unknown as Resolved, null);
      },
      onSubscriptionResolution: recordHeard,
      onResolution: endOf(metrics, contextFor),
    },
  };
}

/** An answer leaves when what it shows of other persons is on record, or not at all. */
const recordLooks = (_: unknown, context: unknown): Promise<void> =>
  (context as Resolved).graph.looks.record();

/** What a socket tells nobody hears where its other end is gone, and is nobody's look. */
async function recordHeard(_: unknown, context: unknown): Promise<void> {
  const { graph, isHeard: asks } = context as Resolved;
  if (!graph.looks.areThere) return;
  if (asks === undefined || (await asks())) await graph.looks.record();
  else graph.looks.forget();
}

const schemaOf = (context: unknown): GraphQLSchema =>
  (context as { readonly app: { readonly graphql: { readonly schema: GraphQLSchema } } }).app
    .graphql.schema;

/** What a request asks, which a socket's first one does not say. */
const askedBy = (reply: FastifyReply | undefined): AskedText => {
  if (reply === undefined) return {};
  const { method, query, body } = reply.request;
  return (method === 'GET' ? query : body) as AskedText;
};

/** Mercurius looks whether a document fits the schema, but for those that come over a socket. */
const invalidDocument = ({ message }: GraphQLError): GraphQLError =>
  new GraphQLError(withoutGuess(message), { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });

/** The operation's kind and first field, for the metrics: names of the schema, never aliases. */
function rootField(document: DocumentNode): { type: string; field: string } {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const selection = operation?.selectionSet.selections.find((one) => one.kind === Kind.FIELD);
  return { type: operation?.operation ?? 'query', field: selection?.name.value ?? 'fragment' };
}

export const graphqlInjects = [CONFIG, LOG, Metrics, UnitOfWork, ActorOfRequest];
