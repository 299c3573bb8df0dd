import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Two accounts at banks that were registered in one moment shared an account in the books. One of
 * them may be given books of its own (`bankAccountSeparate`): what was booked before stays where it
 * is, and this says where.
 */
const column = 'ALTER TABLE payments.bank_accounts ADD COLUMN books_before_id uuid';

/**
 * The service changes no bank account but by this: of its own co-operative, and only one that
 * shares its books. Whoever read an account ends first; whoever comes later reads it as it is then.
 */
const separating = `
  CREATE FUNCTION payments.lock_bank_accounts() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  BEGIN
    LOCK TABLE payments.bank_accounts IN ACCESS EXCLUSIVE MODE;
  END $$;

  CREATE FUNCTION payments.separate_bank_account(
    p_cooperative_id uuid, p_id uuid, p_ledger_account_id uuid) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DECLARE
    changed integer;
  BEGIN
    UPDATE payments.bank_accounts a
      SET ledger_account_id = p_ledger_account_id, books_before_id = a.ledger_account_id
      WHERE a.cooperative_id = p_cooperative_id AND a.id = p_id
        AND a.cooperative_id = platform.current_cooperative()
        AND EXISTS (SELECT FROM payments.bank_accounts o
          WHERE o.cooperative_id = p_cooperative_id AND o.id <> a.id
            AND o.ledger_account_id = a.ledger_account_id);
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
  END $$;
  SELECT platform.grant_function('payments.lock_bank_accounts()');
  SELECT platform.grant_function('payments.separate_bank_account(uuid, uuid, uuid)');
`;

export class BankingSeparateAccounts1796400200004 implements MigrationInterface {
  readonly name = 'BankingSeparateAccounts1796400200004';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [column, separating]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
