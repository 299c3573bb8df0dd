import type { ApiClient } from '@rochdale/testing';
import {
  buildSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { GraphQLArgument, GraphQLField, GraphQLObjectType } from 'graphql';
import { readFileSync } from 'node:fs';
import { listingsOf } from './view.js';
import type { Listing, View } from './view.js';

const sdl = readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8');
const schema = buildSchema(sdl);
const pageSize = 100;
/** Of lists in a row, so many rows. */
const innerSize = 20;
/** From deep to shallow: how far it is looked into rows, and how many of them at a time. */
const depths: readonly (readonly [depth: number, first: number])[] = [
  [5, 100],
  [4, 100],
  [3, 100],
  [3, 20],
  [2, 100],
  [2, 20],
  [1, 100],
  [1, 20],
  [1, 5],
  [0, 100],
];

type Field = GraphQLField<unknown, unknown>;
type Variables = Readonly<Record<string, unknown>>;

const isFree = ({ args }: Field): boolean =>
  !args.some(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);

const isConnection = (type: unknown): type is GraphQLObjectType =>
  isObjectType(type) && type.name.endsWith('Connection');

/** By type and depth: they are the same in every question, and long. */
const selections = new Map<string, string>();

/** All data of a type, and with `depth` what it leads to, and the first page of lists in it. */
function selectionOf(type: GraphQLObjectType, depth: number): string {
  const key = `${type.name} ${depth}`;
  const selection = selections.get(key) ?? madeSelection(type, depth);
  selections.set(key, selection);
  return selection;
}

function madeSelection(type: GraphQLObjectType, depth: number): string {
  const parts = Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    if (!isFree(field)) return [];
    if (isLeafType(named)) return [field.name];
    if (!isObjectType(named) || depth === 0) return [];
    const args = isConnection(named) && type.name !== 'Query' ? `(first: ${innerSize})` : '';
    return [`${field.name}${args} ${selectionOf(named, depth - 1)}`];
  });
  return `{ __typename ${parts.join(' ')} }`;
}

/** Leads from the list to its rows: a connection is two levels above them. */
function documentOf(field: Field, variables: Variables, depth: number): string {
  const named = getNamedType(field.type);
  const args = field.args.filter(({ name }) => Object.hasOwn(variables, name));
  const declared = args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const given = args.map(({ name }) => `${name}: $${name}`).join(', ');
  const head = args.length === 0 ? '' : `(${declared})`;
  const call = `answer: ${field.name}${args.length === 0 ? '' : `(${given})`}`;
  if (!isObjectType(named)) {
    const inner = isLeafType(named) ? '' : '{ __typename id }';
    return `query ${head} { ${call} ${inner} }`;
  }
  const above = isConnection(named) ? 2 : 0;
  return `query ${head} { ${call} ${selectionOf(named, depth + above)} }`;
}

/** What an id is of, by the name of the argument. */
const idTypes: Readonly<Record<string, string>> = {
  accountId: 'LedgerAccount',
  memberId: 'Member',
  partnerId: 'Partner',
  submitterId: 'Member',
};

/** As many of a kind as are asked for one by one. */
const mostIds = 12;

/** How deep the limits let each question go, found out once: they look at the question alone. */
const knownDepths = new Map<string, number>();

/** Reads as one asker everything that GraphQL answers them. */
export class Reader {
  readonly #ids = new Map<string, Set<string>>();
  readonly #listings: Listing[] = [];
  /** As they came, one in the other. */
  readonly answers: unknown[] = [];

  constructor(
    private readonly client: ApiClient,
    /** Whether lists are read in every order, and once for each value they are narrowed by. */
    private readonly inEveryWay = true,
  ) {}

  /** Every query, in every order, and then with every id that was found. */
  async everything(): Promise<View> {
    const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
    for (const field of fields) {
      if (field.name !== 'node' && isFree(field)) await this.#inEachOrder(field, {});
    }
    for (const field of fields) {
      for (const variables of this.#byIds(field)) await this.#pages(field, variables);
    }
    await this.#nodes();
    return this.#listings;
  }

  /** One query, with what is given. */
  async query(name: string, variables: Variables = {}): Promise<View> {
    const field = schema.getQueryType()?.getFields()[name];
    if (field === undefined) throw new Error(`there is no query ${name}`);
    const from = this.#listings.length;
    await this.#pages(field, variables);
    return this.#listings.slice(from);
  }

  idsOf(type: string): readonly string[] {
    return [...(this.#ids.get(type) ?? [])];
  }

  async #inEachOrder(field: Field, variables: Variables): Promise<void> {
    if (!this.inEveryWay) return this.#pages(field, variables);
    const orders = field.args.filter(({ name }) => name.startsWith('order'));
    let askings: Variables[] = [variables];
    for (const { name, type } of orders) {
      const named = getNamedType(type);
      if (!isEnumType(named)) continue;
      askings = named
        .getValues()
        .flatMap((value) => askings.map((asking) => ({ ...asking, [name]: value.name })));
    }
    for (const asking of askings) await this.#pages(field, asking);
    for (const argument of field.args) {
      for (const value of narrowing(argument)) {
        await this.#pages(field, { ...variables, [argument.name]: value });
      }
    }
  }

  *#byIds(field: Field): Generator<Variables> {
    for (const { name, type } of field.args) {
      const given: Record<string, unknown> = {};
      if (getNamedType(type).name !== 'ID') {
        if (name === 'currency') yield { currency: 'EUR' };
        continue;
      }
      const of = idTypes[name] ?? getNamedType(field.type).name;
      for (const id of this.idsOf(of).slice(0, mostIds)) yield { ...given, [name]: id };
    }
  }

  async #nodes(): Promise<void> {
    const field = schema.getQueryType()?.getFields()['node'];
    if (field === undefined) return;
    for (const [type, ids] of this.#ids) {
      const found = schema.getType(type);
      if (!isObjectType(found) || !found.getInterfaces().some(({ name }) => name === 'Node'))
        continue;
      for (const id of [...ids].slice(0, mostIds)) {
        const inner = selectionOf(found, 1);
        const document = `query ($id: ID!) { answer: node(id: $id) { ... on ${type} ${inner} } }`;
        await this.#ask('node', document, { id });
      }
    }
  }

  async #pages(field: Field, variables: Variables): Promise<void> {
    let after: string | null = null;
    const isPaged = isConnection(getNamedType(field.type));
    const rows: unknown[] = [];
    do {
      const asked: Variables = isPaged ? { ...variables, first: pageSize, after } : variables;
      const answer = await this.#deepest(field, asked);
      if (!isPaged) return;
      const page = answer as Page | null;
      rows.push(...(page?.edges ?? []));
      after = page?.pageInfo.hasNextPage === true ? page.pageInfo.endCursor : null;
    } while (after !== null);
    // The pages of a list in a row, which is what they are of.
    if (rows.length > 0) this.#listings.push(...listingsOf(nameOf(field.name, variables), rows));
  }

  /** The deepest of these documents that the limits let through. */
  async #deepest(field: Field, variables: Variables): Promise<unknown> {
    const asking = [field.name, ...Object.keys(variables)].join(' ');
    const known = knownDepths.get(asking) ?? 0;
    for (const [nth, [depth, first]] of depths.entries()) {
      if (nth < known) continue;
      const document = documentOf(field, variables, depth);
      const asked = 'first' in variables ? { ...variables, first } : variables;
      const answer = await this.#ask(field.name, document, asked);
      if (answer === tooMuch) continue;
      knownDepths.set(asking, nth);
      return answer;
    }
    throw new Error(`${field.name} cannot be asked at all`);
  }

  async #ask(name: string, document: string, variables: Variables): Promise<unknown> {
    const { data, errors = [] } = await this.client.answer<{ answer: unknown }>(
      document,
      variables,
    );
    if (errors.some(({ extensions }) => extensions.code.startsWith('TOO_'))) return tooMuch;
    const called = nameOf(name, variables);
    const said = errors.map(({ message, extensions }) => ({ message, code: extensions.code }));
    if (said.length > 0) this.#listings.push(...listingsOf(`${called} refused`, said));
    const answer = data?.answer ?? null;
    this.#remember(answer);
    this.answers.push(answer);
    if (answer !== null) this.#listings.push(...listingsOf(called, answer));
    return answer;
  }

  #remember(answer: unknown): void {
    if (typeof answer !== 'object' || answer === null) return;
    const { __typename: type, id } = answer as { __typename?: string; id?: string };
    if (typeof type === 'string' && typeof id === 'string') {
      const ids = this.#ids.get(type) ?? new Set();
      this.#ids.set(type, ids.add(id));
    }
    for (const value of Object.values(answer)) this.#remember(value);
  }
}

const tooMuch = Symbol('the limits do not let it through');

interface Page {
  readonly edges: readonly unknown[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Each value by which a list can be narrowed, where the schema lists them. */
function narrowing({ name, type }: GraphQLArgument): readonly unknown[] {
  const named = getNamedType(type);
  if (!isEnumType(named) || name.startsWith('order')) return [];
  const isList = isListType(getNullableType(type));
  return named.getValues().map((value) => (isList ? [value.name] : value.name));
}

function nameOf(query: string, variables: Variables): string {
  const given = Object.entries(variables)
    .filter(([name, value]) => name !== 'first' && value !== null)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `${query}(${given.join(', ')})`;
}
