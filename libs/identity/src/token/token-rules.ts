import { allPermissions } from '@rochdale/platform';
import type { Scope } from '@rochdale/platform';
import { identityErrors } from '../identity.errors.js';

/** How long a personal token may live at most. */
export const maxTokenDays = 366;

/** Every scope that a permission of some loaded room asks for. */
export function knownScopes(): ReadonlySet<string> {
  const rules = [...allPermissions().values()];
  return new Set(rules.flatMap(({ scope }) => (scope === undefined ? [] : [scope])));
}

/** Each once, in order. @throws CodedError TOKEN_SCOPE_INVALID for none, or one that is unknown */
export function checkedScopes(scopes: readonly string[]): Scope[] {
  const known = knownScopes();
  const unknown = scopes.find((scope) => !known.has(scope));
  if (scopes.length === 0 || unknown !== undefined) {
    const message =
      unknown === undefined ? 'Choose at least one scope.' : 'There is no such scope.';
    throw identityErrors.error('TOKEN_SCOPE_INVALID', message, { path: ['scopes'] });
  }
  return [...new Set(scopes)].sort() as Scope[];
}

/** @throws CodedError TOKEN_NAME_INVALID unless it has 1 to 100 characters */
export function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed.length < 1 || trimmed.length > 100) {
    throw identityErrors.error('TOKEN_NAME_INVALID', 'A name has 1 to 100 characters.', {
      path: ['name'],
    });
  }
  return trimmed;
}

/** @throws CodedError TOKEN_EXPIRY_INVALID unless it is a whole number of days from 1 to 366 */
export function checkedLifetimeDays(days: number): number {
  if (!Number.isInteger(days) || days < 1 || days > maxTokenDays) {
    throw identityErrors.error('TOKEN_EXPIRY_INVALID', `A token lives 1 to ${maxTokenDays} days.`, {
      path: ['lifetimeDays'],
    });
  }
  return days;
}
