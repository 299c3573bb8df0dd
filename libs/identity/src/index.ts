/** Accounts, sessions, personal tokens, partner keys and rate limits: who is asking. */
export { IdentityModule } from './identity.module.js';
export { identityErrors } from './identity.errors.js';
export { identityRoom } from './identity.room.js';
export { SweepExpired, identitySchedules } from './identity.jobs.js';
export {
  AccountCreated,
  AccountDisabled,
  AccountEnabled,
  AccountErased,
  ApiKeyIssued,
  ApiKeyRevoked,
  ApiKeyRotated,
  PersonalTokenCreated,
  PersonalTokenRevoked,
  SessionOpened,
  SessionsRevoked,
} from './identity.events.js';
export { IdentitySettings } from './identity.settings.js';
export type { OidcSettings } from './identity.settings.js';
export { Auth } from './sign-in/auth.js';
export { clientAddressHeader } from './sign-in/auth-options.js';
export { AccountQueries } from './account/account.queries.js';
export type { AccountRow } from './account/account.store.js';
export { Accounts } from './account/accounts.js';
export type { Contact } from './account/accounts.js';
export { CreateAccount } from './administration/create-account.js';
export type { CreateAccountInput } from './administration/create-account.js';
export { DisableAccount } from './administration/disable-account.js';
export { EnableAccount } from './administration/enable-account.js';
export { PersonalData } from './own-data/personal-data.js';
export { Authenticator } from './authentication/authenticator.js';
export type { Credentials } from './authentication/bearer.js';
export { anonymousPrincipal } from './principal/principal.js';
export type { Principal } from './principal/principal.js';
export { RevokeAllSessions } from './session/revoke-all-sessions.js';
export { RevokeSession } from './session/revoke-session.js';
export { SessionQueries } from './session/session.queries.js';
export type { SessionRow } from './session/session.queries.js';
export { SweepExpiredSessions } from './session/sweep-expired.js';
export { knownScopes } from './token/token-rules.js';
export { CreatePersonalToken } from './personal-token/create-personal-token.js';
export type { CreatePersonalTokenInput } from './personal-token/create-personal-token.js';
export { PersonalTokenQueries } from './personal-token/personal-token.queries.js';
export type { PersonalTokenRow } from './personal-token/personal-token.store.js';
export { RevokePersonalToken } from './personal-token/revoke-personal-token.js';
export { ApiKeyHolders } from './api-key/api-key-holders.js';
export type { HolderCheck } from './api-key/api-key-holders.js';
export { ApiKeyQueries } from './api-key/api-key.queries.js';
export type { ApiKeyRow } from './api-key/api-key.store.js';
export { IssueApiKey } from './api-key/issue-api-key.js';
export type { IssueApiKeyInput } from './api-key/issue-api-key.js';
export { RevokeApiKey } from './api-key/revoke-api-key.js';
export { RotateApiKey } from './api-key/rotate-api-key.js';
export type { RotateApiKeyInput } from './api-key/rotate-api-key.js';
export { RateLimits } from './rate-limit/rate-limits.js';
export type { RateRule, RateVerdict } from './rate-limit/rate-limits.js';
