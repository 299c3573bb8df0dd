import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What everybody may see of several co-operatives at once: their classes, and how many belong to
 * each. The walls between co-operatives stay; nothing of a member comes through.
 */
const functions = `
  CREATE FUNCTION membership.classes_of_cooperatives(cooperatives uuid[])
  RETURNS TABLE (cooperative_id uuid, key text, name text, may_vote boolean, votes integer,
    open_to text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.cooperative_id, c.key, c.name, c.may_vote, c.votes, c.open_to
      FROM membership.member_classes c
     WHERE c.cooperative_id = ANY (cooperatives)
     ORDER BY c.cooperative_id, c.key
  $$;

  CREATE FUNCTION membership.members_of_cooperatives(cooperatives uuid[])
  RETURNS TABLE (cooperative_id uuid, members integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT m.cooperative_id, count(*)::integer
      FROM membership.members m
     WHERE m.cooperative_id = ANY (cooperatives)
       AND m.standing IN ('active', 'paused', 'in-arrears')
     GROUP BY m.cooperative_id
  $$;

  SELECT platform.grant_function('membership.classes_of_cooperatives(uuid[])');
  SELECT platform.grant_function('membership.members_of_cooperatives(uuid[])');
`;

export class MembershipShowCooperatives1796190500001 implements MigrationInterface {
  readonly name = 'MembershipShowCooperatives1796190500001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(functions);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
