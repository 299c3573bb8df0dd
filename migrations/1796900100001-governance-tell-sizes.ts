import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Beside the list of members, the size of an electorate tells how many pause or are in arrears:
 * what is told of it is a size of its own, fixed with it, as if nobody did. Of votes that opened
 * before, it is put together from where members stood when they opened.
 */
export class GovernanceTellSizes1796900100001 implements MigrationInterface {
  readonly name = 'GovernanceTellSizes1796900100001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table governance.proposals add column told_size integer, add column told_weight bigint,
        add column told_members_weight bigint`);
    await runner.query(tellOpened);
    await runner.query(`
      alter table governance.proposals add constraint proposals_told_is_whole_check
        check ((opened_at is null) = (told_size is null)
          and (opened_at is null) = (told_weight is null)
          and (opened_at is null) = (told_members_weight is null)
          and told_size >= electorate_size and told_weight >= electorate_weight
          and told_members_weight >= active_members_weight)`);
    await runner.query(keepToldSizes);
    await runner.query(`
      create trigger keep_told_sizes before update of told_size, told_weight, told_members_weight
        on governance.proposals for each row when (old.opened_at is not null
          and (old.told_size, old.told_weight, old.told_members_weight)
            is distinct from (new.told_size, new.told_weight, new.told_members_weight))
        execute function governance.keep_told_sizes()`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

/**
 * Who paused or was in arrears when it opened, and had no vote for it, is put back: of the classes
 * that the rule names; where it names none, of those that the register lets vote, or of which
 * somebody had a vote. A class, and what the register gives it, are as they are now: they have no
 * history.
 */
const tellOpened = `
  with stood as (
    select cooperative_id, member_id, to_standing, changed_at as since,
      lead(changed_at) over (partition by member_id order by changed_at, id) as until
    from membership.standing_changes
  ), left_out as (
    select p.id, p.rule #> '{eligibility,classes}' as classes, m.class_key, c.may_vote,
      case weighed.as_of when 'register' then c.votes else coalesce(weighed.as_of, '1')::bigint
      end as weight
    from stood s
    join governance.proposals p on p.cooperative_id = s.cooperative_id
      and p.opened_at >= s.since and (s.until is null or p.opened_at < s.until)
    join membership.members m on m.cooperative_id = s.cooperative_id and m.id = s.member_id
    join membership.member_classes c
      on c.cooperative_id = m.cooperative_id and c.key = m.class_key
    cross join lateral (
      select p.rule #>> array['eligibility', 'weightByClass', m.class_key] as as_of) weighed
    where s.to_standing in ('paused', 'in-arrears')
      and not exists (select from governance.electorate e
        where e.proposal_id = p.id and e.member_id = m.id)
  ), put_back as (
    select l.id, l.weight,
      case when jsonb_typeof(l.classes) = 'array' then l.classes ? l.class_key
        else l.may_vote or exists (select from governance.electorate e
          where e.proposal_id = l.id and e.member_class = l.class_key) end as is_of_voters
    from left_out l
  ), sums as (
    select id, count(*) filter (where is_of_voters) as voters,
      coalesce(sum(weight) filter (where is_of_voters), 0) as weight, sum(weight) as of_members
    from put_back group by id
  )
  update governance.proposals p
  set told_size = p.electorate_size + coalesce(found.voters, 0),
    told_weight = p.electorate_weight + coalesce(found.weight, 0),
    told_members_weight = p.active_members_weight + coalesce(found.of_members, 0)
  from governance.proposals of_it left join sums found on found.id = of_it.id
  where p.id = of_it.id and p.opened_at is not null`;

const keepToldSizes = `
  create function governance.keep_told_sizes() returns trigger language plpgsql as $$
    begin
      raise exception 'what is told of the sizes of a proposal that is % is frozen', old.state
        using errcode = 'restrict_violation';
    end $$`;
