import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { buildSchema, getVariableValues, isInputObjectType, Kind, parse } from 'graphql';
import mercurius from 'mercurius';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDefaults } from './variables.js';

const sdl = `
  enum Kind { PERSON GROUP }
  input Part { size: Int! = 3 kind: Kind! = PERSON note: String }
  input Whole { part: Part! = { size: 5 } parts: [Part!]! = [{}] more: [Part!] days: Int! = 90 }
  type Query { answer(whole: Whole, parts: [Part!], days: Int): Int }
`;
const small = buildSchema(sdl);
const text = `query Q($whole: Whole, $parts: [Part!], $days: Int = 7) {
  answer(whole: $whole, parts: $parts, days: $days)
}`;
const document = parse(text);
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

let app: FastifyInstance;
let seen: unknown;
beforeAll(async () => {
  app = fastify();
  const answer = (_root: unknown, given: unknown): number => {
    seen = given;
    return 1;
  };
  await app.register(mercurius, { schema: sdl, resolvers: { Query: { answer } }, jit: 1 });
  await app.ready();
  app.graphql.addHook('preExecution', async (schema, of, _context, variables) => ({
    variables: withDefaults(schema, of, variables ?? {}),
  }));
});
afterAll(() => app.close());

/** What a resolver gets when the same is asked for the nth time. */
async function got(variables: object): Promise<unknown> {
  seen = null;
  await app.graphql(text, undefined, variables as Record<string, unknown>);
  return plain(seen);
}

/** What it gets according to the specification. */
function meant(variables: object): unknown {
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('it is an operation');
  const given = variables as Record<string, unknown>;
  return plain(getVariableValues(small, operation.variableDefinitions ?? [], given).coerced);
}

const part = fc.record(
  {
    size: fc.integer({ min: 0, max: 9 }),
    kind: fc.constantFrom('PERSON', 'GROUP'),
    note: fc.constantFrom(null, 'a note'),
  },
  { requiredKeys: [] },
);
const oneOrMore = fc.oneof(part, fc.array(part, { maxLength: 3 }));
const variables = fc.record(
  {
    whole: fc.record(
      { part, parts: oneOrMore, more: fc.option(oneOrMore), days: fc.nat(9) },
      { requiredKeys: [] },
    ),
    parts: fc.option(oneOrMore),
    days: fc.option(fc.nat(9)),
  },
  { requiredKeys: [] },
);

describe('variables', () => {
  it('mean what the specification says, the first time and ever after', async () => {
    await fc.assert(
      fc.asyncProperty(variables, async (given) => {
        expect(await got(given)).toEqual(meant(given));
      }),
    );
  });

  it.each([[{ whole: [] }], [{ parts: [[]] }], [{ whole: { part: [{ size: 1 }] } }]])(
    'with a list for an object are refused: %j',
    (given) => {
      expect(() => withDefaults(small, document, given)).toThrow('A list was given');
    },
  );

  it('are left alone where there is nothing to write', () => {
    const given = { unknown: [{}] };
    expect(withDefaults(small, document, given)).toEqual({ ...given, days: 7 });
    expect(withDefaults(small, parse('{ answer }'), given)).toBe(given);
  });
});

describe('every input of the schema that has defaults', () => {
  const schema = buildSchema(readFileSync(join(process.cwd(), 'schema.graphql'), 'utf8'));
  const inputs = Object.values(schema.getTypeMap())
    .filter(isInputObjectType)
    .filter((type) =>
      Object.values(type.getFields()).some(({ defaultValue }) => defaultValue !== undefined),
    );

  it('is not forgotten', () => expect(inputs.length).toBeGreaterThan(2));

  it.each(inputs.map((type) => [type.name, type] as const))('%s has them written', (name, type) => {
    const own = Object.values(type.getFields()).filter((one) => one.defaultValue !== undefined);
    const operation = parse(`query Q($given: ${name}) { __typename }`);
    const { given } = withDefaults(schema, operation, { given: {} }) as { given: object };
    expect(Object.keys(given).toSorted()).toEqual(own.map((one) => one.name).toSorted());
  });
});
