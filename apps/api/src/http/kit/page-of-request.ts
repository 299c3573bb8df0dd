import type { IncomingHttpHeaders } from 'node:http';

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** `host:port` of an origin; null for `null` and for what is no origin. */
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host || null : null;
}

/**
 * Whether a browser sent the request from a page of somebody else's. The cookie goes along from
 * pages of the same site whatever they are, so it must not be enough to change anything. Programs
 * send neither header, and no cookie that they were not given.
 *
 * @param trusted origins that may use the cookie besides the one that is asked
 */
export function isFromForeignPage(
  headers: IncomingHttpHeaders,
  trusted: readonly string[],
): boolean {
  const origin = one(headers.origin);
  if (origin !== undefined) {
    const host = hostOf(origin);
    const isOwn = host !== null && host === one(headers.host)?.toLowerCase();
    return !isOwn && !trusted.includes(origin);
  }
  const site = one(headers['sec-fetch-site']);
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}
