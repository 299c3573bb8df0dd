import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was invited to become a member. What the letter's link carries is kept as a hash. */
export class MembershipCreateInvitations1796200510001 implements MigrationInterface {
  readonly name = 'MembershipCreateInvitations1796200510001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table membership.invitations (
        id uuid not null constraint invitations_pk primary key,
        cooperative_id uuid not null,
        email text constraint invitations_email_check
          check (length(email) between 3 and 320 and email = lower(email)),
        name text constraint invitations_name_check check (length(name) between 1 and 200),
        class_key text not null,
        state text not null
          constraint invitations_state_check check (state in ('open', 'accepted', 'revoked')),
        token_hash text constraint invitations_token_unique unique,
        sent_at timestamptz not null,
        expires_at timestamptz not null,
        invited_by uuid,
        member_id uuid,
        decided_at timestamptz,
        constraint invitations_expires_check check (expires_at > sent_at),
        constraint invitations_open_check
          check (state <> 'open' or (email is not null and decided_at is null)),
        constraint invitations_token_check check ((state = 'open') = (token_hash is not null)),
        constraint invitations_member_check check ((state = 'accepted') = (member_id is not null)),
        constraint invitations_class_fk foreign key (cooperative_id, class_key)
          references membership.member_classes (cooperative_id, key),
        constraint invitations_member_fk foreign key (cooperative_id, member_id)
          references membership.members (cooperative_id, id)
      );
      create unique index invitations_open_unique
        on membership.invitations (cooperative_id, email) where state = 'open';
      create index invitations_by_state on membership.invitations (cooperative_id, state, id);
      create index invitations_by_id on membership.invitations (cooperative_id, id);
      create index invitations_by_member on membership.invitations (cooperative_id, member_id);
      select platform.protect_tenant_table('membership.invitations', 'SELECT, INSERT, UPDATE')`);
    // Who follows a link names nothing but the link.
    await runner.query(`
      create function membership.cooperative_of_invitation(hash text, out cooperative_id uuid)
      returns setof uuid
      language sql stable security definer set search_path = pg_catalog, membership as $$
        select i.cooperative_id from membership.invitations i
        where i.token_hash = hash and i.state = 'open'
      $$;
      select platform.grant_function('membership.cooperative_of_invitation(text)')`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
