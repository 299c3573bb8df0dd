import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is due, each kind and each co-operative in its turn. A lane is what one co-operative has
 * waiting under one name: the lanes are found by skipping through the index, then the oldest few of
 * each, the fewer lanes the more, so that how long one of them is does not matter.
 *
 * A function of the owner's: to the service's role, row-level security forbids to look an
 * expression up in an index before the policy was asked, and each step would read all. It is told
 * ids and names only, and nothing where there is a tenant. The planner is not asked either: its
 * figures are of a table that fills and empties within seconds.
 */
const dueJobs = `
  create function platform.due_jobs(p_now timestamptz, p_at_most integer)
  returns table (id uuid, name text, cooperative_id uuid)
  language sql stable security definer
  set search_path = pg_catalog, platform
  set enable_seqscan = off
  set enable_bitmapscan = off
  as $$
    with recursive lanes as (
      (select job.name, coalesce(job.cooperative_id, '00000000-0000-0000-0000-000000000000'::uuid)
           as tenant
         from platform.jobs job
        where job.status = 'queued' and platform.current_cooperative() is null
        order by job.name, coalesce(job.cooperative_id,
          '00000000-0000-0000-0000-000000000000'::uuid) limit 1)
      union all
      select next.name, next.tenant from lanes cross join lateral (
        select job.name, coalesce(job.cooperative_id,
            '00000000-0000-0000-0000-000000000000'::uuid) as tenant
          from platform.jobs job
         where job.status = 'queued'
           and (job.name, coalesce(job.cooperative_id,
             '00000000-0000-0000-0000-000000000000'::uuid)) > (lanes.name, lanes.tenant)
         order by job.name, coalesce(job.cooperative_id,
           '00000000-0000-0000-0000-000000000000'::uuid) limit 1) next)
    select due.id, due.name, due.cooperative_id
    from lanes cross join lateral (
      select oldest.*, row_number() over (order by oldest.run_at, oldest.id) as turn from (
        select job.id, job.name, job.cooperative_id, job.run_at
          from platform.jobs job
         where job.status = 'queued' and job.name = lanes.name
           and coalesce(job.cooperative_id, '00000000-0000-0000-0000-000000000000'::uuid)
             = lanes.tenant
           and job.run_at <= p_now and job.attempts < job.max_attempts
         order by job.run_at, job.id
         limit (select greatest(3, least(50, 2 * p_at_most / count(*))) from lanes)) oldest) due
    order by due.turn, due.run_at, due.id limit p_at_most
  $$;
  select platform.grant_function('platform.due_jobs(timestamptz, integer)')`;

export class PlatformCreateDueFunction1796190841002 implements MigrationInterface {
  readonly name = 'PlatformCreateDueFunction1796190841002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(dueJobs);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
