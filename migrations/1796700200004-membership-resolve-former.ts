import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who left their only co-operative acts in it all the same when they name none: to be erased, to
 * take back what they claimed, or to fetch what is kept of them.
 */
export class MembershipResolveFormer1796700200004 implements MigrationInterface {
  readonly name = 'MembershipResolveFormer1796700200004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION membership.resolve_actor(
        account uuid, selector text, at timestamp with time zone)
 RETURNS TABLE(cooperative_id uuid, member_id uuid, standing text, roles text[],
         was_admitted boolean)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
            SELECT array_agg(own.cooperative_id) INTO few FROM (
              SELECT m.cooperative_id FROM membership.members m
               WHERE m.account_id = account LIMIT 2) own;
          END IF;
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
      END $function$;`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
