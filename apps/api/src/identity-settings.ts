import type { IdentitySettings } from '@rochdale/identity';
import type { Config, Log } from '@rochdale/platform';

const localNames: Readonly<Record<string, string>> = {
  localhost: '127.0.0.1',
  '127.0.0.1': 'localhost',
};

/** The same place by its other name, for a place on this machine. */
function twinOf(origin: string): string[] {
  const url = URL.canParse(origin) ? new URL(origin) : null;
  const twin = localNames[url?.hostname ?? ''];
  if (url === null || twin === undefined) return [];
  return [`${url.protocol}//${twin}${url.port === '' ? '' : `:${url.port}`}`];
}

/** Whose pages may act: the listed ones, and in development this machine by both its names. */
function trustedOrigins({ env, http }: Config, publicUrl: string): string[] {
  const { corsOrigins, frontendUrl } = http;
  const frontend = frontendUrl === undefined ? [] : [new URL(frontendUrl).origin];
  const listed = [...corsOrigins.map((origin) => origin.replace(/\/$/, '')), ...frontend];
  if (env === 'production') return listed;
  return [...listed, ...[...listed, new URL(publicUrl).origin].flatMap(twinOf)];
}

/** What the identity room needs to know of the installation, from its configuration. */
export function identitySettings(config: Config, log: Log): IdentitySettings {
  const { http, oidc } = config;
  const publicUrl = (http.publicUrl ?? `http://${http.host}:${http.port}`).replace(/\/$/, '');
  return {
    publicUrl,
    pagesUrl: http.frontendUrl ?? `${publicUrl}/pages`,
    secret: config.secret,
    trustedOrigins: trustedOrigins(config, publicUrl),
    requireVerifiedEmail: config.env === 'production',
    oidc:
      oidc === undefined
        ? null
        : {
            provider: oidc.name,
            name: oidc.name,
            issuer: oidc.issuer,
            clientId: oidc.clientId,
            clientSecret: oidc.clientSecret,
            scopes: ['openid', 'email', 'profile'],
          },
    report: (message) => log.error({ source: 'better-auth' }, message),
  };
}
