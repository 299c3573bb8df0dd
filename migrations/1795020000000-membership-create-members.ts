import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Co-operatives are the tenants. Everybody may read them; each may only change its own row. */
const cooperatives = `
  CREATE TABLE membership.cooperatives (
    id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    currency text NOT NULL,
    time_zone text NOT NULL,
    settings jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT cooperatives_pkey PRIMARY KEY (id),
    CONSTRAINT cooperatives_slug_key UNIQUE (slug),
    CONSTRAINT cooperatives_slug_check CHECK (slug ~ '^[a-z0-9](-?[a-z0-9])*$'
      AND length(slug) BETWEEN 2 AND 63),
    CONSTRAINT cooperatives_name_check CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT cooperatives_currency_check CHECK (currency ~ '^[A-Z]{3}$')
  );
  ALTER TABLE membership.cooperatives ENABLE ROW LEVEL SECURITY;
  ALTER TABLE membership.cooperatives FORCE ROW LEVEL SECURITY;
  CREATE POLICY cooperatives_read ON membership.cooperatives FOR SELECT USING (true);
  CREATE POLICY cooperatives_found ON membership.cooperatives FOR INSERT
    WITH CHECK (id = platform.current_cooperative());
  CREATE POLICY cooperatives_change ON membership.cooperatives FOR UPDATE
    USING (id = platform.current_cooperative())
    WITH CHECK (id = platform.current_cooperative());
  CREATE POLICY cooperatives_owner ON membership.cooperatives TO CURRENT_USER
    USING (true) WITH CHECK (true);
`;

const members = `
  CREATE TABLE membership.member_classes (
    cooperative_id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    may_vote boolean NOT NULL,
    votes integer NOT NULL,
    open_to text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT member_classes_pkey PRIMARY KEY (cooperative_id, key),
    CONSTRAINT member_classes_key_check CHECK (key ~ '^[a-z][a-z0-9-]{0,39}$'),
    CONSTRAINT member_classes_name_check CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT member_classes_votes_check CHECK (votes BETWEEN 1 AND 1000),
    CONSTRAINT member_classes_open_to_check CHECK (open_to IN ('person', 'organisation', 'both'))
  );

  CREATE TABLE membership.members (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    account_id uuid,
    kind text NOT NULL,
    class_key text NOT NULL,
    standing text NOT NULL,
    standing_since timestamptz NOT NULL,
    display_name text,
    name_visible_to text NOT NULL DEFAULT 'members',
    profile_visible_to text NOT NULL DEFAULT 'members',
    applied_at timestamptz NOT NULL,
    admitted_at timestamptz,
    left_at timestamptz,
    erased_at timestamptz,
    CONSTRAINT members_pkey PRIMARY KEY (id),
    CONSTRAINT members_tenant_key UNIQUE (cooperative_id, id),
    CONSTRAINT members_account_key UNIQUE (cooperative_id, account_id),
    CONSTRAINT members_kind_check CHECK (kind IN ('person', 'organisation')),
    CONSTRAINT members_standing_check CHECK (standing IN ('applicant', 'active', 'paused',
      'in-arrears', 'suspended', 'left', 'expelled')),
    CONSTRAINT members_name_visible_check
      CHECK (name_visible_to IN ('officers', 'members', 'public')),
    CONSTRAINT members_profile_visible_check
      CHECK (profile_visible_to IN ('officers', 'members', 'public')),
    CONSTRAINT members_name_check CHECK (
      (erased_at IS NULL AND length(display_name) BETWEEN 1 AND 200)
      OR (erased_at IS NOT NULL AND display_name IS NULL AND account_id IS NULL)),
    CONSTRAINT members_admitted_check CHECK (standing IN ('applicant', 'left')
      OR admitted_at IS NOT NULL),
    CONSTRAINT members_class_fkey FOREIGN KEY (cooperative_id, class_key)
      REFERENCES membership.member_classes (cooperative_id, key)
  );
  CREATE INDEX members_standing_idx ON membership.members (cooperative_id, standing, id);
  CREATE INDEX members_account_idx ON membership.members (account_id);

  CREATE TABLE membership.applications (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    member_id uuid NOT NULL,
    class_key text NOT NULL,
    state text NOT NULL,
    note text,
    decision_note text,
    decided_by uuid,
    applied_at timestamptz NOT NULL,
    decided_at timestamptz,
    CONSTRAINT applications_pkey PRIMARY KEY (id),
    CONSTRAINT applications_state_check
      CHECK (state IN ('open', 'admitted', 'declined', 'withdrawn')),
    CONSTRAINT applications_note_check CHECK (length(note) <= 5000),
    CONSTRAINT applications_decision_note_check CHECK (length(decision_note) <= 5000),
    CONSTRAINT applications_decided_check CHECK ((state = 'open') = (decided_at IS NULL)),
    CONSTRAINT applications_member_fkey FOREIGN KEY (cooperative_id, member_id)
      REFERENCES membership.members (cooperative_id, id),
    CONSTRAINT applications_class_fkey FOREIGN KEY (cooperative_id, class_key)
      REFERENCES membership.member_classes (cooperative_id, key)
  );
  CREATE UNIQUE INDEX applications_one_open_key ON membership.applications (member_id)
    WHERE state = 'open';
  CREATE INDEX applications_state_idx
    ON membership.applications (cooperative_id, state, applied_at, id);

  CREATE TABLE membership.standing_changes (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    member_id uuid NOT NULL,
    from_standing text,
    to_standing text NOT NULL,
    reason text NOT NULL,
    note text,
    changed_by uuid,
    changed_at timestamptz NOT NULL,
    CONSTRAINT standing_changes_pkey PRIMARY KEY (id),
    CONSTRAINT standing_changes_note_check CHECK (length(note) <= 5000),
    CONSTRAINT standing_changes_member_fkey FOREIGN KEY (cooperative_id, member_id)
      REFERENCES membership.members (cooperative_id, id)
  );
  CREATE INDEX standing_changes_member_idx
    ON membership.standing_changes (cooperative_id, member_id, changed_at, id);
`;

/** Two terms of one office of one member never overlap; Postgres itself refuses it. */
const roles = `
  CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

  CREATE TABLE membership.role_terms (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    member_id uuid NOT NULL,
    role text NOT NULL,
    origin text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz,
    appointed_by uuid,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT role_terms_pkey PRIMARY KEY (id),
    CONSTRAINT role_terms_role_check CHECK (role IN ('treasurer', 'secretary',
      'membership-officer', 'administrator', 'auditor', 'coordinator')),
    CONSTRAINT role_terms_origin_check CHECK (origin IN ('appointed', 'elected')),
    CONSTRAINT role_terms_range_check CHECK (ends_at IS NULL OR ends_at >= starts_at),
    CONSTRAINT role_terms_member_fkey FOREIGN KEY (cooperative_id, member_id)
      REFERENCES membership.members (cooperative_id, id),
    CONSTRAINT role_terms_overlap_excl EXCLUDE USING gist (
      cooperative_id WITH =, member_id WITH =, role WITH =,
      tstzrange(starts_at, ends_at) WITH &&)
  );
  CREATE INDEX role_terms_member_idx ON membership.role_terms (cooperative_id, member_id);
`;

/**
 * Who is this account, here? It must be answered before the tenant is set, so it crosses tenants;
 * it tells one account about itself only. The selector is a slug or an id; without one, the
 * account's only co-operative counts, or the installation's only one. It is PL/pgSQL because that
 * keeps its plans, which SQL functions do only from Postgres 18 on.
 */
const actor = `
  CREATE FUNCTION membership.resolve_actor(account uuid, selector text, at timestamptz)
  RETURNS TABLE (cooperative_id uuid, member_id uuid, standing text, roles text[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  #variable_conflict use_column
  DECLARE
    few uuid[];
    chosen uuid;
  BEGIN
    IF selector ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
      SELECT c.id INTO chosen FROM membership.cooperatives c WHERE c.id = selector::uuid;
    ELSIF selector IS NOT NULL THEN
      SELECT c.id INTO chosen FROM membership.cooperatives c WHERE c.slug = selector;
    ELSE
      SELECT array_agg(own.cooperative_id) INTO few FROM (
        SELECT m.cooperative_id FROM membership.members m
         WHERE m.account_id = account AND m.standing NOT IN ('left', 'expelled') LIMIT 2) own;
      IF few IS NULL THEN
        SELECT array_agg(e.id) INTO few FROM (
          SELECT c.id FROM membership.cooperatives c LIMIT 2) e;
      END IF;
      IF cardinality(few) = 1 THEN
        chosen := few[1];
      END IF;
    END IF;
    IF chosen IS NULL THEN
      RETURN;
    END IF;
    RETURN QUERY
      SELECT chosen, m.id, m.standing, array(
               SELECT r.role FROM membership.role_terms r
                WHERE r.cooperative_id = chosen AND r.member_id = m.id
                  AND r.starts_at <= at AND (r.ends_at IS NULL OR r.ends_at > at))
        FROM (SELECT 1) request
        LEFT JOIN membership.members m ON m.cooperative_id = chosen AND m.account_id = account;
  END $$;

  CREATE FUNCTION membership.cooperatives_of_account(account uuid)
  RETURNS TABLE (cooperative_id uuid, member_id uuid, standing text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.cooperative_id, m.id, m.standing
      FROM membership.members m
     WHERE m.account_id = account
     ORDER BY m.cooperative_id
  $$;
`;

const grants = `
  SELECT platform.grant_schema('membership');
  SELECT platform.grant_global_table('membership.cooperatives', 'SELECT, INSERT, UPDATE');
  SELECT platform.protect_tenant_table('membership.member_classes', 'SELECT, INSERT, UPDATE');
  SELECT platform.protect_tenant_table('membership.members', 'SELECT, INSERT, UPDATE');
  SELECT platform.protect_tenant_table('membership.applications', 'SELECT, INSERT, UPDATE');
  SELECT platform.protect_tenant_table('membership.standing_changes', 'SELECT, INSERT');
  SELECT platform.protect_tenant_table('membership.role_terms', 'SELECT, INSERT, UPDATE');
  -- History stays; only its free words can be erased with the person they speak of.
  DO $$ BEGIN
    EXECUTE format('GRANT UPDATE (note) ON membership.standing_changes TO %I',
      current_setting('rochdale.app_role'));
  END $$;
  SELECT platform.grant_function('membership.resolve_actor(uuid, text, timestamptz)');
  SELECT platform.grant_function('membership.cooperatives_of_account(uuid)');
`;

export class MembershipCreateMembers1795020000000 implements MigrationInterface {
  readonly name = 'MembershipCreateMembers1795020000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE SCHEMA membership');
    await queryRunner.query(cooperatives);
    await queryRunner.query(members);
    await queryRunner.query(roles);
    await queryRunner.query(actor);
    await queryRunner.query(grants);
  }

  async down(): Promise<void> {
    throw new Error('Migrations are forward only.');
  }
}
