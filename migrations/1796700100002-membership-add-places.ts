import type { MigrationInterface, QueryRunner } from 'typeorm';

// What an audience is shown of a member is part of the place, so that who hides does not stand
// where the name stood. Ids have random bits enough that nobody finds one by its digest.
const placeOf = `
  create function membership.place_of(member uuid, audience text, shown text) returns bigint
  language sql immutable set search_path = pg_catalog as $$
    select uuid_hash_extended(member, hashtextextended(audience || ' ' || shown, 0))
  $$;
  create function membership.shown_to(audiences text[], name_visible_to text, pseudonym text,
    pseudonym_visible_to text) returns text
  language sql immutable set search_path = pg_catalog as $$
    select case when name_visible_to = any (audiences) then 'name'
      when pseudonym is not null and pseudonym_visible_to = any (audiences) then 'pseudonym'
      else 'nothing' end
  $$;
  select platform.grant_function('membership.place_of(uuid, text, text)');
  select platform.grant_function('membership.shown_to(text[], text, text, text)');
`;

const places = (row: string) => ({
  outside: `membership.place_of(${row}id, 'outside', membership.shown_to(array['public'],
    ${row}name_visible_to, ${row}pseudonym, ${row}pseudonym_visible_to))`,
  inside: `membership.place_of(${row}id, 'inside', membership.shown_to(array['public', 'members'],
    ${row}name_visible_to, ${row}pseudonym, ${row}pseudonym_visible_to))`,
});

// Made by the table first, so that every row has them whatever its policies, then by a trigger.
const columns = `
  alter table membership.members
    add column place_outside bigint not null generated always as (${places('').outside}) stored,
    add column place_inside bigint not null generated always as (${places('').inside}) stored;
  alter table membership.members
    alter column place_outside drop expression,
    alter column place_inside drop expression;

  create or replace function membership.key_name() returns trigger
  language plpgsql set search_path = pg_catalog as $$
  begin
    new.name_key := left(lower(new.display_name), 50);
    new.pseudonym_key := lower(new.pseudonym);
    new.place_outside := ${places('new.').outside};
    new.place_inside := ${places('new.').inside};
    return new;
  end $$;
  drop trigger key_name on membership.members;
  create trigger key_name
    before insert or update of display_name, name_key, pseudonym, pseudonym_key, name_visible_to,
      pseudonym_visible_to, place_outside, place_inside
    on membership.members for each row execute function membership.key_name();
`;

/**
 * Members stand in the list in an order that tells nothing, one for members and one for strangers:
 * by joining, who hides the day of it stood between two who show theirs. The order is a column,
 * since row-level security lets no index be searched by what a function makes of one.
 */
export class MembershipAddPlaces1796700100002 implements MigrationInterface {
  readonly name = 'MembershipAddPlaces1796700100002';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [placeOf, columns]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
