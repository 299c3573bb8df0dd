import type { ActorVia, Scope } from '@rochdale/platform';

/** Who a request comes from, as far as its token tells; membership makes an actor of it. */
export interface Principal {
  readonly kind: 'anonymous' | 'account' | 'partner';
  readonly accountId: string | null;
  readonly partnerId: string | null;
  /** The session, personal token or API key that spoke. */
  readonly sessionId: string | null;
  readonly personalTokenId: string | null;
  readonly apiKeyId: string | null;
  /** Tokens and keys act in one co-operative only; a session may act in each of the person's. */
  readonly cooperativeId: string | null;
  readonly scopes: ReadonlySet<Scope> | 'all';
  readonly via: ActorVia;
}

export const anonymousPrincipal: Principal = {
  kind: 'anonymous',
  accountId: null,
  partnerId: null,
  sessionId: null,
  personalTokenId: null,
  apiKeyId: null,
  cooperativeId: null,
  scopes: 'all',
  via: 'none',
};
