import { defineFact } from '@rochdale/platform';
import { z } from 'zod';

const id = z.uuid();

export const AccountCreated = defineFact('identity.AccountCreated', 1, z.object({ accountId: id }));

export const AccountDisabled = defineFact(
  'identity.AccountDisabled',
  1,
  z.object({ accountId: id }),
);

export const AccountEnabled = defineFact('identity.AccountEnabled', 1, z.object({ accountId: id }));

export const AccountErased = defineFact('identity.AccountErased', 1, z.object({ accountId: id }));

export const SessionOpened = defineFact(
  'identity.SessionOpened',
  1,
  z.object({ accountId: id, sessionId: id }),
);

export const SessionsRevoked = defineFact(
  'identity.SessionsRevoked',
  1,
  z.object({ accountId: id, sessionIds: z.array(id) }),
);

export const PersonalTokenCreated = defineFact(
  'identity.PersonalTokenCreated',
  1,
  z.object({
    tokenId: id,
    accountId: id,
    scopes: z.array(z.string()),
    expiresAt: z.iso.datetime(),
  }),
);

export const PersonalTokenRevoked = defineFact(
  'identity.PersonalTokenRevoked',
  1,
  z.object({ tokenId: id, accountId: id }),
);

export const ApiKeyIssued = defineFact(
  'identity.ApiKeyIssued',
  1,
  z.object({ apiKeyId: id, partnerId: id, scopes: z.array(z.string()) }),
);

export const ApiKeyRotated = defineFact(
  'identity.ApiKeyRotated',
  1,
  z.object({ apiKeyId: id, replacedBy: id, partnerId: id, endsAt: z.iso.datetime() }),
);

export const ApiKeyRevoked = defineFact(
  'identity.ApiKeyRevoked',
  1,
  z.object({ apiKeyId: id, partnerId: id }),
);
