import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MetLimit } from '../rate-limit/rate-limits.js';

/** What a request brings along to say who it is. */
export interface Credentials {
  /** The Authorization header's token, without the word Bearer. */
  readonly bearer?: string | undefined;
  /** The whole Cookie header. */
  readonly cookie?: string | undefined;
  /** The X-Api-Key header. */
  readonly apiKey?: string | undefined;
  /** The caller's network address, for rate limits. */
  readonly address?: string | undefined;
  /** Where the limits that are met are written down. */
  readonly met?: MetLimit[] | undefined;
}

export interface SpeakingToken {
  readonly kind: 'session' | 'personal-token' | 'api-key';
  readonly token: string;
}

export type PresentedToken =
  SpeakingToken | { readonly kind: 'none' } | { readonly kind: 'unreadable' };

export const tokenPrefixes = { personalToken: 'rcp_', apiKey: 'rck_' } as const;

const cookieNames: ReadonlySet<string> = new Set([
  'rochdale.session_token',
  '__Secure-rochdale.session_token',
]);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function sessionCookie(header: string): string | undefined {
  for (const pair of header.split(';')) {
    const [name = '', ...value] = pair.trim().split('=');
    if (cookieNames.has(name)) return decoded(value.join('='));
  }
  return undefined;
}

/** `<token>.<signature>` as cookies carry it; null when the signature is not ours. */
function unsigned(signed: string, secret: string): string | null {
  const dot = signed.lastIndexOf('.');
  const token = signed.slice(0, dot);
  const given = Buffer.from(signed.slice(dot + 1), 'base64');
  const expected = createHmac('sha256', secret).update(token).digest();
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : null;
}

function sessionToken(text: string, secret: string): PresentedToken {
  const token = text.includes('.') ? unsigned(text, secret) : text;
  return token === null || !/^[A-Za-z0-9_-]{16,128}$/.test(token)
    ? { kind: 'unreadable' }
    : { kind: 'session', token };
}

function bearerToken(text: string, secret: string): PresentedToken {
  if (text.startsWith(tokenPrefixes.personalToken)) return { kind: 'personal-token', token: text };
  if (text.startsWith(tokenPrefixes.apiKey)) return { kind: 'api-key', token: text };
  return sessionToken(decoded(text), secret);
}

/**
 * Which token speaks: a header that was set on purpose before a cookie that the browser adds. A
 * cookie that is not readable counts as none, so that an old browser still sees what is public.
 */
export function presentedToken(credentials: Credentials, secret: string): PresentedToken {
  const { bearer, cookie, apiKey } = credentials;
  if (apiKey !== undefined) return { kind: 'api-key', token: apiKey };
  if (bearer !== undefined) return bearerToken(bearer, secret);
  const value = cookie === undefined ? undefined : sessionCookie(cookie);
  if (value === undefined || !value.includes('.')) return { kind: 'none' };
  const token = sessionToken(value, secret);
  return token.kind === 'unreadable' ? { kind: 'none' } : token;
}
