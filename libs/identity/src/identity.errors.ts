import { defineErrors } from '@rochdale/platform';

/** What identity may say besides the platform's own codes. */
export const identityErrors = defineErrors('identity', {
  ACCOUNT_DISABLED: 'forbidden',
  ACCOUNT_NAME_INVALID: 'invalid',
  ACCOUNT_NOT_FOUND: 'not_found',
  EMAIL_TAKEN: 'conflict',
  EMAIL_INVALID: 'invalid',
  PASSKEY_CHALLENGE_OVER: 'invalid',
  PASSKEY_NOT_ADDED: 'conflict',
  PASSKEY_NOT_FOUND: 'not_found',
  PASSKEY_REFUSED: 'unauthenticated',
  PASSWORD_TOO_WEAK: 'invalid',
  SESSION_NOT_FOUND: 'not_found',
  SESSION_REQUIRED: 'forbidden',
  SIGN_IN_AGAIN: 'forbidden',
  TOKEN_NAME_INVALID: 'invalid',
  TOKEN_NOT_FOUND: 'not_found',
  TOKEN_EXPIRY_INVALID: 'invalid',
  TOKEN_SCOPE_INVALID: 'invalid',
  TOKEN_LIMIT_REACHED: 'conflict',
  API_KEY_NOT_FOUND: 'not_found',
  API_KEY_ENDED: 'conflict',
  API_KEY_OVERLAP_INVALID: 'invalid',
  API_KEY_HOLDER_UNKNOWN: 'not_found',
  SECOND_FACTOR_REQUIRED: 'forbidden',
});
