import { isId, platformErrors } from '@rochdale/platform';

/** The name of a GraphQL type that has a global id. */
export type NodeName = string;

/** An opaque id that says what it is of, so that one type's id never passes for another's. */
export function toGlobalId(type: NodeName, id: string): string {
  return Buffer.from(`${type}:${id}`, 'utf8').toString('base64url');
}

/** @throws CodedError INVALID_ID when it is no id at all */
export function readGlobalId(globalId: string): { type: NodeName; id: string } {
  const text = globalId.length <= 200 ? Buffer.from(globalId, 'base64url').toString('utf8') : '';
  const match = /^([A-Z][A-Za-z]{1,60}):(.+)$/.exec(text);
  const [, type, id] = match ?? [];
  if (type === undefined || id === undefined || !isId(id)) {
    throw platformErrors.error('INVALID_ID', 'This is not an id.');
  }
  return { type, id };
}

/**
 * An id as GraphQL gives it, or the plain one that REST gave out before it took both.
 *
 * @throws CodedError INVALID_ID when it is neither
 */
export function fromEitherId(type: NodeName, id: string, path: readonly string[] = []): string {
  return isId(id) ? id : fromGlobalId(type, id, path);
}

/** @throws CodedError INVALID_ID when it is not an id of that type */
export function fromGlobalId(
  type: NodeName,
  globalId: string,
  path: readonly string[] = [],
): string {
  try {
    const read = readGlobalId(globalId);
    if (read.type === type) return read.id;
  } catch {
    // Falls through: the message names the type that was expected.
  }
  throw platformErrors.error('INVALID_ID', `This is not the id of a ${type}.`, { path });
}
