import { Injectable } from '@nestjs/common';
import {
  anonymousActor,
  Clock,
  Database,
  platformErrors,
  sha256Hex,
  sql,
  systemActor,
  UnitOfWork,
} from '@rochdale/platform';
import type { Scope, Statement } from '@rochdale/platform';
import { apiKeyStore } from '../api-key/api-key.store.js';
import { IdentitySettings } from '../identity.settings.js';
import { personalTokenStore } from '../personal-token/personal-token.store.js';
import { RateLimits, rateLimited } from '../rate-limit/rate-limits.js';
import { presentedToken } from './bearer.js';
import type { Credentials, SpeakingToken } from './bearer.js';
import { KnownPrincipals } from '../principal/known-principals.js';
import { anonymousPrincipal } from '../principal/principal.js';
import type { Principal } from '../principal/principal.js';
import { sessionLifetime } from '../session/session-lifetime.js';
import { sessionStore } from '../session/session.store.js';

const findSession = sql(
  'identity.find-session',
  `select s.id, s.account_id as "accountId",
          s.expires_at < clock_timestamp() + make_interval(secs => $2) as stale
     from identity.sessions s
     join identity.accounts a on a.id = s.account_id
    where s.token_hash = $1 and s.expires_at > clock_timestamp() and a.disabled_at is null`,
);

const findPersonalToken = sql(
  'identity.find-personal-token',
  `select id, cooperative_id as "cooperativeId", account_id as "accountId", scopes,
          expires_at as "expiresAt", last_used_at as "lastUsedAt"
     from identity.find_personal_token($1)`,
);

const findApiKey = sql(
  'identity.find-api-key',
  `select id, cooperative_id as "cooperativeId", partner_id as "partnerId", scopes,
          expires_at as "expiresAt", last_used_at as "lastUsedAt"
     from identity.find_api_key($1)`,
);

interface SessionRow {
  readonly id: string;
  readonly accountId: string;
  readonly stale: boolean;
}

interface TokenRow {
  readonly id: string;
  readonly cooperativeId: string;
  readonly accountId?: string;
  readonly partnerId?: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

const usedEveryMs = 3_600_000;

/** Wrong tokens from one address before it has to wait. */
const wrongTokens = { name: 'token-check', max: 30, windowSeconds: 60 } as const;

/**
 * Says who a request comes from: one prepared look-up, remembered for two seconds. It never asks
 * better-auth, and it needs no transaction: the look-up crosses tenants by design.
 */
@Injectable()
export class Authenticator {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly settings: IdentitySettings,
    private readonly rateLimits: RateLimits,
    private readonly principals: KnownPrincipals,
  ) {}

  /**
   * @throws CodedError UNAUTHENTICATED for a token that opens nothing, RATE_LIMITED when there were
   *   too many of those from one address. A cookie that opens nothing is a stranger, no error.
   */
  async authenticate(credentials: Credentials): Promise<Principal> {
    const presented = presentedToken(credentials, this.settings.secret);
    if (presented.kind === 'none') return anonymousPrincipal;
    const principal = presented.kind === 'unreadable' ? null : await this.#principal(presented);
    if (principal !== null) return principal;
    if (credentials.bearer === undefined && credentials.apiKey === undefined) {
      return anonymousPrincipal;
    }
    throw await this.#refusal(credentials);
  }

  async #principal(presented: SpeakingToken): Promise<Principal | null> {
    const hash = sha256Hex(presented.token);
    const key = `${presented.kind}:${hash}`;
    const askedAt = performance.now();
    const known = this.principals.recall(key);
    if (known !== null) return known;
    const principal = await this.#find(presented.kind, hash);
    if (principal !== null) this.principals.remember(key, principal, askedAt);
    return principal;
  }

  async #find(kind: 'session' | 'personal-token' | 'api-key', hash: string) {
    if (kind === 'session') return this.#session(hash);
    const statement = kind === 'api-key' ? findApiKey : findPersonalToken;
    const row = await this.#lookUp<TokenRow>(statement, [hash]);
    const now = this.clock.now();
    if (row === null || (row.expiresAt !== null && row.expiresAt <= now)) return null;
    await this.#noteUse(kind, row, now);
    return tokenPrincipal(kind, row);
  }

  async #session(hash: string): Promise<Principal | null> {
    const { seconds, extendAfterSeconds } = sessionLifetime;
    const row = await this.#lookUp<SessionRow>(findSession, [hash, seconds - extendAfterSeconds]);
    if (row === null) return null;
    if (row.stale) {
      await this.unitOfWork.run(anonymousActor(), (tx) => sessionStore.extend(tx, row.id, seconds));
    }
    return {
      ...anonymousPrincipal,
      kind: 'account',
      accountId: row.accountId,
      sessionId: row.id,
      via: 'session',
    };
  }

  /** When a token was last used is told to the hour: enough to see what can go. */
  async #noteUse(kind: 'personal-token' | 'api-key', row: TokenRow, now: Date): Promise<void> {
    if (row.lastUsedAt !== null && now.getTime() - row.lastUsedAt.getTime() < usedEveryMs) return;
    const store = kind === 'api-key' ? apiKeyStore : personalTokenStore;
    const actor = systemActor(row.cooperativeId, 'job');
    await this.unitOfWork.run(actor, (tx) => store.noteUse(tx, row.id));
  }

  async #lookUp<Row extends object>(statement: Statement, values: unknown[]): Promise<Row | null> {
    try {
      const [row] = await this.database.rows<Row>(statement, values);
      return row ?? null;
    } catch (cause) {
      throw platformErrors.error('UNAVAILABLE', 'Nobody can be recognised right now.', { cause });
    }
  }

  async #refusal({ address, met }: Credentials): Promise<Error> {
    if (address !== undefined) {
      const verdict = await this.rateLimits.consume(wrongTokens, address, met);
      const { allowed, retryAfterSeconds } = verdict;
      if (!allowed) return rateLimited(retryAfterSeconds);
    }
    return platformErrors.error('UNAUTHENTICATED', 'This token is not valid, or not any more.');
  }
}

function tokenPrincipal(kind: 'personal-token' | 'api-key', row: TokenRow): Principal {
  const partner = kind === 'api-key';
  return {
    ...anonymousPrincipal,
    kind: partner ? 'partner' : 'account',
    accountId: row.accountId ?? null,
    partnerId: row.partnerId ?? null,
    personalTokenId: partner ? null : row.id,
    apiKeyId: partner ? row.id : null,
    cooperativeId: row.cooperativeId,
    scopes: new Set(row.scopes),
    via: kind,
  };
}
