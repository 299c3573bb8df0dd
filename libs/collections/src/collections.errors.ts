import { defineErrors } from '@rochdale/platform';

/** What the collections room may say. */
export const collectionsErrors = defineErrors('collections', {
  ACCOUNT_HAS_SOURCE: 'conflict',
  HINT_REFUSED: 'forbidden',
  INVALID_SOURCE_SETTINGS: 'invalid',
  MONEY_SOURCE_NOT_FOUND: 'not_found',
  SOURCE_DISCONNECTED: 'conflict',
  SOURCE_SETTINGS_FIXED: 'conflict',
  SOURCE_ROW_NOT_FOUND: 'not_found',
  SOURCE_ROW_SETTLED: 'conflict',
  SOURCE_UNAVAILABLE: 'unavailable',
  SOURCE_UNKNOWN: 'invalid',
  SOURCE_UNREACHABLE: 'unavailable',
  SOURCE_UNREADABLE: 'unavailable',
  // Stands with a connection whose rows came, and could not be made lines of.
  ROWS_NOT_TAKEN: 'unavailable',
});
