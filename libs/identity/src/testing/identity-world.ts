import { createHmac } from 'node:crypto';
import { anonymousActor, composeLetter, Letters, newId } from '@rochdale/platform';
import type {
  Addressee,
  ComposedLetter,
  Forgetting,
  LetterDefinition,
  Tx,
} from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { createTestWorld } from '../../../testing/src/index.js';
import type { TestWorld } from '../../../testing/src/index.js';
import { Auth } from '../sign-in/auth.js';
import { clientAddressHeader } from '../sign-in/auth-options.js';
import { CreateAccount } from '../administration/create-account.js';
import '../identity.permissions.js';
import { IdentitySettings } from '../identity.settings.js';
import type { OidcSettings } from '../identity.settings.js';
import { KnownPrincipals } from '../principal/known-principals.js';
import { RateLimits } from '../rate-limit/rate-limits.js';
import { Authenticator } from '../authentication/authenticator.js';

export class TestSettings extends IdentitySettings {
  override readonly publicUrl = 'http://rochdale.test';
  override readonly pagesUrl = 'http://rochdale.test/pages';
  override readonly secret = 'a-secret-for-tests-with-enough-characters';
  override readonly trustedOrigins: readonly string[] = [];
  readonly reported: string[] = [];

  constructor(
    override readonly requireVerifiedEmail = false,
    override readonly oidc: OidcSettings | null = null,
  ) {
    super();
  }

  override report(message: string): void {
    this.reported.push(message);
  }
}

/** Keeps letters where a test can read them. */
export class Letterbox extends Letters {
  override isDelivered = true;
  readonly letters: (ComposedLetter & { readonly kind: string; readonly to: string })[] = [];
  readonly forgotten: (Forgetting & { readonly email: string })[] = [];

  override async write<Data extends object>(
    _tx: Tx,
    letter: LetterDefinition<Data>,
    to: Addressee,
    data: Data,
  ): Promise<void> {
    const composed = composeLetter(letter, { data, to, sender: '' });
    this.letters.push({ ...composed, kind: letter.kind, to: to.email });
  }

  override async forget(_tx: Tx, email: string, forgetting: Forgetting): Promise<void> {
    this.forgotten.push({ email, ...forgetting });
  }

  /** The link in the newest letter of that kind. */
  link(kind: string): string {
    const letter = this.letters.findLast((one) => one.kind === kind);
    const url = /https?:\/\/\S+/.exec(letter?.text ?? '')?.[0];
    if (url === undefined) throw new Error(`no ${kind} letter with a link`);
    return url;
  }
}

/** One process's worth of identity. A test makes two of them on one database. */
export interface IdentityProcess {
  readonly auth: Auth;
  readonly authenticator: Authenticator;
  /** What a revocation makes this process forget. */
  readonly principals: KnownPrincipals;
  readonly rateLimits: RateLimits;
}

export interface IdentityWorld extends TestWorld, IdentityProcess {
  readonly settings: TestSettings;
  readonly letterbox: Letterbox;
  readonly createAccount: CreateAccount;
  readonly anotherProcess: () => IdentityProcess;
}

export async function createIdentityWorld(
  settings = new TestSettings(),
  start = new Date(),
): Promise<IdentityWorld> {
  const world = await createTestWorld(start);
  const letterbox = new Letterbox();
  const anotherProcess = (): IdentityProcess => {
    const { pool, unitOfWork, clock } = world;
    const rateLimits = new RateLimits(unitOfWork);
    const principals = new KnownPrincipals();
    return {
      principals,
      rateLimits,
      auth: new Auth(unitOfWork, settings, letterbox, rateLimits),
      authenticator: new Authenticator(pool, unitOfWork, clock, settings, rateLimits, principals),
    };
  };
  const own = anotherProcess();
  const createAccount = new CreateAccount(world.unitOfWork);
  return { ...world, ...own, settings, letterbox, createAccount, anotherProcess };
}

/** A signed-in member of a co-operative. */
export function accountActor(accountId: string, cooperativeId: string): Actor {
  const stranger = anonymousActor(cooperativeId);
  const member = { accountId, memberId: newId(), standing: 'active' };
  return { ...stranger, ...member, kind: 'account', via: 'session' };
}

export interface AuthReply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
  /** `name=value` pairs to send back as a Cookie header. */
  readonly cookie: string;
}

export interface AuthCall {
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly address?: string;
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  return text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
}

/** Calls a path under /auth as a client would; a POST when there is a body. */
export async function callAuth(auth: Auth, path: string, call: AuthCall = {}): Promise<AuthReply> {
  const url = path.startsWith('http') ? path : `http://rochdale.test/auth${path}`;
  const headers = {
    origin: 'http://rochdale.test',
    [clientAddressHeader]: call.address ?? '192.0.2.1',
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...call.headers,
  };
  const init =
    call.body === undefined
      ? { headers }
      : { method: 'POST', headers, body: JSON.stringify(call.body) };
  const response = await auth.handle(new Request(url, init));
  await auth.onApplicationShutdown();
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ');
  return {
    status: response.status,
    body: await bodyOf(response),
    headers: response.headers,
    cookie,
  };
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function fromBase32(text: string): Buffer {
  const bits = Array.from(text.replaceAll('=', ''))
    .map((letter) => base32.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** The six digits that an authenticator app shows (RFC 6238) for an otpauth:// address. */
export function totpCode(uri: string, now = new Date()): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now.getTime() / 30_000)));
  const secret = fromBase32(new URL(uri).searchParams.get('secret') ?? '');
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  const code = (digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000;
  return String(code).padStart(6, '0');
}
