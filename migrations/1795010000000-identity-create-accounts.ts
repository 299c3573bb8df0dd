import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Accounts belong to people, not to a co-operative, so they carry no tenant. Tokens of every kind
 * are kept as hashes only: the columns say so by name and by check.
 */
const accounts = `
  CREATE TABLE identity.accounts (
    id uuid NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    email_verified boolean NOT NULL DEFAULT false,
    image text,
    two_factor_enabled boolean NOT NULL DEFAULT false,
    disabled_at timestamptz,
    erased_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT accounts_pkey PRIMARY KEY (id),
    CONSTRAINT accounts_email_key UNIQUE (email),
    CONSTRAINT accounts_email_lower_check CHECK (email = lower(email))
  );

  CREATE TABLE identity.credentials (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    provider text NOT NULL,
    subject text NOT NULL,
    password_hash text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT credentials_pkey PRIMARY KEY (id),
    CONSTRAINT credentials_provider_subject_key UNIQUE (provider, subject),
    CONSTRAINT credentials_account_fkey FOREIGN KEY (account_id)
      REFERENCES identity.accounts (id) ON DELETE CASCADE
  );
  CREATE INDEX credentials_account_idx ON identity.credentials (account_id);

  CREATE TABLE identity.sessions (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    token_hash text NOT NULL,
    expires_at timestamptz NOT NULL,
    ip_address text,
    user_agent text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT sessions_pkey PRIMARY KEY (id),
    CONSTRAINT sessions_token_hash_key UNIQUE (token_hash),
    CONSTRAINT sessions_token_hash_check CHECK (token_hash ~ '^[0-9a-f]{64}$'),
    CONSTRAINT sessions_account_fkey FOREIGN KEY (account_id)
      REFERENCES identity.accounts (id) ON DELETE CASCADE
  );
  CREATE INDEX sessions_account_idx ON identity.sessions (account_id);
  CREATE INDEX sessions_expires_idx ON identity.sessions (expires_at);

  CREATE TABLE identity.verifications (
    id uuid NOT NULL,
    identifier_hash text NOT NULL,
    value text NOT NULL,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT verifications_pkey PRIMARY KEY (id),
    CONSTRAINT verifications_identifier_hash_check CHECK (identifier_hash ~ '^[0-9a-f]{64}$')
  );
  CREATE INDEX verifications_identifier_idx ON identity.verifications (identifier_hash);
  CREATE INDEX verifications_expires_idx ON identity.verifications (expires_at);

  CREATE TABLE identity.two_factors (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    secret_encrypted text NOT NULL,
    backup_codes_encrypted text NOT NULL,
    verified boolean NOT NULL DEFAULT true,
    failed_verifications integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    CONSTRAINT two_factors_pkey PRIMARY KEY (id),
    CONSTRAINT two_factors_account_key UNIQUE (account_id),
    CONSTRAINT two_factors_account_fkey FOREIGN KEY (account_id)
      REFERENCES identity.accounts (id) ON DELETE CASCADE
  );

  CREATE TABLE identity.rate_limits (
    key_hash text NOT NULL,
    hits integer NOT NULL,
    window_ends_at timestamptz NOT NULL,
    CONSTRAINT rate_limits_pkey PRIMARY KEY (key_hash),
    CONSTRAINT rate_limits_hits_check CHECK (hits > 0)
  );
  CREATE INDEX rate_limits_window_idx ON identity.rate_limits (window_ends_at);
`;

/** Personal tokens and partner keys act in one co-operative, so row-level security holds them. */
const tokens = `
  CREATE TABLE identity.personal_tokens (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    account_id uuid NOT NULL,
    name text NOT NULL,
    token_hash text NOT NULL,
    hint text NOT NULL,
    scopes text[] NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT personal_tokens_pkey PRIMARY KEY (id),
    CONSTRAINT personal_tokens_token_hash_key UNIQUE (token_hash),
    CONSTRAINT personal_tokens_token_hash_check CHECK (token_hash ~ '^[0-9a-f]{64}$'),
    CONSTRAINT personal_tokens_name_check CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT personal_tokens_scopes_check CHECK (cardinality(scopes) > 0),
    CONSTRAINT personal_tokens_expiry_check CHECK (expires_at > created_at),
    CONSTRAINT personal_tokens_account_fkey FOREIGN KEY (account_id)
      REFERENCES identity.accounts (id) ON DELETE CASCADE
  );
  CREATE INDEX personal_tokens_account_idx
    ON identity.personal_tokens (cooperative_id, account_id, created_at, id);

  CREATE TABLE identity.api_keys (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    name text NOT NULL,
    token_hash text NOT NULL,
    hint text NOT NULL,
    scopes text[] NOT NULL,
    issued_by uuid,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    replaced_by uuid,
    CONSTRAINT api_keys_pkey PRIMARY KEY (id),
    CONSTRAINT api_keys_token_hash_key UNIQUE (token_hash),
    CONSTRAINT api_keys_token_hash_check CHECK (token_hash ~ '^[0-9a-f]{64}$'),
    CONSTRAINT api_keys_name_check CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT api_keys_scopes_check CHECK (cardinality(scopes) > 0),
    CONSTRAINT api_keys_expiry_check CHECK (expires_at IS NULL OR expires_at > created_at),
    CONSTRAINT api_keys_replaced_by_fkey FOREIGN KEY (replaced_by)
      REFERENCES identity.api_keys (id)
  );
  CREATE INDEX api_keys_partner_idx
    ON identity.api_keys (cooperative_id, partner_id, created_at, id);
`;

/**
 * A token is known before its co-operative is, so the look-up crosses tenants: these functions
 * return the least that authentication needs, for exactly one hash.
 */
const lookups = `
  CREATE FUNCTION identity.find_personal_token(hash text)
  RETURNS TABLE (
    id uuid, cooperative_id uuid, account_id uuid, scopes text[],
    expires_at timestamptz, last_used_at timestamptz
  )
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  #variable_conflict use_column
  BEGIN
    RETURN QUERY SELECT t.id, t.cooperative_id, t.account_id, t.scopes, t.expires_at, t.last_used_at
      FROM identity.personal_tokens t
      JOIN identity.accounts a ON a.id = t.account_id
     WHERE t.token_hash = hash AND t.revoked_at IS NULL AND a.disabled_at IS NULL;
  END $$;

  CREATE FUNCTION identity.find_api_key(hash text)
  RETURNS TABLE (
    id uuid, cooperative_id uuid, partner_id uuid, scopes text[],
    expires_at timestamptz, last_used_at timestamptz
  )
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  #variable_conflict use_column
  BEGIN
    RETURN QUERY SELECT k.id, k.cooperative_id, k.partner_id, k.scopes, k.expires_at, k.last_used_at
      FROM identity.api_keys k
     WHERE k.token_hash = hash AND k.revoked_at IS NULL;
  END $$;
`;

const grants = `
  SELECT platform.grant_schema('identity');
  SELECT platform.grant_global_table('identity.accounts', 'SELECT, INSERT, UPDATE');
  SELECT platform.grant_global_table('identity.credentials', 'SELECT, INSERT, UPDATE, DELETE');
  SELECT platform.grant_global_table('identity.sessions', 'SELECT, INSERT, UPDATE, DELETE');
  SELECT platform.grant_global_table('identity.verifications', 'SELECT, INSERT, UPDATE, DELETE');
  SELECT platform.grant_global_table('identity.two_factors', 'SELECT, INSERT, UPDATE, DELETE');
  SELECT platform.grant_global_table('identity.rate_limits', 'SELECT, INSERT, UPDATE, DELETE');
  SELECT platform.protect_tenant_table('identity.personal_tokens', 'SELECT, INSERT, UPDATE');
  SELECT platform.protect_tenant_table('identity.api_keys', 'SELECT, INSERT, UPDATE');
  SELECT platform.grant_function('identity.find_personal_token(text)');
  SELECT platform.grant_function('identity.find_api_key(text)');
`;

export class IdentityCreateAccounts1795010000000 implements MigrationInterface {
  readonly name = 'IdentityCreateAccounts1795010000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE SCHEMA identity');
    await queryRunner.query(accounts);
    await queryRunner.query(tokens);
    await queryRunner.query(lookups);
    await queryRunner.query(grants);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are forward only.');
  }
}
