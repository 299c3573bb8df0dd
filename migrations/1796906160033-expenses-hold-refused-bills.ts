import type { MigrationInterface, QueryRunner } from 'typeorm';

const freed = `
  alter table expenses.expenses drop constraint expenses_bill_freed_check;
  alter table expenses.expenses add constraint expenses_bill_freed_check check (
    bill_freed_at is null or (status in ('voided', 'rejected') and bill_hash is not null))
    not valid;
  alter table expenses.expenses validate constraint expenses_bill_freed_check;
  -- Members let these in again when only the mandate held them.
  update expenses.expenses e set bill_freed_at = b.freed_at
    from (select cooperative_id, partner_id, bill_hash, max(freed_at) as freed_at
      from expenses.mandate_bills where freed_at is not null group by 1, 2, 3) b
    where e.cooperative_id = b.cooperative_id and e.bill_partner_id = b.partner_id
      and e.bill_hash = b.bill_hash and e.status = 'rejected' and e.bill_freed_at is null;
`;

const refused = `
  create function expenses.refuse_refused_bill() returns trigger language plpgsql as $function$
  begin
    if new.state = 'owed' and exists (select from expenses.expenses e
        where e.cooperative_id = new.cooperative_id and e.bill_partner_id = new.partner_id
          and e.bill_hash = new.bill_hash and e.status = 'rejected'
          and e.bill_freed_at is null) then
      raise exception 'what was rejected is owed by no mandate'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
  create trigger refuse_refused_bill before insert on expenses.mandate_bills
    for each row execute function expenses.refuse_refused_bill();
`;

/** What a claim is known by stays, and what was freed once is not freed again. */
const kept = `
  create function expenses.keep_bill() returns trigger language plpgsql as $function$
  begin
    if old.bill_freed_at is not null and new.bill_freed_at is distinct from old.bill_freed_at then
      raise exception 'a bill is freed once' using errcode = 'restrict_violation';
    end if;
    if old.status in ('submitted', 'needs-information') and old.bill_hash is not null
      and (new.bill_hash, new.bill_partner_id)
        is distinct from (old.bill_hash, old.bill_partner_id)
      and exists (select from expenses.mandate_bills b
        where b.cooperative_id = old.cooperative_id and b.partner_id = old.bill_partner_id
          and b.bill_hash = old.bill_hash and b.state = 'claimed' and b.freed_at is null) then
      raise exception 'the claim of a bill under a mandate keeps its bill'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
  create trigger keep_bill before update of bill_hash, bill_partner_id, bill_freed_at
    on expenses.expenses for each row execute function expenses.keep_bill();
`;

/** A rejected bill is owed by no mandate until members free it; a claimed one keeps its number. */
export class ExpensesHoldRefusedBills1796906160033 implements MigrationInterface {
  readonly name = 'ExpensesHoldRefusedBills1796906160033';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const step of [freed, refused, kept]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
