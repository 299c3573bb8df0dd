import { buildSchema, getNullableType, isInputObjectType, isObjectType } from 'graphql';
import type { GraphQLType } from 'graphql';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Cast } from './permissions-cast.js';

interface Shape {
  readonly fields: readonly string[];
  readonly kind: string | null;
  readonly schemaJson: string;
}

/** JSON whose shape is told elsewhere, or which tells a shape. */
const toldElsewhere: Readonly<Record<string, string>> = {
  'AuditEntry.dataJson': '`factTypes` has the shape of each fact’s data',
  'FactType.dataSchemaJson': 'a JSON Schema',
  'JsonShape.schemaJson': 'a JSON Schema',
  'RuleField.exampleJson': 'its field’s, in the shape of its rule',
  'RuleField.initialJson': 'its field’s, in the shape of its rule',
};

/** A text that is called JSON, or is said to be: not what is only reckoned from one. */
function isJson(name: string, type: unknown, description: string | null | undefined): boolean {
  if (String(getNullableType(type as GraphQLType)) !== 'String') return false;
  return name.endsWith('Json') || /(?<!SHA-256 of .*)\bJSON\b/s.test(description ?? '');
}

/** Every field and argument of types and inputs that is JSON in a text. */
function jsonFields(): string[] {
  const text = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
  return Object.values(buildSchema(text).getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) && !isInputObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) => {
      const args = 'args' in field ? field.args : [];
      const found = [field, ...args].filter((one) => isJson(one.name, one.type, one.description));
      return found.map((one) =>
        one === field ? `${type.name}.${field.name}` : `${type.name}.${field.name}(${one.name})`,
      );
    });
  });
}

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];
type Values = readonly (readonly [field: string, kind: string | null, json: string])[];

const bands = [
  { upToMinor: '5000', band: { kind: 'role', role: 'treasurer', approvals: 1 }, receipts: false },
  { upToMinor: null, band: { kind: 'vote', policyKey: 'spending' }, receipts: true },
];

/** Of which ballot kind a rule is. */
const kindIn = (rule = '{}'): string =>
  (JSON.parse(rule) as { ballotKind?: string }).ballotKind ?? 'stances';

/** What the demo's year wrote into such fields. */
async function realValues(cast: Cast): Promise<Values> {
  const asked = await cast.client('administrator').query<{
    policies: { rule: { canonicalJson: string } }[];
    proposals: {
      edges: {
        node: {
          rule: { canonicalJson: string } | null;
          actions: { kind: string; payloadJson: string }[];
          ballots: { edges: { node: { markJson: string } }[] } | null;
          tally: { countJson: string | null } | null;
        };
      }[];
    };
  }>(`{ policies { rule { canonicalJson } }
    proposals(first: 50) { edges { node { rule { canonicalJson } actions { kind payloadJson }
      ballots(first: 3) { edges { node { markJson } } } tally { countJson } } } } }`);
  const proposals = asked.proposals.edges.map(({ node }) => node);
  const { moneySources, csvProfiles } = await cast.client('treasurer').query<{
    moneySources: { source: string; settingsJson: string }[];
    csvProfiles: { mapping: string }[];
  }>('{ moneySources { source settingsJson } csvProfiles { mapping } }');
  return [
    ['ApprovalRuleAdoptInput.bandsJson', null, JSON.stringify(bands)],
    ...asked.policies.map(
      ({ rule: { canonicalJson: json } }) =>
        ['DecisionRule.canonicalJson', kindIn(json), json] as const,
    ),
    ...proposals.flatMap(({ actions }) =>
      actions.map((one) => ['ProposalAction.payloadJson', one.kind, one.payloadJson] as const),
    ),
    ...proposals.flatMap(({ rule, ballots }) =>
      (ballots?.edges ?? []).map(
        ({ node }) => ['Ballot.markJson', kindIn(rule?.canonicalJson), node.markJson] as const,
      ),
    ),
    ...proposals.flatMap(({ rule, tally }) =>
      tally?.countJson == null
        ? []
        : [['Tally.countJson', kindIn(rule?.canonicalJson), tally.countJson] as const],
    ),
    ...csvProfiles.map(({ mapping }) => ['CsvProfile.mapping', null, mapping] as const),
    ...moneySources.map(
      (one) => ['MoneySource.settingsJson', one.source, one.settingsJson] as const,
    ),
  ];
}

/** The value with something missing that has to be there, and with something that nobody knows. */
function broken(value: unknown, required: readonly string[] | null = null): unknown[] {
  if (typeof value !== 'object' || value === null) return [`${JSON.stringify(value)}?`, 5, null];
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    return [[], [...list, {}], ...broken(list[0]).map((one) => [one])];
  }
  const needed = Object.keys(value).filter((name) => required?.includes(name) ?? true);
  const without = needed.map((name) =>
    Object.fromEntries(Object.entries(value).filter(([other]) => other !== name)),
  );
  return [...without, { ...value, zz: 1 }, [value]];
}

const requiredOf = (schema: JsonSchema): readonly string[] | null =>
  typeof schema === 'object' ? (schema.required ?? null) : null;

/** What is published of the shape of JSON is true of what is there, and of nothing else. */
export function holdShapes(cast: () => Cast): void {
  describe('a field that is JSON', () => {
    let shapes: readonly Shape[] = [];
    const told = async () => {
      const asked = '{ jsonShapes { fields kind schemaJson } }';
      ({ jsonShapes: shapes } = await cast()
        .client('anonymous')
        .query<{ jsonShapes: Shape[] }>(asked));
      return shapes;
    };

    it('has a shape that everybody is told, whatever field it is', async () => {
      const fields = (await told()).flatMap((shape) => shape.fields);
      const all = [...new Set(fields), ...Object.keys(toldElsewhere)];
      expect(all.toSorted()).toEqual(jsonFields().toSorted());
    });

    it('holds what its shape says, which refuses what is broken', async () => {
      await told();
      const values = await realValues(cast());
      const seen = new Set(values.map(([field]) => field));
      expect(seen.size).toBe(7);
      for (const [field, kind, json] of values) {
        const shape = shapes.find((one) => one.fields.includes(field) && one.kind === kind);
        const said = JSON.parse(shape?.schemaJson ?? 'false') as JsonSchema;
        const schema = z.fromJSONSchema(said);
        const value: unknown = JSON.parse(json);
        expect(schema.safeParse(value).error, `${field} of ${String(kind)}: ${json}`).toBe(
          undefined,
        );
        for (const one of broken(value, requiredOf(said))) {
          expect(schema.safeParse(one).success, `${field}: ${JSON.stringify(one)}`).toBe(false);
        }
      }
    });

    it('tells what of one’s own data stands for everybody', async () => {
      const shape = (await told()).find(({ fields }) => fields.includes('Query.ownData'));
      const schema = z.fromJSONSchema(JSON.parse(shape?.schemaJson ?? 'false') as JsonSchema);
      const { ownData } = await cast().client('member').query<{ ownData: string }>('{ ownData }');
      const { identity, ...rest } = JSON.parse(ownData) as Readonly<Record<string, unknown>>;
      expect(schema.safeParse({ identity, ...rest }).error).toBe(undefined);
      expect(schema.safeParse(rest).success).toBe(false);
    });
  });
}
