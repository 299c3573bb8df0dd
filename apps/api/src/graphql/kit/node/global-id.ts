import { fromGlobalId, fromMemberId } from '@rochdale/platform';
import type { IdAudience, OwnIdAudience } from '@rochdale/platform';

/** Ids are the same at every edge: what makes and reads them is the platform's. */
export {
  fromEitherId,
  fromGlobalId,
  fromIdOf,
  fromMemberId,
  readGlobalId,
  toErasedMemberId,
  toGlobalId,
  toIdOf,
  toIdOfKind,
  toMemberId,
  toShownMemberId,
  typeOfKind,
} from '@rochdale/platform';

/**
 * The id of what a list is narrowed by, or null where nothing is asked for. An empty text is no id:
 * taken for nothing, it would show everything.
 *
 * @throws CodedError INVALID_ID
 */
export function optionalId<Type extends string>(
  type: 'Member' extends Type ? never : Type,
  globalId: string | null | undefined,
  path: readonly string[],
): string | null {
  return globalId === null || globalId === undefined ? null : fromGlobalId(type, globalId, path);
}

/**
 * As `optionalId`, of a member by the id that the audience was told.
 *
 * @throws CodedError INVALID_ID
 */
export function optionalMemberId(
  globalId: string | null | undefined,
  audience: OwnIdAudience,
  path: readonly string[],
): string | null {
  return globalId === null || globalId === undefined
    ? null
    : fromMemberId(globalId, audience, path);
}

/**
 * The id of who is paid: a member or a partner. Null for none.
 *
 * @throws CodedError INVALID_ID when it is of neither
 */
export function payeeIdOf(
  globalId: string | null | undefined,
  audience: IdAudience,
  path: readonly string[],
): string | null {
  if (globalId === null || globalId === undefined) return null;
  try {
    return fromMemberId(globalId, audience, path);
  } catch {
    return fromGlobalId('Partner', globalId, path);
  }
}
