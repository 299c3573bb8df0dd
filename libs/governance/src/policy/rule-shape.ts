import type { AnyBallotKind } from '@rochdale/voting';
import { voteRule } from '@rochdale/voting';
import { z } from 'zod';
import { policyTerms } from './decision-rule.js';

type Properties = Readonly<Record<string, unknown>>;

interface ObjectSchema {
  readonly properties?: Properties;
  readonly required?: readonly string[];
}

const schemaOf = (shape: z.ZodType): ObjectSchema =>
  z.toJSONSchema(shape, { io: 'input' }) as ObjectSchema;

/**
 * The JSON Schema of a whole decision rule of a ballot kind, in one flat object as `parseRule`
 * reads it; what fields may not say together is said by its refusal only.
 */
export function ruleShapeOf({ name, rule }: AnyBallotKind): object {
  const parts = [voteRule, policyTerms, rule].map((part) => schemaOf(part));
  const properties = Object.fromEntries(
    parts.flatMap((part) => Object.entries(part.properties ?? {})),
  );
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { ...properties, ballotKind: { const: name } },
    required: parts.flatMap((part) => part.required ?? []),
    additionalProperties: false,
  };
}
