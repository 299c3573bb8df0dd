import { expect, it } from 'vitest';
import { relyingPartyOf } from './relying-party.js';

it.each([
  [
    'the service itself',
    { publicUrl: 'https://coop.example', pagesUrl: 'https://coop.example/pages' },
    { domain: 'coop.example', origins: ['https://coop.example'] },
  ],
  [
    'its web client, and not a service beside it',
    { publicUrl: 'https://api.coop.example', pagesUrl: 'https://app.coop.example' },
    { domain: 'app.coop.example', origins: ['https://app.coop.example'] },
  ],
  [
    'a domain with pages under it',
    { publicUrl: 'https://api.coop.example', pagesUrl: 'https://coop.example' },
    { domain: 'coop.example', origins: ['https://coop.example', 'https://api.coop.example'] },
  ],
  [
    'this machine by its name',
    {
      publicUrl: 'http://127.0.0.1:3000',
      pagesUrl: 'http://127.0.0.1:3000/pages',
      trustedOrigins: ['http://localhost:3000', 'https://elsewhere.example', 'no address'],
    },
    { domain: 'localhost', origins: ['http://localhost:3000'] },
  ],
])('a passkey is for %s', (_whom, reached, party) => {
  expect(relyingPartyOf({ trustedOrigins: [], ...reached })).toEqual(party);
});
