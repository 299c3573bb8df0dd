import { isIntrospectionType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLFieldResolver, GraphQLSchema } from 'graphql';

/** What `@nestjs/graphql` calls the resolver that it gives to every `@Field()`. */
const reader = 'rootFieldResolver';

/** The property that such a resolver reads, found by handing it an object that remembers. */
function propertyRead(resolve: GraphQLFieldResolver<unknown, unknown>): PropertyKey | undefined {
  let read: PropertyKey | undefined;
  const parent = new Proxy({}, { get: (_, property) => void (read = property) });
  const isUsual = resolve(parent, {}, undefined, undefined as never) === undefined;
  return isUsual ? read : undefined;
}

/** True when the field is the property of its own name, with nothing to stand in for it. */
export function isDataField(field: GraphQLField<unknown, unknown>): boolean {
  const { name, resolve } = field;
  if (resolve === undefined) return true;
  return resolve.name === reader && propertyRead(resolve) === name;
}

/**
 * Takes the resolvers off fields that are data. The schema builder gives one to every field, which
 * only reads the property of that name; but for a field with a resolver the compiled query makes
 * closures and a description per row, and that was most of what a page cost. Without one it reads
 * the property in place.
 */
export function withPlainDataFields(schema: GraphQLSchema): GraphQLSchema {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type) || roots.includes(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (isDataField(field)) delete field.resolve;
    }
  }
  return schema;
}
