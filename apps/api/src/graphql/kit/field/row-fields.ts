import { Args, ResolveField } from '@nestjs/graphql';
import type { ResolveFieldOptions, ReturnTypeFunc } from '@nestjs/graphql';
import { PARAM_ARGS_METADATA } from '@nestjs/graphql/dist/graphql.constants.js';
import { assert } from '@rochdale/platform';
import type { PageRequest } from '@rochdale/platform';
import { placing } from '../placed.js';
import { PageArgs } from '../list/connection.js';
import type { Connection } from '../list/connection.js';
import type { GraphContext } from '../graph-context.js';

/**
 * Fields of a type that are more than data, three ways to write them in a resolver class. What is
 * data stays out of resolvers: it is a property of what the type's `to…` function makes of a row.
 *
 * GraphQL asks a field row by row. Nest would answer each row through its pipes, with a promise for
 * every parameter; so these methods have no parameter decorators, which Nest calls without, and the
 * two that go to the database get all rows of the page at once. GraphQL takes the method's place:
 * what two fields need is a private method of the class, never the other field.
 */
interface Asked {
  readonly graph: GraphContext;
}

type Described = Pick<ResolveFieldOptions, 'description' | 'nullable' | 'complexity'>;
type OnMethod<Shape> = <Method extends Shape>(
  target: object,
  key: string,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

function define(
  resolve: (this: object, row: object, args: PageRequest, asked: Asked) => unknown,
  field: readonly [type: ReturnTypeFunc, options: Described],
  [target, key, descriptor]: [object, string, PropertyDescriptor],
): void {
  descriptor.value = resolve;
  ResolveField(...field)(target, key, descriptor);
}

/** What the method gets: every row that was asked, in order. What it gives: an answer to each. */
type ForEach = (rows: readonly never[], graph: GraphContext) => Promise<readonly unknown[]>;

/**
 * What belongs to a row and is fetched for all rows at once:
 * `member(invoices, graph) { return this.members.ofEach(graph, invoices, (one) => one.memberId); }`
 */
export function Relation(type: ReturnTypeFunc, options: Described): OnMethod<ForEach> {
  return (target, key, descriptor) => {
    const method = descriptor.value;
    assert(method !== undefined, 'a relation is a method');
    const field = {};
    const resolve = function (this: object, row: object, _args: unknown, { graph }: Asked) {
      return graph.together(field, '', row, (rows) => method.call(this, rows as never[], graph));
    };
    define(resolve, [type, options], [target, key, descriptor]);
  };
}

type PageForEach = (
  rows: readonly never[],
  page: PageRequest,
  graph: GraphContext,
) => Promise<readonly (Connection<unknown> | null)[]>;

/** A page of what belongs to a row, fetched at once for all rows that are asked for that page. */
export function NestedConnection(type: ReturnTypeFunc, options: Described): OnMethod<PageForEach> {
  return (target, key, descriptor) => {
    const method = descriptor.value;
    assert(method !== undefined, 'a nested connection is a method');
    const field = {};
    const resolve = function (this: object, row: object, page: PageRequest, { graph }: Asked) {
      const { first, after, last, before, order } = page;
      const asked = JSON.stringify([first, after, last, before, order]);
      return graph.together(field, asked, row, (rows) =>
        method.call(this, rows as never[], page, graph),
      );
    };
    // The schema learns of the arguments; Nest does not, or it would call its pipes for every row.
    Args({ type: () => PageArgs })(target, key, 1);
    Reflect.deleteMetadata(PARAM_ARGS_METADATA, target.constructor, key);
    define(resolve, [type, options], [target, key, descriptor]);
  };
}

/** What can be said from the row and who asks; a promise only where it has to be one. */
export function Computed(
  type: ReturnTypeFunc,
  options: Described,
): OnMethod<(row: never, graph: GraphContext) => unknown> {
  return (target, key, descriptor) => {
    const method = descriptor.value;
    assert(method !== undefined, 'a computed field is a method');
    const resolve = function (this: object, row: object, _args: unknown, { graph }: Asked) {
      return placing(() => method.call(this, row as never, graph));
    };
    define(resolve, [type, options], [target, key, descriptor]);
  };
}
