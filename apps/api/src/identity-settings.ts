import type { IdentitySettings } from '@rochdale/identity';
import type { Config, Log } from '@rochdale/platform';

/** What the identity room needs to know of the installation, from its configuration. */
export function identitySettings(config: Config, log: Log): IdentitySettings {
  const { http, oidc } = config;
  return {
    publicUrl: (http.publicUrl ?? `http://${http.host}:${http.port}`).replace(/\/$/, ''),
    secret: config.secret,
    trustedOrigins: http.corsOrigins,
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
