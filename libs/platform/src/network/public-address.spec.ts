import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { postMessage } from './post-message.js';
import { isPublicAddress, isPublicTarget } from './public-address.js';

describe('an address', () => {
  it.each(['1.1.1.1', '100.63.255.255', '172.32.0.1', '192.0.1.1', '2606:4700::1111'])(
    'is public: %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.0.1',
    '198.19.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:1.1.1.1',
    '64:ff9b::a00:1',
    '2001::1',
    '2001:db8::1',
    '2002:a00:1::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    'rochdale.example',
  ])('is not: %s', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('a receiver', () => {
  it.each(['https://hooks.example.coop', 'https://hooks.example.coop:8443/x', 'https://1.1.1.1.'])(
    'may be public: %s',
    (url) => expect(isPublicTarget(new URL(url))).toBe(true),
  );

  it.each([
    'https://localhost',
    'https://localhost.',
    'https://LOCALHOST..',
    'https://printer',
    'https://vault.internal.',
    'https://db.service.lan',
    'https://127.1',
    'https://0x7f000001',
    'https://2130706433',
    'https://[::ffff:7f00:1]',
    'https://[fd00::1]',
    'https://hooks.example.coop:22',
  ])('cannot: %s', (url) => expect(isPublicTarget(new URL(url))).toBe(false));
});

describe('a message', () => {
  async function posting(isAllowed: (address: string) => boolean, host: string, status = 204) {
    let seen = 0;
    const server = createServer((_request, response) => {
      seen += 1;
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://${host}:${port}/hook`;
    const answer = await postMessage({ url, headers: {}, body: '{}' }, isAllowed);
    await new Promise((resolve) => server.close(resolve));
    return { answer, seen };
  }

  it.each(['localhost', '127.0.0.1'])('goes to %s when that may be', async (host) => {
    expect(await posting(() => true, host)).toEqual({ answer: 204, seen: 1 });
  });

  it.each(['localhost', '127.0.0.1'])('does not reach %s otherwise', async (host) => {
    expect(await posting(isPublicAddress, host)).toEqual({ answer: null, seen: 0 });
  });

  it('follows no redirection', async () => {
    expect(await posting(() => true, 'localhost', 307)).toEqual({ answer: 307, seen: 1 });
  });
});
