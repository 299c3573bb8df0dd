import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever likes may apply, and withdraw it: by their standing they cannot be told from who left.
 * Whether they ever were members is part of who asks.
 */
export class MembershipActorsWereAdmitted1796600200001 implements MigrationInterface {
  readonly name = 'MembershipActorsWereAdmitted1796600200001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION membership.resolve_actor(uuid, text, timestamptz);
      CREATE FUNCTION membership.resolve_actor(account uuid, selector text, at timestamptz)
      RETURNS TABLE (cooperative_id uuid, member_id uuid, standing text, roles text[],
        was_admitted boolean)
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
                      AND r.starts_at <= at AND (r.ends_at IS NULL OR r.ends_at > at)),
                 m.admitted_at IS NOT NULL
            FROM (SELECT 1) request
            LEFT JOIN membership.members m ON m.cooperative_id = chosen AND m.account_id = account;
      END $$;
      SELECT platform.grant_function('membership.resolve_actor(uuid, text, timestamptz)')`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
