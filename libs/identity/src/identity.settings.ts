/** A company or association that vouches for people by OpenID Connect. */
export interface OidcSettings {
  /** Short name in addresses: `/auth/callback/<provider>`. */
  readonly provider: string;
  /** What the sign-in button says. */
  readonly name: string;
  /** The issuer's address; `/.well-known/openid-configuration` is found under it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: readonly string[];
}

/** What identity needs to know of the installation. Bound by each app from its configuration. */
export abstract class IdentitySettings {
  /** Where browsers reach the API, without a slash at the end. */
  abstract readonly publicUrl: string;
  /** Where the links in letters lead: the pages of a web client, or the API's own. */
  abstract readonly pagesUrl: string;
  /** At least 32 characters; signs cookies and encrypts second factors. */
  abstract readonly secret: string;
  /** Web clients on other origins that may send cookies. */
  abstract readonly trustedOrigins: readonly string[];
  /** Whether a new account must confirm its address before its first sign-in. */
  abstract readonly requireVerifiedEmail: boolean;
  abstract readonly oidc: OidcSettings | null;
  /** Takes what better-auth logs at error level: its own words, no personal data. */
  abstract report(message: string): void;
}
