import { CodedError, toGlobalId } from '@rochdale/platform';
import type { ErrorKind } from '@rochdale/platform';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { BetterAuthPlugin } from 'better-auth';
import {
  APIError,
  createAuthEndpoint,
  freshSessionMiddleware,
  sessionMiddleware,
} from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';
import type { PasskeyRow } from './passkey.store.js';
import type { Passkeys } from './passkeys.js';

const base64url = z.string().max(20_000);

/** What a browser's authenticator answers; the library looks at the rest. */
const signed = z.looseObject({
  id: z.string().min(1).max(1400),
  response: z.looseObject({ clientDataJSON: base64url }),
});

const statuses: Readonly<Partial<Record<ErrorKind, 400 | 401 | 403 | 404 | 409>>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
};

/** What a person did wrong is an answer; anything else is what broke. */
async function answered<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const status = error instanceof CodedError ? statuses[error.kind] : undefined;
    if (status === undefined || !(error instanceof CodedError)) throw error;
    throw new APIError(status, { code: error.code, message: error.message });
  }
}

const told = ({ id, ...passkey }: PasskeyRow) => ({ id: toGlobalId('Passkey', id), ...passkey });

/** Passkeys under /auth/passkey, at the addresses that clients of better-auth know. */
export function passkeyPlugin(passkeys: Passkeys) {
  return {
    id: 'passkey',
    endpoints: {
      passkeyOptionsToAdd: createAuthEndpoint(
        '/passkey/generate-register-options',
        { method: 'GET', use: [freshSessionMiddleware] },
        async (ctx) => ctx.json(await passkeys.optionsToAdd(ctx.context.session.user)),
      ),
      passkeyAdd: createAuthEndpoint(
        '/passkey/verify-registration',
        {
          method: 'POST',
          use: [freshSessionMiddleware],
          body: z.object({
            response: signed,
            name: z.string().trim().min(1).max(100).default('Passkey'),
          }),
        },
        async ({ body, context, json }) => {
          const { user } = context.session;
          const response = body.response as unknown as RegistrationResponseJSON;
          return json(told(await answered(passkeys.add(user, response, body.name))));
        },
      ),
      passkeyOptionsToSignIn: createAuthEndpoint(
        '/passkey/generate-authenticate-options',
        { method: 'GET' },
        async (ctx) => ctx.json(await passkeys.optionsToSignIn()),
      ),
      passkeySignIn: createAuthEndpoint(
        '/passkey/verify-authentication',
        { method: 'POST', body: z.object({ response: signed }) },
        async (ctx) => {
          const response = ctx.body.response as unknown as AuthenticationResponseJSON;
          const accountId = await answered(passkeys.accountOf(response));
          const { internalAdapter } = ctx.context;
          const user = await internalAdapter.findUserById(accountId);
          const session = user === null ? null : await internalAdapter.createSession(accountId);
          if (user === null || session === null) throw new APIError(401);
          await setSessionCookie(ctx, { session, user });
          return ctx.json({ token: session.token, user });
        },
      ),
      passkeyList: createAuthEndpoint(
        '/passkey/list-user-passkeys',
        { method: 'GET', use: [sessionMiddleware] },
        async (ctx) => ctx.json((await passkeys.list(ctx.context.session.user.id)).map(told)),
      ),
      passkeyRemove: createAuthEndpoint(
        '/passkey/delete-passkey',
        {
          method: 'POST',
          use: [freshSessionMiddleware],
          body: z.object({ id: z.string().max(200) }),
        },
        async (ctx) => {
          await answered(passkeys.remove(ctx.context.session.user.id, ctx.body.id));
          return ctx.json({ status: true });
        },
      ),
    },
  } satisfies BetterAuthPlugin;
}
