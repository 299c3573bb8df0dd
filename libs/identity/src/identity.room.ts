import type { Room } from '@rochdale/platform';
import { AccountEntity } from './account/account.entity.js';
import { CredentialEntity } from './account/credential.entity.js';
import { TwoFactorEntity } from './sign-in/two-factor.entity.js';
import { VerificationEntity } from './sign-in/verification.entity.js';
import { ApiKeyEntity } from './api-key/api-key.entity.js';
import { identityHandlers } from './identity.handlers.js';
import { identityLetters } from './identity.letters.js';
import { IdentityModule } from './identity.module.js';
import { identityPermissions } from './identity.permissions.js';
import { PasskeyEntity } from './passkey/passkey.entity.js';
import { PersonalTokenEntity } from './personal-token/personal-token.entity.js';
import { RateLimitEntity } from './rate-limit/rate-limit.entity.js';
import { SessionEntity } from './session/session.entity.js';
import { identityPersonalData } from './identity.personal-data.js';

export const identityRoom: Room = {
  name: 'identity',
  module: IdentityModule,
  permissions: identityPermissions,
  handlers: identityHandlers,
  letters: identityLetters,
  personalData: identityPersonalData,
  entities: [
    AccountEntity,
    CredentialEntity,
    TwoFactorEntity,
    VerificationEntity,
    ApiKeyEntity,
    PasskeyEntity,
    PersonalTokenEntity,
    RateLimitEntity,
    SessionEntity,
  ],
};
