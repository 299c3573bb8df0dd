import { isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { GraphQLInputType } from 'graphql';
import type { ApiClient } from '@rochdale/testing';
import { strangers } from './foreign-ids.js';
import { problemOf } from './permissions-asking.js';
import { requestOf, variablesOf, withValue } from './permissions-operations.js';
import type { IdTypes, Operation } from './permissions-operations.js';

/** A JSON text that an input takes, as `jsonShapes` tells of it. */
interface Shape {
  readonly fields: readonly string[];
  readonly kind: string | null;
  readonly schemaJson: string;
}

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly idOf?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** An id inside a JSON text of an input. */
export interface JsonId {
  /** The input's field, `ProposalActionInput.payloadJson`, and the kind that has this shape. */
  readonly field: string;
  readonly kind: string | null;
  readonly at: readonly string[];
  readonly type: string;
  readonly schema: Schema;
}

function idsIn(schema: Schema, at: readonly string[]): { at: readonly string[]; type: string }[] {
  if (schema.idOf !== undefined) return [{ at, type: schema.idOf }];
  return [
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) => idsIn(one, at)),
    ...(schema.items === undefined ? [] : idsIn(schema.items, [...at, '0'])),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) => idsIn(one, [...at, name])),
  ];
}

/** Every id that some JSON of an input has. */
export async function jsonIds(actor: ApiClient): Promise<JsonId[]> {
  const { jsonShapes } = await actor.query<{ jsonShapes: readonly Shape[] }>(
    '{ jsonShapes { fields kind schemaJson } }',
  );
  return jsonShapes.flatMap(({ fields, kind, schemaJson }) => {
    const schema = JSON.parse(schemaJson) as Schema;
    const taken = fields.filter((field) => /Input\.\w+$/.test(field));
    return taken.flatMap((field) =>
      idsIn(schema, []).map(({ at, type }) => ({ field, kind, at, type, schema })),
    );
  });
}

/** Something of that shape, with ids as `idOf` gives them. */
function sample(schema: Schema, idOf: (type: string) => string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.idOf !== undefined) return idOf(schema.idOf);
  const [first] = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (first !== undefined) return sample(first, idOf);
  if (schema.type === 'array')
    return schema.items === undefined ? [] : [sample(schema.items, idOf)];
  if (schema.type === 'string') return 'a'.repeat(schema.minLength ?? 1);
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'boolean') return true;
  const of = Object.entries(schema.properties ?? {});
  return Object.fromEntries(of.map(([name, one]) => [name, sample(one, idOf)]));
}

/** Where an operation takes that field of an input. */
function placesOf(type: GraphQLInputType, path: readonly string[], field: string): string[][] {
  if (isNonNullType(type)) return placesOf(type.ofType, path, field);
  if (isListType(type)) return placesOf(type.ofType, [...path, '0'], field);
  if (!isInputObjectType(type) || path.length > 6) return [];
  return Object.values(type.getFields()).flatMap((one) =>
    `${type.name}.${one.name}` === field
      ? [[...path, one.name]]
      : placesOf(one.type, [...path, one.name], field),
  );
}

interface Given {
  readonly types: IdTypes;
  readonly foreign: (type: string) => string;
  /** Of the policies that are there: they are asked for before what the proposal is to do. */
  readonly policyKeys: readonly string[];
}

/**
 * What is wrong with the answers to a JSON text whose id leads nowhere for this actor. Right is a
 * code, and a path that leads to that text, or to its kind where that is not theirs to ask for.
 *
 * @returns null when the operation does not take it
 */
export async function complaintsAboutJsonId(
  actor: ApiClient,
  operation: Operation,
  { field, kind, at, type, schema }: JsonId,
  given: Given,
): Promise<string[] | null> {
  // What is edited has to be found first, and one’s own: nothing that is asked for here.
  if (operation.name === 'Mutation.proposalEdit') return null;
  const [place] = operation.field.args.flatMap((arg) => placesOf(arg.type, [arg.name], field));
  if (place === undefined) return null;
  const { types, foreign, policyKeys } = given;
  const around = place.slice(0, place.lastIndexOf('actions'));
  const beside = (name: string): string => [...place.slice(1, -1), name].join('.');
  const found: string[] = [];
  for (const [strangeness, idOf] of Object.entries(strangers)) {
    const json = sample(schema, foreign) as object;
    const text = JSON.stringify(withValue(json, at, idOf(type, foreign)));
    const blank = variablesOf(operation, types, foreign);
    const of = kind === null ? blank : withValue(blank, [...place.slice(0, -1), 'kind'], kind);
    const variables = withValue(of, place, text) as Readonly<Record<string, unknown>>;
    let problem: ReturnType<typeof problemOf> = null;
    for (const policyKey of policyKeys) {
      const under = withValue(variables, [...around, 'policyKey'], policyKey) as typeof variables;
      const { text: answer } = await actor.post('/graphql', requestOf(operation, under));
      problem = problemOf(answer);
      // Not every policy decides every kind: another one has to be asked under.
      if (problem?.code !== 'ACTION_POLICY_UNFIT') break;
    }
    const path = problem?.path?.join('.') ?? '';
    const leadsThere = path === beside('kind') || path.startsWith(beside(place.at(-1) ?? ''));
    if (problem !== null && problem.code !== 'INTERNAL' && leadsThere) continue;
    const said = problem === null ? 'it is done' : `${problem.code} at ${String(problem.path)}`;
    found.push(`${operation.name} ${field} ${at.join('.')}, an id ${strangeness}: ${said}`);
  }
  return found;
}
