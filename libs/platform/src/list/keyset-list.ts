import type { Parameter, Tx } from '../db/tx.js';
import { assert } from '../kernel/assert.js';
import { platformErrors } from '../kernel/errors.js';
import { ownAudienceOf } from '../kernel/id-seal.js';
import type { KeysetListDefinition, ListArguments, ListOrdering } from './list-definition.js';
import { cursorField, keysetPage, toPage } from './page.js';
import type { CursorPlace, KeysetPage, ListOrder, Page, PageRequest, Total } from './page.js';
import { joined, listStatement } from './list-statement.js';
import type { ListFilter, ListShape, ListStatement, ListText } from './list-statement.js';
import { checkCursorParts, cursorPart } from './sort-key.js';

type NoValues = object;

/** A page of the list, or of the list turned round. */
interface AskedPage extends KeysetPage {
  readonly isTurned: boolean;
}

/** Counting ends here: a list's length is nice to know and must not cost more than its page. */
const mostCounted = 1_000;

/** Of whom a list that is narrowed to few tells, at most. */
const firstPage: KeysetPage = { limit: 100, size: 100, key: null, backwards: false };

const declared: ListText[] = [];

type Values = Readonly<Record<string, Parameter | undefined>>;

/**
 * A list by key: pages both ways, stable under inserts, at a cost that does not depend on how many
 * rows there are. Each combination of filters that is asked for becomes a prepared statement.
 */
export class KeysetList<Row extends object, Filter extends object, Params extends object> {
  readonly #text: ListText;
  readonly #statements = new Map<string, ListStatement>();

  /** `inOrder`: the name of an order that is not the list's own; its cursors are no others'. */
  constructor(
    private readonly definition: KeysetListDefinition<Row, Filter>,
    private readonly inOrder: string | null = null,
  ) {
    const { filters, coarse: _, order = 'descending', ...text } = definition;
    this.#text = { ...text, order, filters: { ...filters } };
    declared.push(this.#text);
  }

  /**
   * The same list in another order. What it is not narrowed by there is refused: it would be looked
   * for in row after row.
   */
  ordered<Keyed extends Row = Row>(
    ordering: ListOrdering<Keyed, Filter>,
  ): KeysetList<Keyed, Filter, Params> {
    const { filters, select, where, name, parent: _, ...own } = this.definition;
    const rows = (of: Pick<typeof ordering, 'keys' | 'select' | 'where'>) => ({
      keys: of.keys,
      select: joined(', ', select, of.select),
      where: joined(' and ', where, of.where),
    });
    const offered = new Set<string>(ordering.filters);
    const kept = Object.entries<ListFilter>({ ...filters }).filter(([one]) => offered.has(one));
    const definition = {
      ...own,
      name: `${name}-${ordering.name}`,
      ...rows(ordering),
      order: ordering.order ?? 'descending',
      filters: Object.fromEntries(kept),
      ...(ordering.among && { among: rows(ordering.among) }),
    } as unknown as KeysetListDefinition<Keyed, Filter>;
    return new KeysetList<Keyed, Filter, Params>(definition, ordering.name);
  }

  /** @throws CodedError INVALID_INPUT, INVALID_CURSOR */
  async page(
    tx: Tx,
    request: PageRequest,
    ...[given]: OptionalArguments<Filter, Params>
  ): Promise<Page<Row>> {
    const place = this.#placeFor(tx);
    const page = this.#read(request, place);
    const values = valuesOf(given);
    const rows = await this.#rows(tx, 'page', page, values, given?.filter);
    const shown = toPage(page, rows, place, (row) => this.#keyOf(row));
    return {
      ...shown,
      count: (later) => this.#count(later, values, given?.filter),
      ...(this.#isNarrowed(given?.filter) && {
        narrowed: {
          next: rows[page.size] ?? null,
          found: async (later) =>
            page.key === null && rows.length <= page.size
              ? shown.rows
              : this.#rows(later, 'page', { ...firstPage, isTurned: false }, values, given?.filter),
        },
      }),
    };
  }

  #isNarrowed(filter: Filter | undefined): boolean {
    const coarse: readonly string[] = this.definition.coarse ?? [];
    return this.#setFilters(filter).some((name) => !coarse.includes(name));
  }

  /**
   * The page of each parent, by its id, in one statement. Every parent that was asked for has one,
   * if only an empty one.
   *
   * @throws CodedError INVALID_INPUT, INVALID_CURSOR
   */
  async pages(
    tx: Tx,
    parents: readonly string[],
    request: PageRequest,
    ...[given]: OptionalArguments<Filter, Params>
  ): Promise<Map<string, Page<Row>>> {
    const { parent } = this.definition;
    assert(parent !== undefined, `${this.definition.name} has parents`);
    const place = this.#placeFor(tx);
    const page = this.#read(request, place);
    const values = { ...valuesOf(given), parents: [...new Set(parents)] };
    const rows = await this.#rows(tx, 'pages', page, values, given?.filter);
    const byParent = new Map<string, Row[]>(parents.map((id) => [id, []]));
    for (const row of rows) byParent.get(String(row[parent.field]))?.push(row);
    return new Map(
      [...byParent].map(([id, found]) => [
        id,
        toPage(page, found, place, (row) => this.#keyOf(row)),
      ]),
    );
  }

  /** The rows of these ids that the list has for the reader, in no order. */
  find(
    tx: Tx,
    ids: readonly string[],
    ...[given]: OptionalArguments<NoValues, Params>
  ): Promise<Row[]> {
    const shape = { filters: [], reads: 'found', backwards: false, afterCursor: false } as const;
    return this.#ask<Row>(tx, shape, { ...valuesOf(given), ids: [...new Set(ids)] });
  }

  #placeFor(tx: Tx): CursorPlace {
    return { list: this.definition.name, audience: ownAudienceOf(tx.actor) };
  }

  #read(request: PageRequest, place: CursorPlace): AskedPage {
    const { keys, order = 'descending' } = this.definition;
    const own: ListOrder = order === 'descending' ? 'newest-first' : 'oldest-first';
    const isTurned = (request.order ?? own) !== own;
    const marks = this.#marks();
    const page = keysetPage(request, { parts: marks.length + keys.length, place });
    if (page.key === null) return { ...page, isTurned };
    const key = page.key.slice(marks.length);
    const isOfThisOrder = marks.length === 0 || marks[0] === page.key[0];
    checkCursorParts(keys, isOfThisOrder ? key : [], [cursorField(page)]);
    return { ...page, key, isTurned };
  }

  /** What tells a cursor of this order from one of another. */
  #marks(): string[] {
    return this.inOrder === null ? [] : [this.inOrder];
  }

  #keyOf(row: Row): string[] {
    const { keys } = this.definition;
    return [...this.#marks(), ...keys.map(({ field }) => cursorPart(row[field]))];
  }

  /** In the order of the definition, so that a shape has one statement however it was asked. */
  #setFilters(filter: Filter | undefined): string[] {
    const given = new Map(Object.entries(filter ?? {}));
    const isOffered = (name: string): boolean => Object.hasOwn(this.#text.filters, name);
    if ([...given].some(([name, value]) => (value ?? null) !== null && !isOffered(name))) {
      const message = 'In this order the list is not narrowed by that.';
      throw platformErrors.error('INVALID_INPUT', message, { path: ['orderBy'] });
    }
    return Object.keys(this.#text.filters).filter((name) => (given.get(name) ?? null) !== null);
  }

  async #rows(
    tx: Tx,
    reads: 'page' | 'pages',
    page: AskedPage,
    values: Values,
    filter: Filter | undefined,
  ): Promise<Row[]> {
    const shape = {
      filters: this.#setFilters(filter),
      reads,
      // The list turned round, read forwards, is the list read backwards.
      backwards: page.backwards !== page.isTurned,
      afterCursor: page.key !== null,
    };
    const cursor = Object.fromEntries((page.key ?? []).map((part, at) => [`cursor${at}`, part]));
    return this.#ask<Row>(tx, shape, { ...values, ...cursor, limit: page.limit });
  }

  async #count(tx: Tx, values: Values, filter: Filter | undefined): Promise<Total> {
    const shape = {
      filters: this.#setFilters(filter),
      reads: 'count',
      backwards: false,
      afterCursor: false,
    } as const;
    const limit = mostCounted + 1;
    const [found] = await this.#ask<{ total: number }>(tx, shape, { ...values, limit });
    const total = found?.total ?? 0;
    return { atLeast: Math.min(total, mostCounted), isExact: total <= mostCounted };
  }

  async #ask<Found extends object>(tx: Tx, shape: ListShape, values: Values): Promise<Found[]> {
    const { statement, parameters } = this.#statementOf(shape);
    return tx.rows<Found>(
      statement,
      parameters.map((name) => {
        const value = name === 'cooperativeId' ? tx.cooperativeId : values[name];
        assert(value !== undefined, `${statement.name} is given :${name}`);
        return value;
      }),
    );
  }

  #statementOf(shape: ListShape): ListStatement {
    const key = JSON.stringify(shape);
    const known = this.#statements.get(key);
    if (known !== undefined) return known;
    const made = listStatement(this.#text, shape);
    this.#statements.set(key, made);
    return made;
  }
}

type OptionalArguments<Filter, Params> = keyof Params extends never
  ? [given?: ListArguments<Filter, Params>]
  : [given: ListArguments<Filter, Params>];

function valuesOf({ params, filter }: { params?: object; filter?: object } = {}): Values {
  const values = Object.entries<Values[string]>({ ...params, ...filter });
  // Twice the same state is not twice its rows.
  return Object.fromEntries(
    values.map(([name, value]) => [name, Array.isArray(value) ? [...new Set(value)] : value]),
  );
}

/**
 * What the lists of all loaded modules ask, by the statements' names: with no filter and with
 * every one, by the page, by the pages of parents, and counted.
 */
export function allListStatements(): ReadonlyMap<string, string> {
  const shapes = declared.flatMap((text) => {
    const reads = [
      'page',
      'count',
      ...(text.parent === undefined ? [] : (['pages'] as const)),
      ...(text.keys.some(({ type }) => type === 'id') ? (['found'] as const) : []),
    ] as const;
    const filters = [[], Object.keys(text.filters)];
    return reads.flatMap((read) =>
      (read === 'found' ? [[]] : filters).map((names) => {
        const shape = { filters: names, reads: read, backwards: false, afterCursor: false };
        return listStatement(text, shape).statement;
      }),
    );
  });
  return new Map(shapes.map(({ name, text }) => [name, text]));
}

/** Declares a list at module level. */
export function keysetList<
  Row extends object,
  Filter extends object = NoValues,
  Params extends object = NoValues,
>(definition: KeysetListDefinition<Row, Filter>): KeysetList<Row, Filter, Params> {
  return new KeysetList<Row, Filter, Params>(definition);
}
