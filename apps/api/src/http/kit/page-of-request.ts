import type { IncomingHttpHeaders } from 'node:http';

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** Which pages may use a member's cookie. */
export interface OwnPages {
  /** Origins besides the one that is asked. */
  readonly trusted: readonly string[];
  /** Whether the service is reached by https: then a page by http is not its own. */
  readonly isSecure: boolean;
}

/** The pages of this installation, by where browsers reach it. */
export function ownPages(settings: {
  readonly publicUrl: string;
  readonly trustedOrigins: readonly string[];
}): OwnPages {
  const { origin, protocol } = new URL(settings.publicUrl);
  return { trusted: [origin, ...settings.trustedOrigins], isSecure: protocol === 'https:' };
}

function isOwn(origin: string, host: string | undefined, { trusted, isSecure }: OwnPages): boolean {
  if (trusted.includes(origin)) return true;
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  if (isSecure && page.protocol !== 'https:') return false;
  return page.host !== '' && page.host === host?.toLowerCase();
}

/**
 * Whether a browser sent the request from a page of somebody else's. The cookie goes along from
 * pages of the same site whatever they are, so it must not be enough to change anything. Programs
 * send neither header, and no cookie that they were not given.
 */
export function isFromForeignPage(headers: IncomingHttpHeaders, pages: OwnPages): boolean {
  const origin = one(headers.origin);
  if (origin !== undefined) return !isOwn(origin, one(headers.host), pages);
  const site = one(headers['sec-fetch-site']);
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
