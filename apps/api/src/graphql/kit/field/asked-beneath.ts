import { getNamedType, isObjectType, Kind } from 'graphql';
import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import { getArgumentValues } from 'graphql/execution/values.js';

type Arguments = Readonly<Record<string, unknown>>;

/**
 * Which fields a query asks beneath this one, by name, with their arguments. Who is told an id may
 * look for them together with the thing itself, where nothing but the id leads to them: that saves
 * a way to the database and back. Only those that are asked for in any case, and each once: what is
 * not found here is looked for when its turn comes.
 */
export function askedBeneath(info: GraphQLResolveInfo): ReadonlyMap<string, Arguments> {
  const type = getNamedType(info.returnType);
  const asked = new Map<string, Arguments>();
  if (!isObjectType(type)) return asked;
  const fields = type.getFields();
  for (const node of info.fieldNodes.flatMap((one) => fieldsIn(one, info))) {
    const field = fields[node.name.value];
    if (field === undefined || asked.has(field.name)) continue;
    asked.set(field.name, getArgumentValues(field, node, info.variableValues));
  }
  return asked;
}

function fieldsIn(
  { selectionSet }: Pick<FieldNode, 'selectionSet'>,
  info: GraphQLResolveInfo,
): FieldNode[] {
  return (selectionSet?.selections ?? []).flatMap((one) => {
    if ((one.directives ?? []).length > 0) return [];
    if (one.kind === Kind.FIELD) return [one];
    const part = one.kind === Kind.INLINE_FRAGMENT ? one : info.fragments[one.name.value];
    return part === undefined ? [] : fieldsIn(part, info);
  });
}
