import { defineFact, idOf } from '@rochdale/platform';
import { z } from 'zod';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    account: true;
    'api-key': true;
    'personal-token': true;
  }
}

export const AccountCreated = defineFact({
  type: 'identity.AccountCreated',
  version: 1,
  subject: 'account',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ accountId: idOf('Account') }),
});

export const AccountDisabled = defineFact({
  type: 'identity.AccountDisabled',
  version: 1,
  subject: 'account',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ accountId: idOf('Account') }),
});

export const AccountEnabled = defineFact({
  type: 'identity.AccountEnabled',
  version: 1,
  subject: 'account',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ accountId: idOf('Account') }),
});

export const AccountErased = defineFact({
  type: 'identity.AccountErased',
  version: 1,
  subject: 'account',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ accountId: idOf('Account') }),
});

export const SessionOpened = defineFact({
  type: 'identity.SessionOpened',
  version: 1,
  subject: 'account',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ accountId: idOf('Account'), sessionId: idOf('Session') }),
});

export const SessionsRevoked = defineFact({
  type: 'identity.SessionsRevoked',
  version: 1,
  subject: 'account',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ accountId: idOf('Account'), sessionIds: z.array(idOf('Session')) }),
});

export const PersonalTokenCreated = defineFact({
  type: 'identity.PersonalTokenCreated',
  version: 1,
  subject: 'personal-token',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({
    tokenId: idOf('PersonalToken'),
    accountId: idOf('Account'),
    scopes: z.array(z.string()),
    expiresAt: z.iso.datetime(),
  }),
});

export const PersonalTokenRevoked = defineFact({
  type: 'identity.PersonalTokenRevoked',
  version: 1,
  subject: 'personal-token',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ tokenId: idOf('PersonalToken'), accountId: idOf('Account') }),
});

export const ApiKeyIssued = defineFact({
  type: 'identity.ApiKeyIssued',
  version: 1,
  subject: 'api-key',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({
    apiKeyId: idOf('ApiKey'),
    partnerId: idOf('Partner'),
    scopes: z.array(z.string()),
  }),
});

export const ApiKeyRotated = defineFact({
  type: 'identity.ApiKeyRotated',
  version: 1,
  subject: 'api-key',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({
    apiKeyId: idOf('ApiKey'),
    replacedBy: idOf('ApiKey'),
    partnerId: idOf('Partner'),
    endsAt: z.iso.datetime(),
  }),
});

export const ApiKeyRevoked = defineFact({
  type: 'identity.ApiKeyRevoked',
  version: 1,
  subject: 'api-key',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ apiKeyId: idOf('ApiKey'), partnerId: idOf('Partner') }),
});
