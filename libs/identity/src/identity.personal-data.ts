import { account, blanked, definePersonalData, goes, stays, whoever } from '@rochdale/platform';

const signIn = {
  purpose: 'So that nobody but the person signs in to the account.',
  ground: 'contract',
  seenBy: ['nobody'],
  onErasure: goes,
} as const;

/** Accounts and what one signs in with. They belong to no co-operative. */
export const identityPersonalData = definePersonalData('identity', {
  activity: 'Accounts and signing in',
  tables: {
    'identity.accounts': {
      person: [account('id')],
      purpose: 'So that one can sign in and be written to.',
      ground: 'contract',
      seenBy: ['self', 'operator'],
      givenTo: ['mail-server'],
      keep: { term: 'account' },
      onErasure: blanked,
      lines: [
        {
          holds: 'id',
          columns: ['id'],
          onErasure: stays('account', 'leads to nobody once the rest is empty'),
        },
        { holds: 'name', columns: ['name'] },
        { holds: 'contact', columns: ['email', 'image'] },
        {
          holds: 'behaviour',
          columns: ['last_used_on', 'idle_told_on'],
          purpose: 'So that an account that nobody uses, and that belongs nowhere, goes.',
          ground: 'interest',
          seenBy: ['self'],
          givenTo: [],
        },
        {
          holds: 'behaviour',
          columns: [
            'email_verified',
            'two_factor_enabled',
            'disabled_at',
            'erased_at',
            'forgets_invitations',
            'created_at',
            'updated_at',
          ],
          onErasure: stays('account', 'that an account was there, and is erased'),
        },
      ],
    },
    'identity.credentials': {
      ...signIn,
      person: [account('account_id')],
      givenTo: ['sign-in-provider'],
      keep: { term: 'account' },
      lines: [
        { holds: 'id', columns: ['account_id', 'subject'] },
        { holds: 'behaviour', columns: ['provider', 'created_at', 'updated_at'], seenBy: ['self'] },
        { holds: 'secret', columns: ['password_hash'] },
      ],
      besides: ['id'],
    },
    'identity.passkeys': {
      ...signIn,
      person: [account('account_id')],
      keep: { term: 'account' },
      lines: [
        { holds: 'id', columns: ['account_id'] },
        { holds: 'text', columns: ['name'], seenBy: ['self'] },
        { holds: 'behaviour', columns: ['created_at', 'last_used_at'], seenBy: ['self'] },
        { holds: 'secret', columns: ['credential_id', 'public_key', 'sign_count', 'transports'] },
      ],
      besides: ['id'],
    },
    'identity.personal_tokens': {
      person: [account('account_id')],
      purpose: 'So that programs of the person act for them, as far as they allowed.',
      ground: 'contract',
      seenBy: ['self'],
      keep: { term: 'credentials', since: 'coalesce(revoked_at, expires_at)' },
      onErasure: goes,
      lines: [
        { holds: 'id', columns: ['account_id'] },
        { holds: 'text', columns: ['name', 'hint'] },
        {
          holds: 'behaviour',
          columns: ['scopes', 'created_at', 'expires_at', 'last_used_at', 'revoked_at'],
        },
        { holds: 'secret', columns: ['token_hash'], seenBy: ['nobody'] },
      ],
      drops: [{}],
      besides: ['id'],
    },
    'identity.api_keys': {
      person: [account('issued_by')],
      purpose: 'To show who let a partner in.',
      ground: 'interest',
      seenBy: ['administrator'],
      // A key that another one points to as its successor waits for that one to go.
      keep: {
        term: 'credentials',
        since: 'coalesce(revoked_at, expires_at)',
        when: `not exists (select from identity.api_keys k
          where k.cooperative_id = api_keys.cooperative_id and k.replaced_by = api_keys.id)`,
      },
      onErasure: stays('numbers', 'an id that leads to nobody any more'),
      lines: [
        { holds: 'id', columns: ['issued_by'] },
        { holds: 'behaviour', columns: ['created_at'] },
      ],
      drops: [{}],
      besides: [
        'id',
        'partner_id',
        'name',
        'token_hash',
        'hint',
        'scopes',
        'expires_at',
        'last_used_at',
        'revoked_at',
        'replaced_by',
      ],
    },
    'identity.rate_limits': {
      ...signIn,
      person: [whoever],
      ground: 'interest',
      keep: { term: 'sign-in', since: 'window_ends_at' },
      lines: [{ holds: 'behaviour', columns: ['key_hash', 'hits', 'window_ends_at'] }],
    },
    'identity.sessions': {
      ...signIn,
      person: [account('account_id')],
      keep: { term: 'sign-in', since: 'expires_at' },
      lines: [
        { holds: 'id', columns: ['account_id'] },
        { holds: 'contact', columns: ['ip_address', 'user_agent'], seenBy: ['self'] },
        {
          holds: 'behaviour',
          columns: ['created_at', 'updated_at', 'expires_at'],
          seenBy: ['self'],
        },
        { holds: 'secret', columns: ['token_hash'] },
      ],
      besides: ['id'],
    },
    'identity.two_factors': {
      ...signIn,
      person: [account('account_id')],
      keep: { term: 'account' },
      lines: [
        { holds: 'id', columns: ['account_id'] },
        { holds: 'secret', columns: ['secret_encrypted', 'backup_codes_encrypted'] },
        { holds: 'behaviour', columns: ['verified', 'failed_verifications', 'locked_until'] },
      ],
      besides: ['id'],
    },
    'identity.verifications': {
      ...signIn,
      person: [whoever],
      keep: { term: 'sign-in', since: 'expires_at' },
      lines: [
        { holds: 'secret', columns: ['identifier_hash', 'value'] },
        { holds: 'behaviour', columns: ['expires_at', 'created_at', 'updated_at'] },
      ],
      besides: ['id'],
    },
  },
});
