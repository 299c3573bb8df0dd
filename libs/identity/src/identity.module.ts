import { Module } from '@nestjs/common';
import { AccountQueries } from './account/account.queries.js';
import { Accounts } from './account/accounts.js';
import { Auth } from './sign-in/auth.js';
import { CreateAccount } from './administration/create-account.js';
import { DisableAccount } from './administration/disable-account.js';
import { EnableAccount } from './administration/enable-account.js';
import { ForgetAccount } from './account/forget-account.js';
import { PersonalData } from './own-data/personal-data.js';
import { KnownPrincipals } from './principal/known-principals.js';
import { ApiKeyHolders } from './api-key/api-key-holders.js';
import { ApiKeyQueries } from './api-key/api-key.queries.js';
import { IssueApiKey } from './api-key/issue-api-key.js';
import { RevokeApiKey } from './api-key/revoke-api-key.js';
import { RotateApiKey } from './api-key/rotate-api-key.js';
import { CreatePersonalToken } from './personal-token/create-personal-token.js';
import { PersonalTokenQueries } from './personal-token/personal-token.queries.js';
import { RevokePersonalToken } from './personal-token/revoke-personal-token.js';
import { RateLimits } from './rate-limit/rate-limits.js';
import { Authenticator } from './authentication/authenticator.js';
import { RevokeAllSessions } from './session/revoke-all-sessions.js';
import { RevokeSession } from './session/revoke-session.js';
import { SessionQueries } from './session/session.queries.js';
import { SweepExpiredSessions } from './session/sweep-expired-sessions.js';

const doors = [
  AccountQueries,
  Accounts,
  ApiKeyHolders,
  ApiKeyQueries,
  Auth,
  Authenticator,
  CreateAccount,
  CreatePersonalToken,
  DisableAccount,
  EnableAccount,
  ForgetAccount,
  IssueApiKey,
  KnownPrincipals,
  PersonalData,
  PersonalTokenQueries,
  RateLimits,
  RevokeAllSessions,
  RevokeApiKey,
  RevokePersonalToken,
  RevokeSession,
  RotateApiKey,
  SessionQueries,
  SweepExpiredSessions,
];

/** Needs, from the app: the platform, `IdentitySettings` and `Mail`. */
@Module({ providers: doors, exports: doors })
export class IdentityModule {}
