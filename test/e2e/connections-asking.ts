import {
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { sentDuring } from '../bench/world/recorder.js';
import { askPlausibly } from './permissions-asking.js';
import type { ActorName, Cast } from './permissions-cast.js';
import { operationsOf, variablesOf } from './permissions-operations.js';
import type { IdTypes, Operation } from './permissions-operations.js';

/** Who sees most of it; the first who is let in asks. */
const askers: readonly ActorName[] = ['administrator', 'treasurer', 'member', 'partner'];

/** What an administrator reads as any member does, and a treasurer all of. */
const ofTheBooks = /^Query\.ledger/;

export const isConnection = (type: unknown): type is GraphQLObjectType =>
  isObjectType(type) && type.name.endsWith('Connection');

/** Every query of the schema that gives a list, with pages or without. */
export function listsOf(schema: GraphQLSchema): Operation[] {
  return operationsOf(schema).filter(({ kind, field }) => {
    const named = getNamedType(field.type);
    const isList = isConnection(named) || isListType(getNullableType(field.type));
    return kind === 'query' && isList && isObjectType(named);
  });
}

function rowOf(type: GraphQLObjectType): GraphQLObjectType {
  if (!isConnection(type)) return type;
  const edge = getNamedType(type.getFields()['edges']!.type) as GraphQLObjectType;
  return getNamedType(edge.getFields()['node']!.type) as GraphQLObjectType;
}

const isFree = ({ args }: GraphQLField<unknown, unknown>): boolean =>
  !args.some(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);

/** All data of a type, and with `depth` what it leads to, lists and pages as well. */
function selectionOf(type: GraphQLObjectType, depth: number, pages: boolean): string {
  const parts = Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    if (!isFree(field)) return [];
    if (isLeafType(named)) return [field.name];
    if (!isObjectType(named) || depth === 0) return [];
    if (!isConnection(named)) {
      if (isListType(getNullableType(field.type)) && !pages) return [];
      return [`${field.name} { __typename ${selectionOf(named, depth - 1, false)} }`];
    }
    if (!pages) return [];
    const inner = selectionOf(rowOf(named), 0, false);
    return [`${field.name}(first: 2) { edges { node { __typename ${inner} } } }`];
  });
  return parts.join(' ');
}

/** From all that can be asked of a row down to its own data, until the limits let it through. */
const selections = (row: GraphQLObjectType): string[] => [
  selectionOf(row, 2, true),
  selectionOf(row, 1, true),
  selectionOf(row, 1, false),
  selectionOf(row, 0, false),
];

/** Statement by statement, how often it was sent. */
type Sent = ReadonlyMap<string, number>;

export interface Shown {
  readonly rows: number;
  /** What the list says of its own length; null for one without pages. */
  readonly total: number | null;
  readonly end: string | null;
  readonly sent: Sent;
}

interface Page {
  readonly edges: readonly object[];
  readonly totalCount: number;
  readonly isTotalExact: boolean;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A list as one of the cast asks for it, with all that the limits let through. */
export class AskedList {
  private constructor(
    private readonly cast: Cast,
    private readonly actor: ActorName,
    private readonly document: string,
    private readonly variables: object,
  ) {}

  static async of(cast: Cast, operation: Operation): Promise<AskedList> {
    const idTypes: IdTypes = new Map();
    const first = ofTheBooks.test(operation.name) ? (['treasurer'] as const) : [];
    for (const actor of [...first, ...askers]) {
      if ((await askPlausibly(cast, operation, actor, idTypes)) !== 'ok') continue;
      const variables = variablesOf(operation, idTypes, (type) => cast.idOf(type, actor));
      for (const document of documentsOf(operation, variables)) {
        const asked = new AskedList(cast, actor, document, variables);
        if (await asked.isWithinLimits()) return asked;
      }
    }
    throw new Error(`nobody of the cast may ask ${operation.name}`);
  }

  private async isWithinLimits(): Promise<boolean> {
    const variables = { ...this.variables, first: 50 };
    const { errors = [] } = await this.cast.client(this.actor).answer(this.document, variables);
    const isLimit = errors.every(({ extensions }) => extensions.code.startsWith('TOO_'));
    if (!isLimit) throw new Error(`${this.document}: ${JSON.stringify(errors)}`);
    return errors.length === 0;
  }

  /** A page of it as it is answered. */
  async answered(first: number, after: string | null = null): Promise<Page | readonly object[]> {
    const asked = { ...this.variables, first, after };
    const answer = await this.cast.client(this.actor).query<{ list: Page }>(this.document, asked);
    return answer.list;
  }

  async show(first: number, after: string | null = null): Promise<Shown> {
    let list: Page | readonly object[] = [];
    const statements = await sentDuring(async () => {
      const asked = { ...this.variables, first, after };
      const answer = await this.cast
        .client(this.actor)
        .query<{ list: Page | readonly object[] }>(this.document, asked);
      list = answer.list;
    });
    const sent = new Map<string, number>();
    for (const { name, text } of statements) {
      const called = calledFor(name, text);
      if (!isBracket.test(called)) sent.set(called, (sent.get(called) ?? 0) + 1);
    }
    return { ...measured(list), sent };
  }
}

/**
 * What surrounds the rooms' own statements: transactions, finding out who asks, and the feed of
 * facts, which asks now and then whether its connection is still there.
 */
const isBracket = /^(begin|rollback|select 1$|identity\.|membership\.resolve-)/;

/** A repository's statement has no name; its text is the same but for how many values it lists. */
const calledFor = (name: string, text: string): string =>
  name === '' ? text.replaceAll(/\$\d+(, ?\$\d+)*/g, '$') : name;

function measured(list: Page | readonly object[]): Omit<Shown, 'sent'> {
  if (!('edges' in list)) return { rows: list.length, total: null, end: null };
  const { edges, pageInfo, totalCount, isTotalExact } = list;
  const total = isTotalExact ? totalCount : Infinity;
  return { rows: edges.length, total, end: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}

function documentsOf({ field }: Operation, variables: object): string[] {
  const type = getNamedType(field.type) as GraphQLObjectType;
  const args = field.args.filter(({ name }) => Object.hasOwn(variables, name));
  const declared = args.map(({ name, type: of }) => `$${name}: ${String(of)}`);
  const given = args.map(({ name }) => `${name}: $${name}`);
  const paged = isConnection(type);
  if (paged) declared.push('$first: Int!', '$after: String');
  if (paged) given.push('first: $first', 'after: $after');
  const brackets = (all: readonly string[]) => (all.length === 0 ? '' : `(${all.join(', ')})`);
  return selections(rowOf(type)).map((selection) => {
    const row = `{ __typename ${selection} }`;
    const page = `{ edges { node ${row} } totalCount isTotalExact
      pageInfo { hasNextPage endCursor } }`;
    return `query ${brackets(declared)} {
      list: ${field.name}${brackets(given)} ${paged ? page : row} }`;
  });
}
