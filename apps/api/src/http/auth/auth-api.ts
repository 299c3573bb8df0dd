import { exactly, inPath, limitHeaders, query, text } from '../kit/openapi.js';
import {
  ref,
  user,
  token,
  refused,
  answered,
  done,
  leads,
  foreign,
  unreadable,
  linked,
  posted,
  asked,
} from './auth-answers.js';
import { byPasskey, bySecondFactor } from './proofs-api.js';

const byPassword = {
  '/auth/sign-up/email': posted({
    id: 'signUp',
    summary: 'Make an account. It is the same answer whether or not the address is taken',
    isOpen: true,
    body: { name: text, email: text, password: { ...text, minLength: 10, maxLength: 128 } },
    mayBe: { callbackURL: text },
    responses: {
      200: answered('A letter confirms the address.', exactly({ token: { type: 'null' }, user })),
      400: unreadable(
        ', PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG, INVALID_EMAIL, ACCOUNT_NAME_INVALID, ' +
          'INVALID_INPUT',
      ),
    },
  }),
  '/auth/sign-in/email': posted({
    id: 'signIn',
    summary: 'Sign in with a password',
    isOpen: true,
    body: { email: text, password: text },
    mayBe: { rememberMe: { type: 'boolean' }, callbackURL: text },
    responses: {
      200: answered('A session is open, or the second factor is asked for.', {
        oneOf: [
          {
            type: 'object',
            required: ['redirect', 'token', 'user'],
            additionalProperties: false,
            properties: { redirect: { type: 'boolean' }, token, user, url: text },
          },
          exactly({
            twoFactorRedirect: { const: true },
            twoFactorMethods: { type: 'array', items: text },
          }),
        ],
      }),
      400: unreadable(', INVALID_EMAIL'),
      401: refused('It is not their password: INVALID_EMAIL_OR_PASSWORD.', limitHeaders),
      403: refused(`EMAIL_NOT_VERIFIED, ACCOUNT_DISABLED; or ${foreign}.`),
    },
  }),
  '/auth/request-password-reset': posted({
    id: 'requestPasswordReset',
    summary: 'Ask for a letter that leads to a new password',
    isOpen: true,
    body: { email: text },
    mayBe: { redirectTo: text },
    responses: {
      200: answered('A letter goes out, if there is such an account.', {
        ...exactly({ status: { const: true }, message: text }),
      }),
      400: unreadable(''),
    },
  }),
  '/auth/reset-password': posted({
    id: 'resetPassword',
    summary: 'Set a new password, which ends all sessions and takes all passkeys away',
    isOpen: true,
    body: { token: text, newPassword: { ...text, minLength: 10, maxLength: 128 } },
    responses: { 200: done, 400: unreadable(', INVALID_TOKEN, PASSWORD_TOO_SHORT') },
  }),
};

const byLetter = {
  '/auth/send-verification-email': posted({
    id: 'sendVerificationEmail',
    summary: 'Ask for another letter that confirms an address',
    isOpen: true,
    body: { email: text },
    mayBe: { callbackURL: text },
    responses: { 200: done, 400: unreadable('') },
  }),
  '/auth/verify-email': asked(
    {
      id: 'verifyEmail',
      summary: 'Confirm an address',
      isOpen: true,
      responses: {
        200: answered(
          'It is confirmed.',
          exactly({ status: { const: true }, user: { oneOf: [{ type: 'null' }, user] } }),
        ),
        302: leads('With `callbackURL`: leads there, with `error` when it was refused.'),
        400: unreadable(''),
        401: refused('The link is none, or over: INVALID_TOKEN, TOKEN_EXPIRED.', limitHeaders),
      },
    },
    linked('that confirms'),
  ),
  '/auth/sign-in/magic-link': posted({
    id: 'requestMagicLink',
    summary: 'Ask for a letter with a link to sign in, good once and for ten minutes',
    isOpen: true,
    body: { email: text },
    mayBe: { callbackURL: text },
    responses: { 200: done, 400: unreadable('') },
  }),
  '/auth/magic-link/verify': asked(
    {
      id: 'signInByMagicLink',
      summary: 'Sign in by a link',
      isOpen: true,
      responses: {
        200: answered(
          'A session is open, by cookie and by token.',
          exactly({ token, user, session: ref('AuthSession') }),
        ),
        302: leads('With `callbackURL`: leads there. A link that is over leads away with `error`.'),
        400: unreadable(''),
        403: refused('SECOND_FACTOR_REQUIRED, ACCOUNT_DISABLED.'),
      },
    },
    linked('to sign in'),
  ),
};

const whileSignedIn = {
  '/auth/get-session': asked({
    id: 'getSession',
    summary: 'Who is signed in',
    responses: {
      200: answered('The session, or null.', {
        oneOf: [{ type: 'null' }, exactly({ session: ref('AuthSession'), user })],
      }),
    },
  }),
  '/auth/sign-out': posted({
    id: 'signOut',
    summary: 'End the session',
    responses: {
      200: answered('There is no session any more.', exactly({ success: { const: true } })),
    },
  }),
};

const byProvider = {
  '/auth/sign-in/social': posted({
    id: 'beginSignInByProvider',
    summary: 'Begin to sign in by OpenID Connect, where the installation has a provider',
    isOpen: true,
    body: { provider: text },
    mayBe: { callbackURL: text, errorCallbackURL: text },
    responses: {
      200: answered(
        'Where to send the browser, with the cookies of this answer.',
        exactly({ url: { ...text, format: 'uri' }, redirect: { type: 'boolean' } }),
      ),
      400: unreadable(''),
      404: refused('There is no such provider: PROVIDER_NOT_FOUND.'),
    },
  }),
  '/auth/callback/{provider}': asked(
    {
      id: 'endSignInByProvider',
      summary: 'Where the provider sends the browser back to',
      isOpen: true,
      responses: {
        302: leads('Leads to the `callbackURL` that was said, or away with `error`.'),
      },
    },
    [
      inPath('provider', 'Its name here.'),
      query('code', 'As the provider gives it.'),
      query('state', 'As it was given to the provider.'),
    ],
  ),
};

/** The ways in that clients use, as OpenAPI has them. What they do is in docs/for-clients.md. */
export const authApi = {
  ...byPassword,
  ...byLetter,
  ...whileSignedIn,
  ...bySecondFactor,
  ...byPasskey,
  ...byProvider,
};
