/** What upholds an appeal when its vote passes. */
export const appealKind = 'appeal.uphold';

/** Which votes follow a decided one, and whether it is on an appeal itself, as it is read. */
export interface Followed {
  /** The vote to which its tie was put again. */
  readonly runOffId: string | null;
  /**
   * The vote to which it went on, be it behind a run-off that did not open; or in which members say
   * whether it stands.
   */
  readonly sequelId: string | null;
  readonly isAppeal: boolean;
}

/**
 * In SQL, the votes that follow a decided one: its run-off, and where it went on, or is ratified.
 * Looked for where its outcome and its rule say that there may be one.
 */
export const followedBy = (p: string): string => `case when ${p}.outcome = 'tied' then (select r.id
    from governance.proposals r where r.cooperative_id = ${p}.cooperative_id
      and r.run_off_of_id = ${p}.id and r.follows_as is null) end as "runOffId",
  case when ${p}.outcome <> 'passed' and ${p}.rule ? 'escalatesTo'
      or ${p}.outcome = 'passed' and ${p}.rule ? 'ratification' then (select r.id
    from governance.proposals r where r.cooperative_id = ${p}.cooperative_id
      and r.follows_as is not null and r.run_off_of_id in (${p}.id,
        (select c.id from governance.proposals c where c.cooperative_id = ${p}.cooperative_id
          and c.run_off_of_id = ${p}.id and c.follows_as is null and c.state = 'cancelled')))
    end as "sequelId",
  ${p}.is_hearing and exists (select from governance.actions o
    where o.cooperative_id = ${p}.cooperative_id and o.proposal_id = ${p}.id
      and o.kind = '${appealKind}') as "isAppeal"`;

/** In SQL, the ids of a vote (`$1` of `$2`) and of all that it follows or leads to. */
export const followingOneAnother = `with recursive earlier as (
    select id, run_off_of_id from governance.proposals where id = $1 and cooperative_id = $2
    union all select p.id, p.run_off_of_id from governance.proposals p join earlier e
      on p.id = e.run_off_of_id where p.cooperative_id = $2),
  alike as (
    select id from earlier where run_off_of_id is null
    union all select p.id from governance.proposals p join alike a
      on p.run_off_of_id = a.id where p.cooperative_id = $2)
  select id from alike`;
