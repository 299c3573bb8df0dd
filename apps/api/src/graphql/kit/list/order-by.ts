import { registerEnumType } from '@nestjs/graphql';

interface OrderingDescription {
  readonly name: string;
  readonly of: string;
  /** By the names of GraphQL. */
  readonly values: Readonly<
    Record<string, { readonly value: string; readonly description: string }>
  >;
}

/**
 * What a list can be ordered by, and the argument that asks for it:
 * `@Args('orderBy', expenseOrder) orderBy?: ExpenseOrder | null`.
 */
export function orderings({ name, of, values }: OrderingDescription) {
  const all = Object.entries(values);
  const Ordering = Object.fromEntries(all.map(([key, { value }]) => [key, value]));
  registerEnumType(Ordering, {
    name,
    description: `What ${of} are ordered by, and what they can be narrowed by in that order.`,
    valuesMap: Object.fromEntries(all.map(([key, { description }]) => [key, { description }])),
  });
  const [first = ''] = Object.keys(values);
  return {
    type: () => Ordering,
    nullable: true,
    description: `What they are ordered by; left out: ${first}. Each order has cursors of its own.`,
  } as const;
}
