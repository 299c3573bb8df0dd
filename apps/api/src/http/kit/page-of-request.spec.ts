import { describe, expect, it } from 'vitest';
import { isFromForeignPage } from './page-of-request.js';

const trusted = ['https://app.millpond.example'];
const from = (headers: Record<string, string>, isSecure = false) =>
  isFromForeignPage({ host: 'api.millpond.example', ...headers }, { trusted, isSecure });

describe('the page that a request comes from', () => {
  it.each([
    [{}],
    [{ origin: 'https://api.millpond.example' }],
    [{ origin: 'https://app.millpond.example', 'sec-fetch-site': 'same-site' }],
    [{ origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }],
    [{ 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'none' }],
  ])('is ours or nobody’s: %j', (headers) => {
    expect(from(headers)).toBe(false);
  });

  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: '' }],
    [{ origin: 'https://api.millpond.example:8443' }],
    [{ origin: 'https://blog.millpond.example', 'sec-fetch-site': 'same-site' }],
    [{ origin: 'http://app.millpond.example' }],
    [{ origin: 'https://api.millpond.example.evil.example' }],
    [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ])('is somebody else’s: %j', (headers) => {
    expect(from(headers)).toBe(true);
  });

  it('is somebody else’s by http, where the service is reached by https', () => {
    const plain = { origin: 'http://api.millpond.example' };
    expect([from(plain), from(plain, true)]).toEqual([false, true]);
    expect(from({ origin: 'https://api.millpond.example' }, true)).toBe(false);
  });
});
