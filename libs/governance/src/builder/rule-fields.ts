import { allBallotKinds, findBallotKind } from '@rochdale/voting';
import { assert } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { contradictionOfKind } from '../policy/decision-rule.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { policyPacks } from '../policy/policy-packs.js';
import { ruleShapeOf } from '../policy/rule-shape.js';
import { waysToVote } from '../policy/ways-to-vote.js';
import { wordsOfEveryRule } from './field-words.js';
import type { FieldWords } from './field-words.js';
import { wordsOfKinds } from './kind-words.js';

/** A part of a JSON Schema, as zod writes it. */
export interface Shape {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly [word: string]: unknown;
}

export type FieldType = 'whole-number' | 'text' | 'yes-or-no' | 'list' | 'group' | 'by-name';

/** A field of a decision rule, told to whoever builds one. */
export interface RuleField {
  /** From the rule's own field down: `quorum.share`. */
  readonly path: string;
  readonly words: string;
  readonly type: FieldType;
  /** What it may say, where it is one of few; of a list, what each of it may. */
  readonly values: readonly string[] | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Whether it may be left out. */
  readonly isOptional: boolean;
  readonly isNullable: boolean;
  /** What a rule begins with that is built anew; undefined where that leaves it out. */
  readonly initial: unknown;
  readonly example: unknown;
  /** By name. */
  readonly ballotKinds: readonly string[];
  /** What it may not be said beside, in sentences. */
  readonly excludes: readonly string[];
}

export const shapeOfKind = (name: string): Shape => {
  const kind = findBallotKind(name);
  if (kind !== null) return ruleShapeOf(kind) as Shape;
  throw governanceErrors.error('POLICY_RULE_INVALID', 'There is no such ballot kind.', {
    path: ['ballotKind'],
  });
};

/** What a builder says of a field of rules of a kind; undefined where it says nothing. */
export const wordsOf = (kind: string, path: string): FieldWords | undefined =>
  wordsOfKinds[kind]?.[path] ?? wordsOfEveryRule[path];

/** The rule that somebody begins with who builds one of a kind; null of one that no pack has. */
export function initialRule(kind: string): DecisionRule | null {
  const ours = [...(policyPacks[0]?.policies ?? []), ...waysToVote.policies];
  const first = ours.find(({ key, rule }) => rule.ballotKind === kind && key !== 'operational');
  return first?.rule ?? null;
}

interface Resolved {
  readonly shape: Shape;
  readonly isNullable: boolean;
}

/** A shape without the null that it may be; of several groups one with the fields of all. */
function resolve(shape: Shape): Resolved {
  const among = shape.anyOf ?? shape.oneOf;
  if (among === undefined) return { shape, isNullable: false };
  const others = among.filter(({ type }) => type !== 'null').map((one) => resolve(one).shape);
  const isNullable = others.length < among.length;
  const [first] = others;
  if (others.length === 1 && first !== undefined) return { shape: first, isNullable };
  const properties: Record<string, Shape> = {};
  for (const [name, part] of others.flatMap((one) => Object.entries(one.properties ?? {}))) {
    const values = [...valuesOf(properties[name]), ...valuesOf(part)];
    properties[name] = values.length > 0 ? { type: 'string', enum: values } : part;
  }
  const inAll = Object.keys(properties).filter((name) =>
    others.every(({ required = [] }) => required.includes(name)),
  );
  return { shape: { type: 'object', properties, required: inAll }, isNullable };
}

const valuesOf = (shape: Shape | undefined): readonly unknown[] =>
  shape?.enum ?? (shape?.const === undefined ? [] : [shape.const]);

/** Every field of a shape by its path, those that have fields before these. */
export function pathsOf(
  shape: Shape,
): readonly { path: string; shape: Shape; optional: boolean }[] {
  const { shape: group } = resolve(shape);
  return Object.entries(group.properties ?? {}).flatMap(([name, part]) => [
    { path: name, shape: part, optional: !(group.required ?? []).includes(name) },
    ...pathsOf(part).map((inner) => ({ ...inner, path: `${name}.${inner.path}` })),
  ]);
}

const types: Readonly<Record<string, FieldType>> = {
  integer: 'whole-number',
  string: 'text',
  boolean: 'yes-or-no',
  array: 'list',
};

function typeOf({ type, properties, const: only }: Shape): FieldType {
  if (type === 'object') return properties === undefined ? 'by-name' : 'group';
  const found = types[type ?? typeof only];
  assert(found !== undefined, `a field is of a type that is told: ${String(type)}`);
  return found;
}

/** Fields some values of which a ballot kind cannot do, whatever else its rule says. */
const limited: ReadonlySet<string> = new Set(['tieRule', 'reasons']);

/** Whether rules of a kind may say so: nobody is offered what is refused afterwards. */
function mayBe(kindName: string, initial: DecisionRule | null, path: string, value: unknown) {
  const kind = findBallotKind(kindName);
  if (kind === null || initial === null || !limited.has(path)) return true;
  return contradictionOfKind(kind, { ...initial, [path]: value }) === null;
}

const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((inner, name) => (inner == null ? undefined : Object(inner)[name]), value);

/**
 * Every field of decision rules of a ballot kind, for whoever builds one.
 *
 * @throws CodedError POLICY_RULE_INVALID where there is no such kind
 */
export function ruleFields(kindName: string): readonly RuleField[] {
  const having = fieldsByKind();
  const initial = initialRule(kindName);
  return pathsOf(shapeOfKind(kindName)).map(({ path, shape, optional }) => {
    const { shape: said, isNullable } = resolve(shape);
    const known = wordsOf(kindName, path);
    const values = valuesOf(said.items === undefined ? said : said.items)
      .map(String)
      .filter((value) => mayBe(kindName, initial, path, value));
    return {
      path,
      words: known?.words ?? path,
      type: typeOf(said),
      values: values.length === 0 ? null : values,
      minimum: said.minimum ?? null,
      maximum: said.maximum ?? null,
      isOptional: optional,
      isNullable,
      initial: at(initial, path),
      example: path === 'ballotKind' ? kindName : known?.example,
      ballotKinds: [...having].filter(([, paths]) => paths.has(path)).map(([name]) => name),
      excludes: (known?.excludes ?? []).map(({ words }) => words),
    };
  });
}

const fieldsByKind = (): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(
    allBallotKinds().map((kind) => [
      kind.name,
      new Set(pathsOf(ruleShapeOf(kind) as Shape).map(({ path }) => path)),
    ]),
  );
