import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Whom the issuer vouches for. */
export interface Claims {
  readonly sub: string;
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
}

/** An OpenID Connect provider of our own, on this machine. */
export interface FakeIssuer {
  readonly url: string;
  /** Signs in that person at the provider: what the browser would bring back as `code`. */
  readonly approve: (authorizationUrl: string, claims: Claims) => string;
  /** From now on, tokens are signed by a key that nobody published. */
  readonly forge: () => void;
  /** Tokens that it handed out so far. */
  readonly handedOut: readonly string[];
  readonly close: () => Promise<void>;
}

const base64url = (value: object): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

/** Answers every request with JSON, or 400 where there is nothing to answer. */
async function serve(answer: (path: string, body: string) => object | null): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const found = answer(request.url ?? '', Buffer.concat(chunks).toString());
      response.writeHead(found === null ? 400 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(found ?? { error: 'invalid_grant' }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

export async function startFakeIssuer(clientId: string): Promise<FakeIssuer> {
  const published = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let signingKey = published.privateKey;
  const approved = new Map<string, Claims & { nonce: string | null }>();
  const handedOut: string[] = [];

  const idToken = (claims: object): string => {
    const now = Math.floor(Date.now() / 1000);
    const header = base64url({ alg: 'RS256', kid: 'one', typ: 'JWT' });
    const times = { iat: now, exp: now + 300 };
    const payload = base64url({ iss: url(), aud: clientId, ...times, ...claims });
    const signature = sign('sha256', Buffer.from(`${header}.${payload}`), signingKey);
    return `${header}.${payload}.${signature.toString('base64url')}`;
  };

  const tokens = (code: string): object | null => {
    const claims = approved.get(code);
    if (claims === undefined) return null;
    approved.delete(code);
    const id_token = idToken(claims);
    const access_token = randomBytes(24).toString('base64url');
    const refresh_token = randomBytes(24).toString('base64url');
    handedOut.push(id_token, access_token, refresh_token);
    return { id_token, access_token, refresh_token, token_type: 'Bearer', expires_in: 300 };
  };

  const answer = (path: string, body: string): object | null => {
    if (path === '/.well-known/openid-configuration') {
      return {
        issuer: url(),
        authorization_endpoint: `${url()}/authorize`,
        token_endpoint: `${url()}/token`,
        jwks_uri: `${url()}/jwks`,
        id_token_signing_alg_values_supported: ['RS256'],
      };
    }
    if (path === '/jwks') {
      const key = published.publicKey.export({ format: 'jwk' });
      return { keys: [{ ...key, kid: 'one', alg: 'RS256', use: 'sig' }] };
    }
    return path === '/token' ? tokens(new URLSearchParams(body).get('code') ?? '') : null;
  };

  const server = await serve((path, body) => answer(path, body));
  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: url(),
    handedOut,
    approve: (authorizationUrl, claims) => {
      const code = randomBytes(16).toString('base64url');
      const nonce = new URL(authorizationUrl).searchParams.get('nonce');
      approved.set(code, { ...claims, nonce });
      return code;
    },
    forge: () => {
      signingKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
