import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Assemblies, who is present at them, and what they decide. */
export class GovernanceHoldAssemblies1796906160071 implements MigrationInterface {
  readonly name = 'GovernanceHoldAssemblies1796906160071';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
      create table governance.assemblies (
        id uuid not null constraint assemblies_pk primary key,
        cooperative_id uuid not null,
        title text not null
          constraint assemblies_title_check check (length(title) between 1 and 120),
        code_hash text
          constraint assemblies_code_hash_check check (code_hash ~ '^k1:[0-9a-f]{64}$'),
        began_at timestamptz not null,
        ended_at timestamptz,
        constraint assemblies_over_check check ((code_hash is null) = (ended_at is not null)));
      create index assemblies_by_cooperative
        on governance.assemblies (cooperative_id, began_at, id);
      select platform.protect_tenant_table('governance.assemblies', 'SELECT, INSERT, UPDATE');

      create table governance.attendances (
        assembly_id uuid not null
          constraint attendances_assembly_fk references governance.assemblies (id),
        member_id uuid not null,
        cooperative_id uuid not null,
        constraint attendances_pk primary key (assembly_id, member_id));
      create index attendances_by_member on governance.attendances (cooperative_id, member_id);
      select platform.protect_tenant_table('governance.attendances', 'SELECT, INSERT, DELETE');

      create table governance.assembly_votes (
        proposal_id uuid not null constraint assembly_votes_pk primary key
          constraint assembly_votes_proposal_fk references governance.proposals (id),
        assembly_id uuid not null
          constraint assembly_votes_assembly_fk references governance.assemblies (id),
        cooperative_id uuid not null,
        present integer not null,
        of_all integer not null,
        exactly_of_all integer not null,
        constraint assembly_votes_present_check check (present between 1 and of_all),
        constraint assembly_votes_exactly_check
          check (exactly_of_all between 1 and of_all));
      create index assembly_votes_by_assembly
        on governance.assembly_votes (cooperative_id, assembly_id);
      select platform.protect_tenant_table('governance.assembly_votes', 'SELECT, INSERT')`);
    await runner.query(`
      create function governance.guard_attendance() returns trigger language plpgsql as $$
      declare
        one governance.attendances;
      begin
        one := case when tg_op = 'DELETE' then old else new end;
        if not exists (select from governance.assemblies
          where id = one.assembly_id and cooperative_id = one.cooperative_id
            and ended_at is null) then
          raise exception 'members come and go while their assembly goes on'
            using errcode = 'restrict_violation';
        end if;
        return one;
      end $$;
      create trigger guard_attendance before insert or delete on governance.attendances
        for each row execute function governance.guard_attendance();

      create function governance.keep_assembly_over() returns trigger language plpgsql as $$
      begin
        raise exception 'an assembly that is over stays over' using errcode = 'restrict_violation';
      end $$;
      create trigger keep_assembly_over before update on governance.assemblies
        for each row when (old.ended_at is not null or new.id <> old.id
          or new.cooperative_id <> old.cooperative_id or new.began_at <> old.began_at)
        execute function governance.keep_assembly_over();`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
