import { newId } from '@rochdale/platform';
import { getNamedType, isInputObjectType } from 'graphql';
import type { GraphQLInputType } from 'graphql';
import { toGlobalId, toIdOf } from '../../apps/api/src/graphql/kit/node/global-id.js';
import type { ApiClient } from '@rochdale/testing';
import { problemOf } from './permissions-asking.js';
import { requestOf, variablesOf, withValue } from './permissions-operations.js';
import type { IdTypes, Operation } from './permissions-operations.js';

/** Where an operation takes an id, the optional ones and those inside lists too. */
export function idPathsOf(operation: Operation): readonly (readonly string[])[] {
  return operation.field.args.flatMap(({ name, type }) => idsIn(type, [name]));
}

function idsIn(type: GraphQLInputType, path: readonly string[]): (readonly string[])[] {
  const named = getNamedType(type);
  const at = String(type).startsWith('[') ? [...path, '0'] : path;
  if (named.name === 'ID') return [at];
  if (!isInputObjectType(named) || at.length > 6) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    idsIn(field.type, [...at, field.name]),
  );
}

/** What an id is of, where a field beside it says so. */
export const besides: Readonly<Record<string, readonly (readonly [kind: string, type: string])[]>> =
  {
    payee: [
      ['MEMBER', 'Member'],
      ['PARTNER', 'Partner'],
    ],
  };

/** What an input that may be left out asks for beside an id in it, and of what the id is. */
const within: Readonly<Record<string, readonly [needed: object, type: string]>> = {
  bill: [{ number: '1' }, 'Partner'],
};

/** An id that leads nowhere here, by what is wrong with it. */
export const strangers = {
  'of another co-operative': (type: string, foreign: (type: string) => string) => foreign(type),
  'of nothing': (type: string) => toIdOf(type, newId(), 'inside'),
  'of another type': () => toGlobalId('Receipt', newId()),
  'that is none': () => 'no-id',
} as const;

interface Attempt {
  readonly what: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The operation with each of its ids led astray, one after the other, in each way. */
function attemptsOf(
  operation: Operation,
  idTypes: IdTypes,
  foreign: (type: string) => string,
): Attempt[] {
  const plain = variablesOf(operation, idTypes, foreign);
  return idPathsOf(operation).flatMap((path) => {
    const name = path.findLast((part) => part !== '0') ?? '';
    const around = path.slice(0, -1);
    const [needed, usual] = within[around.at(-1) ?? ''] ?? [null, idTypes.get(name) ?? 'Member'];
    const whole = needed === null ? plain : withValue(plain, around, needed);
    const kinds = besides[around.at(-1) ?? ''] ?? [[null, usual]];
    return kinds.flatMap(([kind, type]) => {
      const given = kind === null ? whole : withValue(whole, [...around, 'kind'], kind);
      return Object.entries(strangers).map(([strangeness, idOf]) => ({
        what: `${path.join('.')}, an id ${strangeness}`,
        variables: withValue(given, path, idOf(type, foreign)) as Attempt['variables'],
      }));
    });
  });
}

/** What a query shows: rows, for one that lists; null where nothing is there. */
function shownBy(text: string): boolean {
  const { data } = JSON.parse(text) as { data: { payload: unknown } | null };
  const payload = data?.payload ?? null;
  if (payload === null) return false;
  if (Array.isArray(payload)) return payload.length > 0;
  const { edges } = payload as { readonly edges?: readonly unknown[] };
  return edges === undefined || edges.length > 0;
}

/** Asks for the rows of a list too. */
function lookingRequest(operation: Operation, variables: Attempt['variables']) {
  const { query, ...rest } = requestOf(operation, variables);
  const isPaged = getNamedType(operation.field.type).name.endsWith('Connection');
  return {
    ...rest,
    query: isPaged ? query.replace('{ __typename }', '{ edges { cursor } }') : query,
  };
}

/** Finds out what each id is of, the optional ones too. */
export async function learnIds(
  actor: ApiClient,
  operation: Operation,
  idTypes: IdTypes,
): Promise<void> {
  for (const path of idPathsOf(operation)) {
    const name = path.findLast((part) => part !== '0') ?? '';
    const plain = variablesOf(operation, idTypes, (type) => toIdOf(type, newId(), 'inside'));
    const variables = withValue(plain, path, toGlobalId('Receipt', newId()));
    const { text } = await actor.post(
      '/graphql',
      requestOf(operation, variables as Attempt['variables']),
    );
    const type = /the id of an? (\w+)\./.exec(problemOf(text)?.message ?? '')?.[1];
    if (type !== undefined) idTypes.set(name, type);
  }
}

/**
 * What is wrong with the answers of a query to ids that lead nowhere for this actor. Right is
 * nothing, or a code; and of what is no id of the type, a code that names the field.
 */
export async function complaintsAboutSought(
  actor: ApiClient,
  operation: Operation,
  foreign: (type: string) => string,
): Promise<string[]> {
  const idTypes: IdTypes = new Map();
  await learnIds(actor, operation, idTypes);
  const names = new Set(idPathsOf(operation).map((path) => path.findLast((part) => part !== '0')));
  const found: string[] = [];
  for (const { what, variables } of attemptsOf(operation, idTypes, foreign)) {
    const { text } = await actor.post('/graphql', lookingRequest(operation, variables));
    const problem = problemOf(text);
    const at = problem?.path?.findLast((part) => !/^\d+$/.test(part));
    const isOdd = what.endsWith('that is none') || what.endsWith('of another type');
    const isRight =
      problem === null
        ? !shownBy(text) && (!isOdd || operation.name === 'Query.node')
        : problem.code === 'INVALID_ID'
          ? isOdd && names.has(at)
          : /_(UNKNOWN|NOT_FOUND)$|^FORBIDDEN$/.test(problem.code);
    const said = problem === null ? 'it is shown' : `${problem.code} at ${at ?? 'no field'}`;
    if (!isRight) found.push(`${operation.name} ${what}: ${said}`);
  }
  return found;
}

/**
 * What is wrong with the answers of an operation to ids that lead nowhere for this actor. Right is
 * a code, and the name of a field that has an id: all that the operation needs are astray.
 */
export async function complaintsAboutIds(
  actor: ApiClient,
  operation: Operation,
  idTypes: IdTypes,
  foreign: (type: string) => string,
): Promise<string[]> {
  const names = new Set(idPathsOf(operation).map((path) => path.findLast((part) => part !== '0')));
  const found: string[] = [];
  for (const { what, variables } of attemptsOf(operation, idTypes, foreign)) {
    const { text } = await actor.post('/graphql', requestOf(operation, variables));
    const problem = problemOf(text);
    const at = problem?.path?.findLast((part) => !/^\d+$/.test(part));
    if (problem !== null && problem.code !== 'INTERNAL' && names.has(at)) continue;
    const said = problem === null ? 'it is done' : `${problem.code} at ${at ?? 'no field'}`;
    found.push(`${operation.name} ${what}: ${said}`);
  }
  return found;
}
