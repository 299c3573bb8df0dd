import { allBallotKinds } from '@rochdale/voting';
import type { AnyBallotKind } from '@rochdale/voting';
import { ruleShapeOf } from '../policy/rule-shape.js';
import { wordsOf } from './rule-fields.js';
import type { Shape } from './rule-fields.js';

/** The same shape, each of its fields with what a builder says of it. */
function described(kind: string, shape: Shape, path = ''): Shape {
  const among = (all: readonly Shape[]) => all.map((one) => described(kind, one, path));
  const properties = Object.entries(shape.properties ?? {}).map(([name, part]) => {
    const inner = path === '' ? name : `${path}.${name}`;
    const words = wordsOf(kind, inner)?.words;
    const said = described(kind, part, inner);
    return [name, words === undefined ? said : { description: words, ...said }] as const;
  });
  return {
    ...shape,
    ...(shape.anyOf === undefined ? {} : { anyOf: among(shape.anyOf) }),
    ...(shape.oneOf === undefined ? {} : { oneOf: among(shape.oneOf) }),
    ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
  };
}

function ofKind(kind: AnyBallotKind): Shape {
  const { $schema: _, ...shape } = described(kind.name, ruleShapeOf(kind) as Shape);
  return { title: `A decision rule of votes by ${kind.name}`, ...shape };
}

/**
 * The JSON Schema (2020-12) of decision rules of every ballot kind. What fields may not say beside
 * each other is told by the builder, and by the refusal.
 */
export const decisionRuleSchema = (): Shape => ({
  $id: 'https://rochdale.example/decision-rule.schema.json',
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'How one kind of question is decided: a decision rule, one flat object',
  oneOf: [...allBallotKinds()]
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .map((kind) => ofKind(kind)),
});
