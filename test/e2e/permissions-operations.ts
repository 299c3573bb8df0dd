import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { GraphQLArgument, GraphQLField, GraphQLInputType, GraphQLSchema } from 'graphql';
import { quietSource } from './quiet-source.js';

/** A field of a root type: one door of the API. */
export interface Operation {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly field: GraphQLField<unknown, unknown>;
  /** `Mutation.expenseSubmit` */
  readonly name: string;
}

/** Every operation of the schema, by name. */
export function operationsOf(schema: GraphQLSchema): Operation[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([kind, root]) =>
    Object.values(root?.getFields() ?? {}).map((field) => {
      return { kind, field, name: `${root?.name ?? ''}.${field.name}` };
    }),
  );
}

/** The types that implement Node: each is looked up by `node(id)` too. */
export function nodeTypesOf(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return types
    .filter((type) => type.getInterfaces().some(({ name }) => name === 'Node'))
    .map(({ name }) => name);
}

/** What an id is of, by the argument's or field's name: found out while asking. */
export type IdTypes = Map<string, string>;
type IdOf = (type: string) => string;

/** Values that a plain one of the type would not do for. */
const byName: Readonly<Record<string, unknown>> = {
  accountKey: 'bank',
  accountNumber: 'DE02120300000000202051',
  amountMinor: '100',
  bandsJson: '[]',
  classKey: 'worker',
  coopShare: '3/10',
  countryCode: 'DE',
  currency: 'EUR',
  displayName: 'Somebody Else',
  email: 'somebody.else@example.org',
  endsOn: '2020-12-31',
  expiresAt: '2099-01-01T00:00:00Z',
  iban: 'DE89370400440532013000',
  incurredOn: '2025-01-01',
  kind: 'PERSON',
  lambda: '1/2',
  markJson: '"agree"',
  minor: '100',
  pack: 'defaults',
  policyKey: 'ordinary',
  pseudonym: 'Night Heron',
  purchasedOn: '2025-01-01',
  ruleJson: '{}',
  scopes: ['identity:read'],
  slug: 'mill',
  timeZone: 'Europe/Berlin',
};

/** A policy's rule by which silence is consent, open for a week and more. */
export const rule = {
  ballotKind: 'stances',
  stances: ['agree', 'abstain', 'disagree'],
  eligibility: { standings: ['active'], classes: null, weightByClass: {} },
  secondersNeeded: 0,
  noticeHours: 0,
  window: { minimumHours: 168, usualHours: 168, maximumHours: 2160, urgentMinimumHours: null },
  quorum: null,
  decision: { kind: 'lazy', objectionsToReject: 1 },
  blocks: null,
  tieRule: 'status-quo',
  earlyClose: null,
  lateQuorum: null,
  timelockHours: 0,
  executionWithinHours: null,
  secretUntilClosed: false,
};
const bands = [
  { upToMinor: null, band: { kind: 'role', role: 'treasurer', approvals: 1 }, receipts: false },
];

/** A template of whatever members ask in ordinary ways. */
const kettles = {
  key: 'kettles',
  title: 'Kettles',
  purpose: '',
  policy: { key: 'ordinary', pack: 'defaults' },
  fields: [],
  proposal: {
    title: 'Kettles',
    body: '',
    options: null,
    voteTerms: null,
    actions: [],
    windowHours: null,
    visibility: null,
    tags: [],
  },
};

/** Fields of the input that have to fit each other, so that an operation gets to do its work. */
const byOperation: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  // Behind the period that the demo closed, and before any bank line that waits.
  'Mutation.accountingPeriodClose': {
    endsOn: new Date(Date.now() - 300 * 86_400_000).toISOString().slice(0, 10),
  },
  'Mutation.ballotCast': { stance: 'AGREE' },
  'Mutation.approvalRuleAdopt': { bandsJson: JSON.stringify(bands) },
  'Mutation.bankLineAssign': { accountKey: 'bank-fees' },
  'Mutation.csvProfileSave': { name: 'our-bank', amount: 'Sum' },
  'Mutation.csvProfileRemove': { name: 'our-bank' },
  'Mutation.journalEntryRecord': {
    lines: [
      { accountKey: 'bank', amountMinor: '100' },
      { accountKey: 'opening-balance', amountMinor: '-100' },
    ],
  },
  'Mutation.memberStandingChange': { to: 'PAUSED', reason: 'REQUESTED' },
  'Mutation.policyAdopt': { key: 'kettles', ruleJson: JSON.stringify(rule) },
  'Query.actionPreviews': {
    actions: [{ kind: 'partner.register', payloadJson: JSON.stringify({ name: 'Well' }) }],
  },
  'Mutation.poolPolicyAdopt': { meterKey: 'storage', graceDays: 5, minimumPayoutMinor: '0' },
  'Mutation.sourceConnect': { settingsJson: '{}', source: quietSource.name },
  'Mutation.proposalDraftFromTemplate': {
    templateKey: 'ordinary',
    valuesJson: JSON.stringify({ question: 'Kettles?', why: 'Tea.', proposal: 'Two.' }),
  },
  'Mutation.templateRetire': { key: 'advice', version: 0 },
  'Mutation.templateKeep': { templateJson: JSON.stringify(kettles) },
  'Mutation.templatesImport': {
    fileJson: JSON.stringify({
      format: 'rochdale.proposal-templates',
      version: 1,
      templates: [{ ...kettles, key: 'lent-kettles' }],
    }),
  },
  'Mutation.webhookAdd': { types: ['*'], url: 'https://hooks.example.org/b' },
};

const byScalar: Readonly<Record<string, unknown>> = {
  BigInt: '100',
  Boolean: true,
  Date: '2025-01-01',
  DateTime: '2099-01-01T00:00:00Z',
  Decimal: '1.00',
  Float: 1,
  Int: 1,
  String: 'words',
};

/** A plausible value of an input type: required fields only, one element in a list. */
export function valueOf(
  type: GraphQLInputType,
  name: string,
  idTypes: IdTypes,
  idOf: IdOf,
): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType, name, idTypes, idOf);
  const named = getNamedType(type);
  if (named.name !== 'ID' && Object.hasOwn(byName, name)) return byName[name];
  if (isListType(type)) return [valueOf(type.ofType, name, idTypes, idOf)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (named.name === 'ID') return idOf(idTypes.get(name) ?? 'Cooperative');
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return Object.fromEntries(
      needed.map((field) => [field.name, valueOf(field.type, field.name, idTypes, idOf)]),
    );
  }
  return byScalar[named.name];
}

function argumentsNeeded({ field }: Operation): readonly GraphQLArgument[] {
  return field.args.filter(({ type }) => isNonNullType(type));
}

function selection({ kind, field }: Operation): string {
  if (isLeafType(getNamedType(field.type))) return '';
  return kind === 'mutation' ? '{ userErrors { code message path } }' : '{ __typename }';
}

/** The request that knocks at that door. */
export function requestOf(operation: Operation, variables: Readonly<Record<string, unknown>>) {
  const args = operation.field.args.filter(({ name }) => Object.hasOwn(variables, name));
  const declared = args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const given = args.map(({ name }) => `${name}: $${name}`).join(', ');
  const { kind, field } = operation;
  const query =
    args.length === 0
      ? `${kind} { payload: ${field.name} ${selection(operation)} }`
      : `${kind} (${declared}) { payload: ${field.name}(${given}) ${selection(operation)} }`;
  return { query, variables };
}

export function variablesOf(operation: Operation, idTypes: IdTypes, idOf: IdOf) {
  const fitting = byOperation[operation.name] ?? {};
  return Object.fromEntries(
    argumentsNeeded(operation).map(({ name, type }) => {
      const value = valueOf(type, name, idTypes, idOf);
      const isInput = typeof value === 'object' && !Array.isArray(value);
      return [name, isInput ? { ...(value as object), ...fitting } : (fitting[name] ?? value)];
    }),
  );
}

/** The same variables with another value in one place; `0` is the first of a list. */
export function withValue(
  target: unknown,
  [key, ...rest]: readonly string[],
  value: unknown,
): unknown {
  if (key === undefined) return value;
  if (key === '0') {
    const list = Array.isArray(target) ? (target as unknown[]) : [];
    return [withValue(list[0], rest, value), ...list.slice(1)];
  }
  const fields = (target ?? {}) as Readonly<Record<string, unknown>>;
  return { ...fields, [key]: withValue(fields[key], rest, value) };
}
