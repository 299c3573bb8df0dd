import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns = `
  alter table membership.members
    add column pseudonym text,
    add column pseudonym_key text,
    add column pseudonym_visible_to text not null default 'officers',
    add constraint members_pseudonym_check check (
      pseudonym is null or (erased_at is null and length(pseudonym) between 2 and 40)),
    add constraint members_pseudonym_visible_check
      check (pseudonym_visible_to in ('officers', 'members', 'public'));

  create or replace function membership.key_name() returns trigger
  language plpgsql set search_path = pg_catalog as $$
  begin
    new.name_key := left(lower(new.display_name), 50);
    new.pseudonym_key := lower(new.pseudonym);
    return new;
  end $$;
  drop trigger key_name on membership.members;
  create trigger key_name
    before insert or update of display_name, name_key, pseudonym, pseudonym_key
    on membership.members for each row execute function membership.key_name();
`;

// A sign that no word has stands before those of the pseudonym: who is told the name finds nobody
// by the pseudonym, and who is told that finds nobody by the name.
const words = `
  create function membership.keep_words() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $$
  begin
    if tg_op <> 'INSERT' then
      delete from platform.search_words
        where cooperative_id = old.cooperative_id and subject_id = old.id;
    end if;
    if tg_op <> 'DELETE' then
      insert into platform.search_words (cooperative_id, subject_id, word, kind)
        select new.cooperative_id, new.id, word, 'member'
          from platform.words_of(new.display_name) as word
        union all
        select new.cooperative_id, new.id, '~' || word, 'member'
          from platform.words_of(new.pseudonym) as word;
    end if;
    return null;
  end $$;
  drop trigger keep_words on membership.members;
  create trigger keep_words after insert or delete or update of display_name, pseudonym
    on membership.members for each row execute function membership.keep_words();
`;

const register = `
  create table membership.pseudonyms (
    id uuid not null constraint pseudonyms_pk primary key,
    cooperative_id uuid not null,
    member_id uuid not null,
    mark text not null,
    taken_at timestamptz not null,
    given_up_at timestamptz
  );
  create unique index pseudonyms_mark_unique on membership.pseudonyms (cooperative_id, mark);
  create unique index pseudonyms_in_use_unique on membership.pseudonyms (cooperative_id, member_id)
    where given_up_at is null;
  create index pseudonyms_by_member
    on membership.pseudonyms (cooperative_id, member_id, taken_at, id);
  select platform.protect_tenant_table(
    'membership.pseudonyms', 'SELECT, INSERT, UPDATE, DELETE');
`;

/**
 * A member may be called by a pseudonym before those who do not see the name. What somebody gave up
 * is kept as a mark for a year, so that it leads to nobody else.
 */
export class MembershipAddPseudonyms1796600300001 implements MigrationInterface {
  readonly name = 'MembershipAddPseudonyms1796600300001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [columns, words, register]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
