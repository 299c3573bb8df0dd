/** A law of the books as a query: it holds when the query finds nothing. */
export interface Invariant {
  /** `<room>.<law-in-words>` */
  readonly name: string;
  /** What a column that is called `id` is of, as clients call it: `Invoice`. */
  readonly of?: string;
  /** The law, in a sentence. */
  readonly describes: string;
  /** Finds what breaks the law, over all co-operatives. No parameters, at most 100 rows. */
  readonly sql: string;
}
