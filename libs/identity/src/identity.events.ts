import { defineFact } from '@rochdale/platform';
import { z } from 'zod';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    account: true;
    'api-key': true;
    'personal-token': true;
  }
}

const id = z.uuid();

export const AccountCreated = defineFact({
  type: 'identity.AccountCreated',
  version: 1,
  subject: 'account',
  visibility: 'private',
  data: z.object({ accountId: id }),
});

export const AccountDisabled = defineFact({
  type: 'identity.AccountDisabled',
  version: 1,
  subject: 'account',
  visibility: 'private',
  data: z.object({ accountId: id }),
});

export const AccountEnabled = defineFact({
  type: 'identity.AccountEnabled',
  version: 1,
  subject: 'account',
  visibility: 'private',
  data: z.object({ accountId: id }),
});

export const AccountErased = defineFact({
  type: 'identity.AccountErased',
  version: 1,
  subject: 'account',
  visibility: 'private',
  data: z.object({ accountId: id }),
});

export const SessionOpened = defineFact({
  type: 'identity.SessionOpened',
  version: 1,
  subject: 'account',
  visibility: 'private',
  data: z.object({ accountId: id, sessionId: id }),
});

export const SessionsRevoked = defineFact({
  type: 'identity.SessionsRevoked',
  version: 1,
  subject: 'account',
  visibility: 'private',
  data: z.object({ accountId: id, sessionIds: z.array(id) }),
});

export const PersonalTokenCreated = defineFact({
  type: 'identity.PersonalTokenCreated',
  version: 1,
  subject: 'personal-token',
  visibility: 'private',
  data: z.object({
    tokenId: id,
    accountId: id,
    scopes: z.array(z.string()),
    expiresAt: z.iso.datetime(),
  }),
});

export const PersonalTokenRevoked = defineFact({
  type: 'identity.PersonalTokenRevoked',
  version: 1,
  subject: 'personal-token',
  visibility: 'private',
  data: z.object({ tokenId: id, accountId: id }),
});

export const ApiKeyIssued = defineFact({
  type: 'identity.ApiKeyIssued',
  version: 1,
  subject: 'api-key',
  visibility: 'private',
  data: z.object({ apiKeyId: id, partnerId: id, scopes: z.array(z.string()) }),
});

export const ApiKeyRotated = defineFact({
  type: 'identity.ApiKeyRotated',
  version: 1,
  subject: 'api-key',
  visibility: 'private',
  data: z.object({ apiKeyId: id, replacedBy: id, partnerId: id, endsAt: z.iso.datetime() }),
});

export const ApiKeyRevoked = defineFact({
  type: 'identity.ApiKeyRevoked',
  version: 1,
  subject: 'api-key',
  visibility: 'private',
  data: z.object({ apiKeyId: id, partnerId: id }),
});
