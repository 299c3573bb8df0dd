import type { ListFilter } from './list-statement.js';
import type { SortKey } from './sort-key.js';

/**
 * A list: its rows, its order, its filters. In SQL, parameters are written `:name`; those of
 * `where` are given with each call, but for `:cooperativeId`, which is the transaction's; a
 * filter's parameter is its own name.
 */
export interface KeysetListDefinition<Row extends object, Filter extends object> {
  /** Of the statements: `<room>.list-<nouns>`. */
  readonly name: string;
  readonly select: string;
  readonly from: string;
  /** What holds for all rows: the tenant, and what the reader may see. */
  readonly where?: string;
  /** Together unique, and in this order in an index. */
  readonly keys: readonly SortKey<Row>[];
  /** Without it the newest, or the greatest, come first. */
  readonly order?: 'ascending' | 'descending';
  /** One for each field of the filter: a filter that is null or left out filters nothing. */
  readonly filters?: { readonly [Name in keyof Filter]-?: ListFilter };
  /**
   * Filters by which a list is still one of many: how many there are of a state or of an account
   * of the co-operative's is a figure. By each other filter somebody can be meant.
   */
  readonly coarse?: readonly (keyof Filter & string)[];
  /** For pages of several parents at once: the column of the parent's id (uuid). */
  readonly parent?: { readonly column: string; readonly field: keyof Row & string };
}

/** Another order of a list, with indexes of its own. */
export interface ListOrdering<Row extends object, Filter extends object> {
  /** Of the statements, behind the list's, and in its cursors: `by-amount`. */
  readonly name: string;
  readonly keys: readonly SortKey<Row>[];
  /** Without it the greatest come first. */
  readonly order?: 'ascending' | 'descending';
  /** What is read besides, where a key is no column of the rows. */
  readonly select?: string;
  /** What holds besides: who has nothing to be ordered by is left out. */
  readonly where?: string;
  /** What stands among them by another column, where one index does not have all in this order. */
  readonly among?: Pick<ListOrdering<Row, Filter>, 'keys' | 'select' | 'where'>;
  /** What the list is narrowed by in this order: each has an index in it. */
  readonly filters: readonly (keyof Filter & string)[];
}

/** What a call gives besides the page request: filters, and the parameters of `where`. */
export type ListArguments<Filter, Params> = (keyof Params extends never
  ? { readonly params?: Params }
  : { readonly params: Params }) & { readonly filter?: Filter };
