import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presentedToken } from './bearer.js';

const secret = 'a secret for tests only, long enough';
const token = 'abcdefghijklmnop';
const signed = (text: string, key = secret) =>
  `${text}.${createHmac('sha256', key).update(text).digest('base64')}`;
const cookie = (value: string, name = 'rochdale.session_token') =>
  `theme=dark; ${name}=${encodeURIComponent(value)}; other=1`;

const session = { kind: 'session', token };
const none = { kind: 'none' };
const unreadable = { kind: 'unreadable' };

describe('which token speaks', () => {
  it.each([
    ['nothing that was brought', {}, none],
    ['a session by its bare token', { bearer: token }, session],
    ['a session by its signed token', { bearer: signed(token) }, session],
    ['the same as browsers write it', { bearer: encodeURIComponent(signed(token)) }, session],
    ['a token that somebody else signed', { bearer: signed(token, 'other') }, unreadable],
    ['a token whose signature is cut', { bearer: signed(token).slice(0, -4) }, unreadable],
    ['a token without a signature after its dot', { bearer: `${token}.` }, unreadable],
    ['a token of 15 characters', { bearer: token.slice(1) }, unreadable],
    ['a token of 129 characters', { bearer: 'x'.repeat(129) }, unreadable],
    ['a token with a blank in it', { bearer: `${token} x` }, unreadable],
    ['a personal token', { bearer: 'rcp_x' }, { kind: 'personal-token', token: 'rcp_x' }],
    ['a key as a bearer', { bearer: 'rck_x' }, { kind: 'api-key', token: 'rck_x' }],
    ['a personal token as a key', { apiKey: 'rcp_x' }, { kind: 'api-key', token: 'rcp_x' }],
    [
      'a key before a bearer',
      { apiKey: 'rck_x', bearer: token },
      { kind: 'api-key', token: 'rck_x' },
    ],
    ['a bearer before a cookie', { bearer: 'bad', cookie: cookie(signed(token)) }, unreadable],
    ['a cookie', { cookie: cookie(signed(token)) }, session],
    [
      'a secure cookie',
      { cookie: cookie(signed(token), '__Secure-rochdale.session_token') },
      session,
    ],
    ['a cookie that is not signed', { cookie: cookie(token) }, none],
    ['a cookie that somebody else signed', { cookie: cookie(signed(token, 'other')) }, none],
    ['a cookie of another name', { cookie: cookie(signed(token), 'session_token') }, none],
  ])('of %s', (_, credentials, expected) => {
    expect(presentedToken(credentials, secret)).toEqual(expected);
  });

  it('is none that was signed with any other secret, for any token', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{16,64}$/), fc.string(), (any, key) => {
        fc.pre(key !== secret);
        expect(presentedToken({ bearer: signed(any, key) }, secret)).toEqual(unreadable);
        expect(presentedToken({ cookie: cookie(signed(any)) }, secret)).toEqual({
          kind: 'session',
          token: any,
        });
      }),
    );
  });
});
