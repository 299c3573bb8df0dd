import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who was erased is told once a day, all of them together, in an order of each partner's own: in
 * the order of telling two partners had the same persons at the same places.
 */
export class PartnersTellByDay1796900200003 implements MigrationInterface {
  readonly name = 'PartnersTellByDay1796900200003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger refuse_change on partners.erased_users;
      drop index partners.erased_users_by_time;
      alter table partners.erased_users add column told_on date;
      update partners.erased_users
        set id = gen_random_uuid(), told_on = (told_at at time zone 'UTC')::date;
      alter table partners.erased_users drop column told_at;
      create index erased_users_by_day
        on partners.erased_users (cooperative_id, partner_id, told_on, id);
      create index erased_users_untold
        on partners.erased_users (cooperative_id) where told_on is null;
      create function partners.tell_erased_user() returns trigger language plpgsql as $function$
        begin
          if tg_op = 'UPDATE' and old.told_on is null and new.told_on is not null
            and to_jsonb(old) - 'told_on' = to_jsonb(new) - 'told_on'
          then
            return new;
          end if;
          raise exception 'who was erased is told once, and stays told'
            using errcode = 'restrict_violation';
        end $function$;
      create trigger tell_erased_user before update or delete on partners.erased_users
        for each row execute function partners.tell_erased_user()`);
    await runner.query(`
      do $block$ begin
        execute format('grant update (told_on) on partners.erased_users to %I',
          current_setting('rochdale.app_role'));
      end $block$`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
