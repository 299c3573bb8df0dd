import { fromGlobalId } from '@rochdale/platform';

/** Ids are the same at every edge: what makes and reads them is the platform's. */
export {
  fromEitherId,
  fromGlobalId,
  readGlobalId,
  toGlobalId,
  toIdOfKind,
} from '@rochdale/platform';

/**
 * The id of what a list is narrowed by, or null where nothing is asked for. An empty text is no id:
 * taken for nothing, it would show everything.
 *
 * @throws CodedError INVALID_ID
 */
export function optionalId(
  type: string,
  globalId: string | null | undefined,
  path: readonly string[],
): string | null {
  return globalId === null || globalId === undefined ? null : fromGlobalId(type, globalId, path);
}

/**
 * The id of who is paid: a member or a partner. Null for none.
 *
 * @throws CodedError INVALID_ID when it is of neither
 */
export function payeeIdOf(
  globalId: string | null | undefined,
  path: readonly string[],
): string | null {
  if (globalId === null || globalId === undefined) return null;
  try {
    return fromGlobalId('Member', globalId, path);
  } catch {
    return fromGlobalId('Partner', globalId, path);
  }
}
