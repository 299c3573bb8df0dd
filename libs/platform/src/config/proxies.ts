import { isIP } from 'node:net';

/**
 * Whose forwarded addresses are believed: so many proxies in front of the service, counted from it,
 * or those of these networks. Everybody else may write what they like into such a header.
 */
export type TrustedProxies = number | readonly string[];

const words: Readonly<Record<string, number>> = { true: 1, false: 0 };
const networks: ReadonlySet<string> = new Set(['loopback', 'linklocal', 'uniquelocal']);
const mostHops = 10;

function isNetwork(text: string): boolean {
  if (networks.has(text)) return true;
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128);
}

/** Reads `TRUST_PROXY`; null when it says nothing of the kind. */
export function readTrustedProxies(text: string): TrustedProxies | null {
  const hops = words[text] ?? (/^\d{1,2}$/.test(text) ? Number(text) : null);
  if (hops !== null) return hops <= mostHops ? hops : null;
  const listed = text.split(',').map((part) => part.trim());
  return listed.every(isNetwork) ? listed : null;
}
