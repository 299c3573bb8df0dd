import { loadConfig } from '@rochdale/platform';
import { expect, it } from 'vitest';
import { httpAdapter } from './http-server.js';

/** The address that a request is taken to come from, when it came through these. */
async function addressOf(TRUST_PROXY: string, through: readonly string[]): Promise<unknown> {
  const ROCHDALE_SECRET = 'a secret for tests only, long enough';
  const DATABASE_URL = 'postgres://owner@127.0.0.1/rochdale';
  const config = loadConfig({ ROCHDALE_SECRET, DATABASE_URL, TRUST_PROXY });
  const server = httpAdapter(config).getInstance();
  server.get('/address', async ({ ip }) => ({ ip }));
  const [remoteAddress = '', ...forwarded] = through.toReversed();
  const headers = { 'x-forwarded-for': forwarded.toReversed().join(', ') };
  const answer = await server.inject({ url: '/address', remoteAddress, headers });
  return answer.json<{ ip: string }>().ip;
}

const client = '198.51.100.7';
const forged = '203.0.113.1';
const proxies = ['10.0.0.2', '10.0.0.1'];

it.each([
  ['nobody', 'false', [forged, client], client],
  ['one proxy, whatever the client wrote', '1', [forged, client, '10.0.0.1'], client],
  ['one proxy, as it was said before', 'true', [forged, client, '10.0.0.1'], client],
  ['two proxies', '2', [forged, client, ...proxies], client],
  ['a network of proxies', '10.0.0.0/24', [forged, client, ...proxies], client],
  ['no one outside of that network', '10.0.0.0/24', [forged, client], client],
])('an address is believed of %s', async (_whom, setting, through, address) => {
  expect(await addressOf(setting, through)).toBe(address);
});
