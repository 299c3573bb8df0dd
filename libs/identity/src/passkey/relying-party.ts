/** For whom a passkey is made: a domain, and the pages of it that may ask for one. */
export interface RelyingParty {
  readonly domain: string;
  readonly origins: readonly string[];
}

/** Where an installation is reached. */
interface Reached {
  readonly publicUrl: string;
  readonly pagesUrl: string;
  readonly trustedOrigins: readonly string[];
}

/** Browsers make no passkey for an address in digits; on this machine there is a name for it. */
const named = (host: string): string => (host === '127.0.0.1' ? 'localhost' : host);

/**
 * The domain is that of the web client (`FRONTEND_URL`), or of the service itself where there is
 * none; pages of other domains are not of this party, however trusted they are.
 */
export function relyingPartyOf({ publicUrl, pagesUrl, trustedOrigins }: Reached): RelyingParty {
  const pages = URL.canParse(pagesUrl) ? pagesUrl : publicUrl;
  const domain = named(new URL(pages).hostname);
  const all = [pages, publicUrl, ...trustedOrigins]
    .filter((url) => URL.canParse(url))
    .map((url) => new URL(url));
  const own = all.filter(({ hostname }) => hostname === domain || hostname.endsWith(`.${domain}`));
  return { domain, origins: [...new Set(own.map(({ origin }) => origin))] };
}
