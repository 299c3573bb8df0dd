/** One value of an answer. */
export type Scalar = string | number | boolean | null;

/** What an answer says of one thing, by the path inside of it: `node.amount.minor`. */
export type Row = ReadonlyMap<string, Scalar>;

/** A list as it came: its rows in their order are part of what it says. */
export interface Listing {
  /** The question it answers, with its arguments, and where in the answer it stood. */
  readonly name: string;
  readonly rows: readonly Row[];
}

/** All that one asker was told at one moment. */
export type View = readonly Listing[];

type Json = Scalar | readonly Json[] | { readonly [key: string]: Json };

const isObject = (json: Json): json is { readonly [key: string]: Json } =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** The scalars of a row, and of what it leads to one by one; the lists in it by their path. */
function flatten(json: Json, path: string, row: Map<string, Scalar>, lists: Map<string, Json[]>) {
  if (Array.isArray(json)) {
    lists.set(path, json as Json[]);
    return;
  }
  if (!isObject(json)) {
    row.set(path, json as Scalar);
    return;
  }
  for (const [key, value] of Object.entries(json)) {
    flatten(value, path === '' ? key : `${path}.${key}`, row, lists);
  }
}

/** A text that is JSON itself says what stands in it. */
function opened(json: Json): Json {
  if (typeof json === 'string' && /^[[{]/.test(json)) {
    try {
      return JSON.parse(json) as Json;
    } catch {
      return json;
    }
  }
  if (Array.isArray(json)) return json.map((part: Json) => opened(part));
  if (!isObject(json)) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, opened(value)]));
}

/** Takes an answer apart into its lists; what stands in no list is a list of one. */
export function listingsOf(name: string, answer: unknown): Listing[] {
  const found: Listing[] = [];
  const collect = (of: string, items: readonly Json[]): void => {
    const inner = new Map<string, Json[]>();
    const rows = items.map((item, nth) => {
      const row = new Map<string, Scalar>();
      const lists = new Map<string, Json[]>();
      flatten(item, '', row, lists);
      for (const [path, list] of lists) inner.set(`${path}[${nth}]`, list);
      return row;
    });
    found.push({ name: of, rows });
    for (const [path, list] of inner) if (list.length > 0) collect(`${of} ${path}`, list);
  };
  const json = opened(answer as Json);
  collect(name, Array.isArray(json) ? (json as Json[]) : [json]);
  return found;
}

/** Every text and number of a view, with the place it stood at. */
export function* valuesOf(view: View): Generator<{ readonly at: string; readonly value: Scalar }> {
  for (const { name, rows } of view) {
    for (const row of rows) {
      for (const [path, value] of row) yield { at: `${name} ${path}`, value };
    }
  }
}
