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

/** Fields that are asked for together; of a single one perhaps only some of what hangs on it. */
interface Part {
  readonly fields: readonly Field[];
  readonly only?: readonly Field[];
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

  constructor(schema: GraphQLSchema) {
    this.#nodes = new Set(nodeTypesOf(schema));
  }

  /** A field with all that it shows; other things that have an id with what they say themselves. */
  #asking(
    field: Field,
    above: readonly string[],
    only?: readonly Field[],
    rows: number = innerRows,
  ): string {
    const type = getNamedType(field.type);
    if (isLeafType(type)) return field.name;
    if (!isObjectType(type)) return `${field.name} { __typename }`;
    if (!isPage(field)) return `${field.name} { ${this.#inside(type, above, only, rows)} }`;
    const row = this.#inside(rowOf(type), above, undefined, rows);
    return `${field.name}(first: ${rows}) { edges { node { ${row} } } }`;
  }

  /** What of a type is asked for below others. */
  #asked(type: GraphQLObjectType, above: readonly string[]): Field[] {
    const isOther = this.#nodes.has(type.name) && above.some((one) => this.#nodes.has(one));
    return freeFields(type).filter((field) => {
      const named = getNamedType(field.type);
      if (isLeafType(named)) return true;
      // What is answered to an answer is nothing: a page of the same is asked for once.
      if (isPage(field) && rowOf(namedObject(field)) === type && above.includes(type.name)) {
        return false;
      }
      return !isOther && ![...above, type.name].includes(named.name);
    });
  }

  /** A part in halves: some fields, or one by what hangs on it; itself where it is not divided. */
  #halves(part: Part, above: readonly string[]): readonly Part[] {
    const { fields } = part;
    const [field] = fields;
    const type = field === undefined ? null : getNamedType(field.type);
    const isWhole = fields.length === 1 && isObjectType(type) && field && !isPage(field);
    const all = isWhole ? (part.only ?? this.#asked(type, above)) : fields;
    if (all.length < 2) return [part];
    const middle = Math.ceil(all.length / 2);
    const [first, second] = [all.slice(0, middle), all.slice(middle)];
    return isWhole
      ? [
          { fields, only: first },
          { fields, only: second },
        ]
      : [{ fields: first }, { fields: second }];
  }

  #inside(
    type: GraphQLObjectType,
    above: readonly string[],
    only?: readonly Field[],
    rows?: number,
  ): string {
    const asked = only ?? this.#asked(type, above);
    const inside = asked.map((field) =>
      this.#asking(field, [...above, type.name], undefined, rows),
    );
    return ['__typename', ...inside].join(' ');
  }

  /** Every field of a type with all that it shows, each to be asked for by itself. */
  wholeOf(type: GraphQLObjectType): string[] {
    return freeFields(type).map((field) => this.#asking(field, [type.name]));
  }

  /**
   * The texts that somebody is shown. What is too much at once, or is refused in part, is asked for
   * in halves; what cannot be halved, a row of each page at a time.
   */
  async shownTo(reader: ApiClient, root: Root): Promise<Said[]> {
    const isList = root.type.name.endsWith('Connection');
    const type = isList ? rowOf(root.type) : root.type;
    const above = [type.name];
    const ask = async (part: Part, rows = innerRows): Promise<Said[]> => {
      const asked = part.fields.map((one) => this.#asking(one, above, part.only, rows));
      const body = ['__typename', ...asked].join(' ');
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
          : this.#halves(part, above);
      const [one, other] = halves;
      if (one && other) return [...(await ask(one)), ...(await ask(other))];
      if (unfit !== undefined && rows > 1) return ask(part, 1);
      if (unfit !== undefined) throw new Error(`${root.name} { ${body} }: ${unfit.message}`);
      const refused = errors.map(({ message }) => ({ at: `${root.name} refused`, text: message }));
      return [...refused, ...textsIn(data, root.name)];
    };
    return ask({ fields: freeFields(type) });
  }
}
