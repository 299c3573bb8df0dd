import type { MigrationInterface, QueryRunner } from 'typeorm';

// The outbox is the relay's alone; who removes facts may ask it of one.
const wall = `
  create function platform.awaits_relay(fact_position bigint) returns boolean
    language sql stable security definer set search_path to 'pg_catalog' as $function$
      select exists (select from platform.fact_outbox o where o.position = fact_position)
    $function$;
  select platform.grant_function('platform.awaits_relay(bigint)');
  create function platform.refuse_untold() returns trigger language plpgsql as $function$
    begin
      raise exception 'a fact is told before it goes' using errcode = 'restrict_violation';
    end $function$;
  create trigger refuse_untold before delete on platform.facts
    for each row when (platform.awaits_relay(old.position))
    execute function platform.refuse_untold();
`;

// Nobody tells what is gone: these would be called queued for ever.
const orphans = `
  update notifications.webhook_deliveries d set state = 'dropped'
    where d.state = 'queued' and not exists (select from platform.facts f where f.id = d.fact_id);
`;

/** What happened goes only after feeds, reactions and webhooks had it. */
export class PlatformTellBeforeForgetting1796900500002 implements MigrationInterface {
  readonly name = 'PlatformTellBeforeForgetting1796900500002';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [wall, orphans]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
