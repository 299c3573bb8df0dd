import type { MigrationInterface, QueryRunner } from 'typeorm';

const approvalRules = `
  CREATE TABLE expenses.approval_rules (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    currency text NOT NULL,
    version integer NOT NULL,
    bands jsonb NOT NULL,
    adopted_at timestamptz NOT NULL,
    adopted_by_member_id uuid,
    retired_at timestamptz,
    CONSTRAINT approval_rules_pk PRIMARY KEY (id),
    CONSTRAINT approval_rules_version_unique UNIQUE (cooperative_id, currency, version),
    CONSTRAINT approval_rules_currency_shape CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT approval_rules_version_positive CHECK (version > 0)
  );
  CREATE UNIQUE INDEX approval_rules_one_in_force ON expenses.approval_rules
    (cooperative_id, currency) WHERE retired_at IS NULL;
  SELECT platform.protect_tenant_table('expenses.approval_rules', 'SELECT, INSERT, UPDATE');

  CREATE FUNCTION expenses.guard_approval_rule() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF tg_op = 'DELETE' OR old.retired_at IS NOT NULL
      OR to_jsonb(new) - 'retired_at' <> to_jsonb(old) - 'retired_at' THEN
      RAISE EXCEPTION 'a version of the approval rules is never changed'
        USING errcode = 'restrict_violation';
    END IF;
    RETURN new;
  END $$;
  CREATE TRIGGER guard_approval_rule BEFORE UPDATE OR DELETE ON expenses.approval_rules
    FOR EACH ROW EXECUTE FUNCTION expenses.guard_approval_rule();
`;

const expenses = `
  CREATE TABLE expenses.expenses (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    title text NOT NULL,
    submitter_member_id uuid NOT NULL,
    payee_kind text NOT NULL,
    payee_id uuid NOT NULL,
    currency text NOT NULL,
    amount_minor bigint NOT NULL,
    status text NOT NULL,
    terms_hash text NOT NULL,
    band jsonb,
    created_at timestamptz NOT NULL,
    submitted_at timestamptz,
    decided_at timestamptz,
    reason text,
    approved_hash text,
    proposal_id uuid,
    transaction_id uuid,
    payout_id uuid,
    paid_at timestamptz,
    CONSTRAINT expenses_pk PRIMARY KEY (id),
    CONSTRAINT expenses_status_known CHECK (status IN ('draft', 'submitted', 'needs-information',
      'approved', 'rejected', 'withdrawn', 'payout-failed', 'paid')),
    CONSTRAINT expenses_title_length CHECK (length(title) BETWEEN 1 AND 200),
    CONSTRAINT expenses_payee_known CHECK (payee_kind IN ('member', 'partner')),
    CONSTRAINT expenses_currency_shape CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT expenses_amount_positive CHECK (amount_minor > 0),
    CONSTRAINT expenses_terms_hash_hex CHECK (terms_hash ~ '^[0-9a-f]{64}$'),
    CONSTRAINT expenses_submitted_whole CHECK (status IN ('draft', 'withdrawn')
      OR (submitted_at IS NOT NULL AND band IS NOT NULL)),
    CONSTRAINT expenses_approved_whole CHECK (status NOT IN ('approved', 'payout-failed', 'paid')
      OR (approved_hash IS NOT NULL AND approved_hash = terms_hash AND decided_at IS NOT NULL
        AND transaction_id IS NOT NULL AND payout_id IS NOT NULL)),
    CONSTRAINT expenses_unapproved_owes_nothing CHECK (
      status IN ('approved', 'payout-failed', 'paid')
      OR (approved_hash IS NULL AND transaction_id IS NULL AND payout_id IS NULL)),
    CONSTRAINT expenses_paid_has_time CHECK ((status = 'paid') = (paid_at IS NOT NULL)),
    CONSTRAINT expenses_transaction_unique UNIQUE (transaction_id),
    CONSTRAINT expenses_payout_unique UNIQUE (payout_id)
  );
  CREATE INDEX expenses_by_time ON expenses.expenses (cooperative_id, created_at, id);
  CREATE INDEX expenses_by_submitter
    ON expenses.expenses (cooperative_id, submitter_member_id, created_at);
  SELECT platform.protect_tenant_table('expenses.expenses', 'SELECT, INSERT, UPDATE');

  CREATE TABLE expenses.items (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    expense_id uuid NOT NULL,
    ordinal integer NOT NULL,
    description text NOT NULL,
    category text NOT NULL,
    incurred_on date NOT NULL,
    amount_minor bigint NOT NULL,
    receipt_id uuid,
    CONSTRAINT items_pk PRIMARY KEY (id),
    CONSTRAINT items_ordinal_unique UNIQUE (expense_id, ordinal),
    CONSTRAINT items_expense_fk FOREIGN KEY (expense_id) REFERENCES expenses.expenses (id),
    CONSTRAINT items_amount_positive CHECK (amount_minor > 0),
    CONSTRAINT items_description_length CHECK (length(description) BETWEEN 1 AND 500)
  );
  SELECT platform.protect_tenant_table('expenses.items', 'SELECT, INSERT, DELETE');

  CREATE TABLE expenses.approvals (
    id uuid NOT NULL,
    cooperative_id uuid NOT NULL,
    expense_id uuid NOT NULL,
    approver_member_id uuid NOT NULL,
    approver_role text NOT NULL,
    terms_hash text NOT NULL,
    approved_at timestamptz NOT NULL,
    voided_at timestamptz,
    void_reason text,
    CONSTRAINT approvals_pk PRIMARY KEY (id),
    CONSTRAINT approvals_expense_fk FOREIGN KEY (expense_id) REFERENCES expenses.expenses (id),
    CONSTRAINT approvals_void_has_reason CHECK ((voided_at IS NULL) = (void_reason IS NULL))
  );
  CREATE UNIQUE INDEX approvals_one_current ON expenses.approvals (expense_id, approver_member_id)
    WHERE voided_at IS NULL;
  SELECT platform.protect_tenant_table('expenses.approvals', 'SELECT, INSERT, UPDATE');
`;

const guards = `
  -- Which status may follow which; what is frozen by approval; and that a small expense is approved
  -- by as many as its rule asks for, whoever writes.
  CREATE FUNCTION expenses.guard_expense() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    frozen text[] := ARRAY['id', 'cooperative_id', 'submitter_member_id', 'created_at'];
    name text;
  BEGIN
    IF tg_op = 'DELETE' THEN
      RAISE EXCEPTION 'expenses stay on record' USING errcode = 'restrict_violation';
    END IF;
    IF tg_op = 'INSERT' THEN
      IF new.status <> 'draft' THEN
        RAISE EXCEPTION 'an expense begins as a draft' USING errcode = 'restrict_violation';
      END IF;
      RETURN new;
    END IF;
    IF new.status <> old.status AND (old.status, new.status) NOT IN (
      ('draft', 'submitted'), ('draft', 'withdrawn'),
      ('submitted', 'needs-information'), ('submitted', 'approved'), ('submitted', 'rejected'),
      ('submitted', 'withdrawn'),
      ('needs-information', 'submitted'), ('needs-information', 'rejected'),
      ('needs-information', 'withdrawn'),
      ('approved', 'paid'), ('approved', 'payout-failed'),
      ('payout-failed', 'approved'), ('paid', 'payout-failed')) THEN
      RAISE EXCEPTION 'an expense that is % cannot become %', old.status, new.status
        USING errcode = 'P0001', detail = 'EXPENSE_STATUS_CONFLICT';
    END IF;
    IF old.status NOT IN ('draft', 'submitted', 'needs-information') THEN
      frozen := frozen || ARRAY['payee_kind', 'payee_id', 'currency', 'amount_minor', 'terms_hash',
        'band', 'title', 'approved_hash', 'transaction_id', 'proposal_id'];
      IF NOT (old.status = 'payout-failed' AND new.status = 'approved') THEN
        frozen := frozen || ARRAY['payout_id'];
      END IF;
    END IF;
    FOREACH name IN ARRAY frozen LOOP
      IF to_jsonb(new) -> name IS DISTINCT FROM to_jsonb(old) -> name THEN
        RAISE EXCEPTION '% of an expense that is % is frozen', name, old.status
          USING errcode = 'restrict_violation';
      END IF;
    END LOOP;
    IF old.status = 'submitted' AND new.status = 'approved' THEN
      IF new.band ->> 'kind' = 'role' THEN
        IF (SELECT count(*) FROM expenses.approvals a WHERE a.expense_id = new.id
            AND a.voided_at IS NULL AND a.terms_hash = new.terms_hash
            AND a.approver_role = new.band ->> 'role') < (new.band ->> 'approvals')::integer THEN
          RAISE EXCEPTION 'not enough have approved this expense'
            USING errcode = 'restrict_violation';
        END IF;
      ELSIF new.proposal_id IS NULL THEN
        RAISE EXCEPTION 'the members have not voted on this expense'
          USING errcode = 'restrict_violation';
      END IF;
    END IF;
    RETURN new;
  END $$;
  CREATE TRIGGER guard_expense BEFORE INSERT OR UPDATE OR DELETE ON expenses.expenses
    FOR EACH ROW EXECUTE FUNCTION expenses.guard_expense();

  CREATE FUNCTION expenses.guard_item() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM 1 FROM expenses.expenses
      WHERE id = coalesce(new.expense_id, old.expense_id)
        AND cooperative_id = coalesce(new.cooperative_id, old.cooperative_id)
        AND status IN ('draft', 'submitted', 'needs-information') FOR UPDATE;
    IF NOT found OR tg_op = 'UPDATE' THEN
      RAISE EXCEPTION 'the items of a decided expense are frozen'
        USING errcode = 'restrict_violation';
    END IF;
    RETURN coalesce(new, old);
  END $$;
  CREATE TRIGGER guard_item BEFORE INSERT OR UPDATE OR DELETE ON expenses.items
    FOR EACH ROW EXECUTE FUNCTION expenses.guard_item();

  -- Neither who asks for the money nor who gets it ever approves.
  CREATE FUNCTION expenses.guard_approval() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    expense expenses.expenses;
  BEGIN
    IF tg_op = 'UPDATE' THEN
      IF old.voided_at IS NOT NULL OR new.voided_at IS NULL
        OR to_jsonb(new) - 'voided_at' - 'void_reason'
          <> to_jsonb(old) - 'voided_at' - 'void_reason' THEN
        RAISE EXCEPTION 'an approval is voided, once, never changed'
          USING errcode = 'restrict_violation';
      END IF;
    END IF;
    SELECT * INTO expense FROM expenses.expenses
      WHERE id = new.expense_id AND cooperative_id = new.cooperative_id FOR UPDATE;
    IF NOT found OR expense.status NOT IN ('submitted', 'needs-information') THEN
      RAISE EXCEPTION 'only a submitted expense is approved' USING errcode = 'restrict_violation';
    END IF;
    IF tg_op = 'UPDATE' THEN
      RETURN new;
    END IF;
    IF new.approver_member_id = expense.submitter_member_id
      OR (expense.payee_kind = 'member' AND new.approver_member_id = expense.payee_id) THEN
      RAISE EXCEPTION 'Neither who submits an expense nor who is paid by it approves it.'
        USING errcode = 'P0001', detail = 'PAYEE_MAY_NOT_APPROVE';
    END IF;
    IF new.terms_hash <> expense.terms_hash THEN
      RAISE EXCEPTION 'The expense changed since you looked at it.'
        USING errcode = 'P0001', detail = 'EXPENSE_CHANGED';
    END IF;
    RETURN new;
  END $$;
  CREATE TRIGGER guard_approval BEFORE INSERT OR UPDATE ON expenses.approvals
    FOR EACH ROW EXECUTE FUNCTION expenses.guard_approval();
  CREATE TRIGGER refuse_delete BEFORE DELETE ON expenses.approvals
    FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
`;

/** Expenses, their items, approvals and the rules of approval. */
export class ExpensesCreateExpenses1795090000000 implements MigrationInterface {
  readonly name = 'ExpensesCreateExpenses1795090000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE SCHEMA expenses; SELECT platform.grant_schema('expenses')`);
    for (const part of [approvalRules, expenses, guards]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
