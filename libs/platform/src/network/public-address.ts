import { BlockList, isIP, isIPv4 } from 'node:net';

/** What the registries keep back from the public: private, shared, link-local, reserved, … */
const keptV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
] as const;

/** Of IPv6 one block alone is public, and of that not what leads to IPv4 or to nowhere. */
const publicV6 = '2000::/3';
const keptV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'] as const;

function networks(family: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}

const kept = { ipv4: networks('ipv4', keptV4), ipv6: networks('ipv6', keptV6) };
const global = networks('ipv6', [publicV6]);

/** Whether anybody on the internet could reach that address. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  if (isIPv4(address)) return !kept.ipv4.check(address, 'ipv4');
  return global.check(address, 'ipv6') && !kept.ipv6.check(address, 'ipv6');
}

const privateNames = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/;
const wellKnownPorts = 1024;

/** Whether a URL's host and port may be a receiver on the internet, as far as a name can tell. */
export function isPublicTarget({ hostname, port }: URL): boolean {
  if (port !== '' && Number(port) < wellKnownPorts) return false;
  const name = hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '');
  if (isIP(name) !== 0) return isPublicAddress(name);
  return name.includes('.') && !privateNames.test(name);
}
