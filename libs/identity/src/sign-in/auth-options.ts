import { newRandomId } from '@rochdale/platform';
import type { LetterDefinition } from '@rochdale/platform';
import type { BetterAuthOptions } from 'better-auth';
import { APIError, createAuthMiddleware, isAPIError } from 'better-auth/api';
import { bearer, genericOAuth, magicLink, twoFactor } from 'better-auth/plugins';
import {
  EmailVerificationLetter,
  MagicLinkLetter,
  MagicLinkRefusedLetter,
  PasskeyRemovedLetter,
  PasswordResetLetter,
  SignUpAgainLetter,
} from '../identity.letters.js';
import type { IdentitySettings, OidcSettings } from '../identity.settings.js';
import { passkeyPlugin } from '../passkey/passkey-plugin.js';
import type { Passkeys } from '../passkey/passkeys.js';
import type { MetLimit, RateLimits } from '../rate-limit/rate-limits.js';
import { newForMinutes, sessionLifetime } from '../session/session-lifetime.js';
import { addressRules, emailRules } from './auth-limits.js';
import { authTables, twoFactorSchema } from './auth-tables.js';

/** The header in which the HTTP edge says who called; a caller's own is thrown away there. */
export const clientAddressHeader = 'x-rochdale-client-address';

export type Post = <Data extends object>(
  letter: LetterDefinition<Data>,
  email: string,
  data: Data,
) => void;

/** What better-auth must ask or tell the rest of identity. */
export interface AuthPorts {
  readonly settings: IdentitySettings;
  readonly rateLimits: RateLimits;
  readonly passkeys: Passkeys;
  /** Posts a letter without making the caller wait, so that timing tells nothing. */
  readonly post: Post;
  /** Whether the account behind this address has a second factor. */
  readonly hasSecondFactor: (email: string) => Promise<boolean>;
  /** What stands in the way of a session for this account by this path, if anything does. */
  readonly refusal: (accountId: string, path: string) => Promise<SessionRefusal | null>;
  readonly report: (message: string) => void;
  /** Where the request under way writes down the limits that it met. */
  readonly met: () => MetLimit[];
  /** Takes what broke inside, as opposed to what the caller did wrong. */
  readonly broken: (error: unknown) => void;
}

export type SessionRefusal = 'ACCOUNT_DISABLED' | 'SECOND_FACTOR_REQUIRED';

const refusalMessages: Readonly<Record<SessionRefusal, string>> = {
  ACCOUNT_DISABLED: 'This account is disabled.',
  SECOND_FACTOR_REQUIRED: 'Sign in with your password and the code from your authenticator.',
};

/**
 * Paths that better-auth has and we do not: sessions are listed and revoked by id through GraphQL
 * (their tokens are not known here), accounts are erased by membership, and providers' tokens are
 * not kept. Nor is another provider's account added by a session of any age: whoever found one
 * would sign in anew by it. Who signs in there by the same verified address has the account.
 */
const disabledPaths = [
  '/list-sessions',
  '/revoke-session',
  '/revoke-sessions',
  '/revoke-other-sessions',
  '/update-session',
  '/delete-user',
  '/delete-user/callback',
  '/change-email',
  '/get-access-token',
  '/refresh-token',
  '/account-info',
  '/verify-password',
  '/two-factor/send-otp',
  '/two-factor/verify-otp',
  '/link-social',
  '/oauth2/link',
];

function oidc({ provider, name, issuer, clientId, clientSecret, scopes }: OidcSettings) {
  return genericOAuth({
    config: [
      {
        providerId: provider,
        name,
        discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
        requireIdTokenVerification: true,
        clientId,
        clientSecret,
        scopes: [...scopes],
        pkce: true,
        mapProfileToUser: (profile) => ({ name: profile.name ?? profile.email ?? '' }),
      },
    ],
  });
}

/**
 * Where a letter's link leads: to the page that is made for it, or as whoever asked for the letter
 * wants it, who then says with `callbackURL` where to go afterwards.
 */
function linkTo(
  { pagesUrl }: IdentitySettings,
  page: string,
  { url, token }: { readonly url: string; readonly token: string },
): string {
  const asked = new URL(url).searchParams.get('callbackURL') ?? '';
  return asked === '' || asked === '/'
    ? `${pagesUrl}/${page}?token=${encodeURIComponent(token)}`
    : url;
}

function plugins({ settings, post, hasSecondFactor, passkeys }: AuthPorts) {
  return [
    bearer(),
    passkeyPlugin({ passkeys, post, hasSecondFactor }),
    twoFactor({ issuer: 'Rochdale', schema: twoFactorSchema }),
    magicLink({
      expiresIn: 600,
      disableSignUp: true,
      sendMagicLink: async ({ email, ...link }) => {
        const refused = await hasSecondFactor(email);
        if (refused) post(MagicLinkRefusedLetter, email, {});
        else post(MagicLinkLetter, email, { url: linkTo(settings, 'sign-in', link) });
      },
    }),
    ...(settings.oidc === null ? [] : [oidc(settings.oidc)]),
  ];
}

/** better-auth's own limits, counted in our table so that all processes share them. */
function limitsPerAddress({ rateLimits, met }: AuthPorts) {
  const consume = async (key: string, { window, max }: { window: number; max: number }) => {
    const rule = { name: 'auth', max, windowSeconds: window };
    const { allowed, retryAfterSeconds } = await rateLimits.consume(rule, key, met());
    return { allowed, retryAfter: allowed ? null : retryAfterSeconds };
  };
  const anyPath = { window: 60, max: 600 };
  return { enabled: true, ...anyPath, customRules: addressRules, customStorage: { consume } };
}

/** As long as the register of members allows. */
const isName = (name: string): boolean => name.trim() !== '' && name.length <= 200;

/** What better-auth would keep as it came: an account's name is 1 to 200 characters. */
function checkName({ path, body }: Endpoint): void {
  if (path !== '/sign-up/email' && path !== '/update-user') return;
  const name = (body as { name?: unknown } | undefined)?.name;
  if (typeof name !== 'string' || isName(name)) return;
  const message = 'A name has 1 to 200 characters.';
  throw new APIError('BAD_REQUEST', { code: 'ACCOUNT_NAME_INVALID', message });
}

/** Counts attempts per e-mail address too, so that many machines are no way around the limit. */
function checkFirst({ rateLimits, met }: AuthPorts) {
  return createAuthMiddleware(async ({ path, body }) => {
    checkName({ path, body });
    const rule = emailRules[path];
    const email = (body as { email?: unknown } | undefined)?.email;
    if (rule === undefined || typeof email !== 'string') return;
    const verdict = await rateLimits.consume(rule, email.trim().toLowerCase(), met());
    if (!verdict.allowed) {
      const message = 'Too many attempts. Wait a little and try again.';
      const headers = { 'x-retry-after': String(verdict.retryAfterSeconds) };
      throw new APIError('TOO_MANY_REQUESTS', { code: 'RATE_LIMITED', message }, headers);
    }
  });
}

type LinkFor = { user: { email: string }; url: string; token: string };

function passwords({ post, settings, passkeys }: AuthPorts) {
  return {
    enabled: true,
    // Signing up never signs in: the answer is the same whether or not the address is taken.
    autoSignIn: false,
    requireEmailVerification: settings.requireVerifiedEmail,
    minPasswordLength: 10,
    maxPasswordLength: 128,
    resetPasswordTokenExpiresIn: 3600,
    revokeSessionsOnPasswordReset: true,
    sendResetPassword: async ({ user, ...link }: LinkFor) =>
      post(PasswordResetLetter, user.email, { url: linkTo(settings, 'reset-password', link) }),
    // Whoever had the account meanwhile has no way back in.
    onPasswordReset: async ({ user }: { user: { id: string; email: string } }) => {
      if ((await passkeys.removeAll(user.id)) > 0) post(PasskeyRemovedLetter, user.email, {});
    },
    onExistingUserSignUp: async ({ user }: { user: { email: string } }) =>
      post(SignUpAgainLetter, user.email, {}),
  };
}

/** As long as better-auth takes a code, and a little longer. */
const totpOnce = { name: 'totp-code', max: 1, windowSeconds: 150, isQuiet: true } as const;

interface Endpoint {
  readonly path?: string;
  readonly body?: unknown;
}

/** Whether this right code of that account was shown before; from now on it was. */
async function wasSpent(
  rateLimits: RateLimits,
  accountId: string,
  { path, body }: Endpoint,
): Promise<boolean> {
  const code = (body as { code?: unknown } | undefined)?.code;
  if (path !== '/two-factor/verify-totp' || typeof code !== 'string') return false;
  return !(await rateLimits.consume(totpOnce, `${accountId}\n${code}`)).allowed;
}

/**
 * A code that somebody proved themselves by while signed in opens no session afterwards, and lets
 * the session in which it was shown add a passkey.
 */
function spendCode({ rateLimits, passkeys }: AuthPorts) {
  return createAuthMiddleware(async ({ path, body, context }) => {
    const { returned } = context as { returned?: { user?: { id?: unknown }; token?: unknown } };
    const id = returned?.user?.id;
    if (typeof id !== 'string') return;
    await wasSpent(rateLimits, id, { path, body });
    const token = returned?.token;
    if (path !== '/two-factor/verify-totp' || typeof token !== 'string') return;
    await passkeys.noteSecondFactor(token);
  });
}

/** Everything that better-auth is told, in one place. */
export function authOptions(ports: AuthPorts) {
  const { settings, rateLimits, post } = ports;
  return {
    appName: 'Rochdale',
    baseURL: settings.publicUrl,
    basePath: '/auth',
    secret: settings.secret,
    trustedOrigins: [...settings.trustedOrigins],
    telemetry: { enabled: false },
    disabledPaths,
    logger: { level: 'error', log: (_level, message) => ports.report(message) },
    onAPIError: {
      onError: (error) => {
        if (!isAPIError(error)) ports.broken(error);
      },
    },
    emailAndPassword: passwords(ports),
    emailVerification: {
      sendOnSignUp: true,
      sendVerificationEmail: async ({ user, ...link }) =>
        post(EmailVerificationLetter, user.email, { url: linkTo(settings, 'confirm', link) }),
    },
    user: authTables.user,
    session: {
      ...authTables.session,
      expiresIn: sessionLifetime.seconds,
      updateAge: sessionLifetime.extendAfterSeconds,
      freshAge: newForMinutes * 60,
    },
    account: { ...authTables.account, storeStateStrategy: 'cookie' },
    verification: authTables.verification,
    advanced: {
      cookiePrefix: 'rochdale',
      useSecureCookies: settings.publicUrl.startsWith('https:'),
      // Accounts and sessions are given out by the ids of their rows.
      database: { generateId: () => newRandomId() },
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
    },
    rateLimit: limitsPerAddress(ports),
    hooks: { before: checkFirst(ports), after: spendCode(ports) },
    databaseHooks: {
      session: {
        create: {
          before: async ({ userId }, context) => {
            if (await wasSpent(rateLimits, userId, context ?? {})) {
              // better-auth has ended this sign-in when it found the code right.
              const message = 'This code was used already. Sign in again, with the next one.';
              throw new APIError('UNAUTHORIZED', { code: 'INVALID_CODE', message });
            }
            const refusal = await ports.refusal(userId, context?.path ?? '');
            if (refusal === null) return;
            throw new APIError('FORBIDDEN', { code: refusal, message: refusalMessages[refusal] });
          },
        },
      },
    },
    plugins: plugins(ports),
  } satisfies BetterAuthOptions;
}
