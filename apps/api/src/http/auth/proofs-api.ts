import { exactly, limitHeaders, text } from '../kit/openapi.js';
import {
  ref,
  refused,
  answered,
  done,
  opened,
  foreign,
  unreadable,
  nobody,
  posted,
  asked,
} from './auth-answers.js';

const code = { code: text };
const wrongCode = 'The code is not right, was used, or nobody was asked for it: INVALID_CODE';
/** With an authenticator’s codes. */
export const bySecondFactor = {
  '/auth/two-factor/enable': posted({
    id: 'enableSecondFactor',
    summary: 'Set up an authenticator; it counts once a code was shown',
    body: { password: text },
    responses: {
      200: answered(
        'What the authenticator reads, and codes to keep for when it is lost.',
        exactly({
          method: { const: 'totp' },
          totpURI: { ...text, pattern: '^otpauth://' },
          backupCodes: { type: 'array', items: text },
        }),
      ),
      400: unreadable(', INVALID_PASSWORD'),
      401: nobody,
    },
  }),
  '/auth/two-factor/verify-totp': posted({
    id: 'verifyTotp',
    summary: 'Show a code, to sign in or to set up the authenticator. A code works once',
    body: code,
    responses: { 200: opened, 400: unreadable(''), 401: refused(`${wrongCode}.`, limitHeaders) },
  }),
  '/auth/two-factor/verify-backup-code': posted({
    id: 'verifyBackupCode',
    summary: 'Sign in with one of the codes that were kept',
    body: code,
    responses: {
      200: opened,
      400: unreadable(''),
      401: refused(`${wrongCode}, INVALID_BACKUP_CODE.`, limitHeaders),
    },
  }),
  '/auth/two-factor/disable': posted({
    id: 'disableSecondFactor',
    summary: 'Have no second factor any more',
    body: { password: text },
    responses: { 200: done, 400: unreadable(', INVALID_PASSWORD'), 401: nobody },
  }),
};

const options = (description: string, ...required: readonly string[]) =>
  answered(description, { type: 'object', required });
const signed = { type: 'object', required: ['id', 'response'] };
const challengeOver = ', PASSKEY_CHALLENGE_OVER';
const notFresh = 'SESSION_NOT_FRESH, SECOND_FACTOR_REQUIRED';
/** With passkeys. */
export const byPasskey = {
  '/auth/passkey/generate-register-options': asked({
    id: 'optionsToAddPasskey',
    summary: 'What `navigator.credentials.create` is asked with',
    responses: {
      200: options('PublicKeyCredentialCreationOptionsJSON.', 'challenge', 'rp', 'user'),
      401: nobody,
      403: refused(`Somebody has to show first who they are: ${notFresh}.`),
    },
  }),
  '/auth/passkey/verify-registration': posted({
    id: 'addPasskey',
    summary: 'Add a passkey',
    body: { response: signed },
    mayBe: { name: { ...text, maxLength: 100, default: 'Passkey' } },
    responses: {
      200: answered('It is added.', ref('AuthPasskey')),
      400: unreadable(challengeOver),
      401: nobody,
      403: refused(`${notFresh}; or ${foreign}.`),
    },
  }),
  '/auth/passkey/generate-authenticate-options': asked({
    id: 'optionsToSignInByPasskey',
    summary: 'What `navigator.credentials.get` is asked with',
    isOpen: true,
    responses: { 200: options('PublicKeyCredentialRequestOptionsJSON.', 'challenge', 'rpId') },
  }),
  '/auth/passkey/verify-authentication': posted({
    id: 'signInByPasskey',
    summary: 'Sign in by a passkey',
    isOpen: true,
    body: { response: signed },
    responses: {
      200: opened,
      400: unreadable(challengeOver),
      401: refused('It opens nothing here: PASSKEY_REFUSED.', limitHeaders),
    },
  }),
  '/auth/passkey/list-user-passkeys': asked({
    id: 'listPasskeys',
    summary: 'One’s own passkeys',
    responses: {
      200: answered('All of them.', { type: 'array', items: ref('AuthPasskey') }),
      401: nobody,
    },
  }),
  '/auth/passkey/delete-passkey': posted({
    id: 'removePasskey',
    summary: 'Take a passkey away',
    body: { id: text },
    responses: {
      200: done,
      400: unreadable(''),
      401: nobody,
      404: refused('There is no such passkey: PASSKEY_NOT_FOUND.'),
    },
  }),
};
