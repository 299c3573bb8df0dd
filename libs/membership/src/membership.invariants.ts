import type { Invariant } from '@rochdale/platform';

/** What always holds about members, whatever was done in which order. */
export const membershipInvariants: readonly Invariant[] = [
  {
    name: 'membership.standing-is-the-end-of-its-history',
    of: 'Member',
    describes: 'A member stands where the last recorded change of standing left them.',
    sql: `select m.cooperative_id, m.id, m.standing, last.to_standing
            from membership.members m
            left join lateral (
              select c.to_standing from membership.standing_changes c
               where c.cooperative_id = m.cooperative_id and c.member_id = m.id
               order by c.changed_at desc, c.id desc limit 1) last on true
           where last.to_standing is distinct from m.standing
           limit 100`,
  },
  {
    name: 'membership.applicants-have-an-open-application',
    of: 'Member',
    describes: 'Applicants, and nobody else, have an application that waits for an answer.',
    sql: `select m.cooperative_id, m.id, m.standing
            from membership.members m
           where (m.standing = 'applicant') <> exists (
             select 1 from membership.applications a
              where a.member_id = m.id and a.state = 'open')
           limit 100`,
  },
  {
    name: 'membership.offices-end-with-membership',
    of: 'RoleTerm',
    describes: 'No term of office goes on after its holder left or was expelled.',
    sql: `select r.cooperative_id, r.id, r.member_id, r.ends_at, m.left_at
            from membership.role_terms r
            join membership.members m
              on m.cooperative_id = r.cooperative_id and m.id = r.member_id
           where m.standing in ('left', 'expelled')
             and (r.ends_at is null or r.ends_at > greatest(r.starts_at, m.left_at))
           limit 100`,
  },
  {
    name: 'membership.groups-are-of-members',
    of: 'Member',
    describes: 'Nobody is in a working group who left, was expelled or was never admitted.',
    sql: `select g.cooperative_id, g.member_id as id
            from membership.group_members g
            join membership.members m
              on m.cooperative_id = g.cooperative_id and m.id = g.member_id
           where m.standing in ('applicant', 'left', 'expelled') or m.erased_at is not null
           limit 100`,
  },
  {
    name: 'membership.notes-are-sealed',
    describes: 'Since a co-operative’s older notes were sealed, none is kept as it was written.',
    sql: `select plain.cooperative_id, plain.member_id from (
            select a.cooperative_id, a.member_id from membership.applications a
             where a.note is not null or a.decision_note is not null
            union all
            select c.cooperative_id, c.member_id from membership.standing_changes c
             where c.note is not null) plain
           where exists (select from platform.jobs j
             where j.cooperative_id = plain.cooperative_id
               and j.name = 'membership.seal-notes' and j.status = 'done')
           limit 100`,
  },
];
