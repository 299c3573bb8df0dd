import { getNamedType, isLeafType, isNonNullType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { ApiClient } from '@rochdale/testing';
import { nodeTypesOf } from './permissions-operations.js';

type Field = GraphQLField<unknown, unknown>;

/** A text of an answer, and by which types and fields one comes to it. */
export interface Said {
  /** `Query.proposals Proposal.proposer Member.displayName` */
  readonly at: string;
  readonly text: string;
}

/** What is asked: a root field with its arguments, and the type of what it shows. */
export interface Root {
  readonly name: string;
  readonly call: string;
  readonly type: GraphQLObjectType;
  /** Where it may show things of other types too. */
  readonly isNode?: boolean;
  readonly variables?: object;
  readonly declared?: string;
}

/** Fields that are asked for together; of a single one perhaps only a part of what hangs on it. */
interface Part {
  readonly fields: readonly Field[];
  readonly inside?: Part | undefined;
}

/** Rows of a page inside a page: each is asked for by its own id as well. */
const innerRows = 5;

const isFree = ({ args }: Field): boolean =>
  !args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);

/** Whether it is shown in pages. */
export const isPage = ({ type, args }: Field): boolean =>
  getNamedType(type).name.endsWith('Connection') && args.some(({ name }) => name === 'first');

const namedObject = (field: Field | undefined): GraphQLObjectType => {
  const type = field === undefined ? undefined : getNamedType(field.type);
  if (!isObjectType(type)) throw new Error('a page has rows of a type');
  return type;
};

function rowOf(type: GraphQLObjectType): GraphQLObjectType {
  return namedObject(namedObject(type.getFields()['edges']).getFields()['node']);
}

/** The things that a field shows, or a page of them; null for what is no thing of one type. */
function shownBy(field: Field): GraphQLObjectType | null {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return null;
  return isPage(field) ? rowOf(type) : type;
}

const freeFields = (type: GraphQLObjectType): Field[] =>
  Object.values(type.getFields()).filter(isFree);

/** The texts of an answer that tells its types. */
export function textsIn(value: unknown, at: string): Said[] {
  if (typeof value === 'string') return [{ at, text: value }];
  if (Array.isArray(value)) return value.flatMap((one: unknown) => textsIn(one, at));
  if (typeof value !== 'object' || value === null) return [];
  const { __typename: type, ...fields } = value as Readonly<Record<string, unknown>>;
  const inside = (name: string) =>
    typeof type !== 'string' || /(Connection|Edge)$/.test(type) ? at : `${at} ${type}.${name}`;
  return Object.entries(fields).flatMap(([name, one]) => textsIn(one, inside(name)));
}

/** Asks for whole things: every field that needs no argument, and what hangs on it. */
export class WholeThings {
  readonly #nodes: ReadonlySet<string>;
  /** What all of a type is, its halves and their words: the same for each thing of the type. */
  readonly #wholes = new Map<GraphQLObjectType, Part>();
  readonly #divided = new Map<Part, readonly Part[]>();
  readonly #words = new Map<Part, string>();
  /** By the question that they were asked in: the limits look at the question alone. */
  readonly #tooMuch = new Map<string, Set<Part>>();

  constructor(schema: GraphQLSchema) {
    this.#nodes = new Set(nodeTypesOf(schema));
  }

  /** A field with all that it shows; other things that have an id with what they say themselves. */
  #asking(field: Field, above: readonly string[], part?: Part): string {
    if (isLeafType(getNamedType(field.type))) return field.name;
    const type = shownBy(field);
    if (type === null) return `${field.name} { __typename }`;
    const inside = this.#inside(type, above, part);
    if (!isPage(field)) return `${field.name} { ${inside} }`;
    return `${field.name}(first: ${innerRows}) { edges { node { ${inside} } } }`;
  }

  /** What of a type is asked for below others. */
  #asked(type: GraphQLObjectType, above: readonly string[]): Field[] {
    const isOther = this.#nodes.has(type.name) && above.some((one) => this.#nodes.has(one));
    return freeFields(type).filter((field) => {
      const named = getNamedType(field.type);
      if (isLeafType(named)) return true;
      // A page of the same is asked for where it hangs on a thing itself, and once.
      if (isPage(field) && rowOf(namedObject(field)) === type) {
        return above.length === 1 && !above.includes(type.name);
      }
      return !isOther && ![...above, type.name].includes(named.name);
    });
  }

  /** A part in halves: some fields, or one by what hangs on it; itself where it is not divided. */
  #halves(part: Part, above: readonly string[]): readonly Part[] {
    const { fields } = part;
    if (fields.length > 1) {
      const middle = Math.ceil(fields.length / 2);
      return [{ fields: fields.slice(0, middle) }, { fields: fields.slice(middle) }];
    }
    const [field] = fields;
    const type = field === undefined ? null : shownBy(field);
    if (type === null) return [part];
    const all = part.inside ?? { fields: this.#asked(type, above) };
    const halves = this.#halves(all, [...above, type.name]);
    return halves.length === 1 ? [part] : halves.map((inside) => ({ fields, inside }));
  }

  #allOf(type: GraphQLObjectType): Part {
    const whole = this.#wholes.get(type) ?? { fields: freeFields(type) };
    this.#wholes.set(type, whole);
    return whole;
  }

  #halvesOf(part: Part, above: readonly string[]): readonly Part[] {
    const halves = this.#divided.get(part) ?? this.#halves(part, above);
    this.#divided.set(part, halves);
    return halves;
  }

  #wordsOf(part: Part, above: readonly string[]): string {
    const asked = () => part.fields.map((one) => this.#asking(one, above, part.inside));
    const words = this.#words.get(part) ?? ['__typename', ...asked()].join(' ');
    this.#words.set(part, words);
    return words;
  }

  #inside(type: GraphQLObjectType, above: readonly string[], part?: Part): string {
    const { fields, inside } = part ?? { fields: this.#asked(type, above) };
    const asked = fields.map((field) => this.#asking(field, [...above, type.name], inside));
    return ['__typename', ...asked].join(' ');
  }

  /** Every field of a type with all that it shows, each to be asked for by itself. */
  wholeOf(type: GraphQLObjectType): string[] {
    return freeFields(type).map((field) => this.#asking(field, [type.name]));
  }

  /**
   * The texts that somebody is shown. What is too much at once, or is refused in part, is asked for
   * in halves.
   */
  async shownTo(reader: ApiClient, root: Root): Promise<Said[]> {
    const isList = root.type.name.endsWith('Connection');
    const type = isList ? rowOf(root.type) : root.type;
    const above = [type.name];
    const tooMuch = this.#tooMuch.get(root.call) ?? new Set();
    this.#tooMuch.set(root.call, tooMuch);
    const inHalves = async (halves: readonly Part[]): Promise<Said[]> => {
      const said: Said[] = [];
      for (const half of halves) said.push(...(await ask(half)));
      return said;
    };
    const ask = async (part: Part): Promise<Said[]> => {
      if (tooMuch.has(part)) return inHalves(this.#halvesOf(part, above));
      const body = this.#wordsOf(part, above);
      const shown = root.isNode === true ? `... on ${type.name} { ${body} }` : body;
      const whole = isList ? `edges { cursor node { ${shown} } }` : shown;
      const { data, errors = [] } = await reader.answer(
        `query ${root.declared ?? ''} { ${root.call} { ${whole} } }`,
        root.variables,
      );
      const isWhole = errors.every(({ path }) => path?.length === 1);
      const unfit = errors.find(({ extensions }) => /^(TOO_|GRAPHQL_)/.test(extensions.code));
      const halves =
        isWhole || (unfit === undefined && part.fields.length === 1)
          ? []
          : this.#halvesOf(part, above);
      if (halves.length > 1) {
        if (unfit !== undefined) tooMuch.add(part);
        return inHalves(halves);
      }
      if (unfit !== undefined) throw new Error(`${root.name} { ${body} }: ${unfit.message}`);
      const refused = errors.map(({ message }) => ({ at: `${root.name} refused`, text: message }));
      return [...refused, ...textsIn(data, root.name)];
    };
    return ask(this.#allOf(type));
  }
}
