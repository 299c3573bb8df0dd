import { CodedError, toGlobalId } from '@rochdale/platform';
import type { ErrorKind, LetterDefinition } from '@rochdale/platform';
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
import { PasskeyAddedLetter, PasskeyRemovedLetter } from '../identity.letters.js';
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

export interface PasskeyPorts {
  readonly passkeys: Passkeys;
  readonly post: <Data extends object>(
    letter: LetterDefinition<Data>,
    email: string,
    data: Data,
  ) => void;
  /** Whether the account behind this address has a second factor. */
  readonly hasSecondFactor: (email: string) => Promise<boolean>;
}

function optionsToAdd({ passkeys, hasSecondFactor }: PasskeyPorts) {
  return createAuthEndpoint(
    '/passkey/generate-register-options',
    { method: 'GET', use: [freshSessionMiddleware] },
    async ({ context, json }) => {
      const { user, session } = context.session;
      if (await hasSecondFactor(user.email)) {
        await answered(passkeys.demandSecondFactor(session.token));
      }
      return json(await passkeys.optionsToAdd(user));
    },
  );
}

/** Passkeys under /auth/passkey, at the addresses that clients of better-auth know. */
export function passkeyPlugin(ports: PasskeyPorts) {
  const { passkeys, post } = ports;
  return {
    id: 'passkey',
    endpoints: {
      passkeyOptionsToAdd: optionsToAdd(ports),
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
          const added = await answered(passkeys.add(user, response, body.name));
          post(PasskeyAddedLetter, user.email, {});
          return json(told(added));
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
          const { user } = ctx.context.session;
          await answered(passkeys.remove(user.id, ctx.body.id));
          post(PasskeyRemovedLetter, user.email, {});
          return ctx.json({ status: true });
        },
      ),
    },
  } satisfies BetterAuthPlugin;
}
