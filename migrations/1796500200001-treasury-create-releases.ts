import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What everybody reads of the books: figures that are written once, a month at a time. */
const releases = `
  CREATE TABLE treasury.releases (
    cooperative_id uuid NOT NULL,
    month text NOT NULL
      CONSTRAINT releases_month_check CHECK (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    CONSTRAINT releases_order_check CHECK (starts_at < ends_at),
    CONSTRAINT releases_pk PRIMARY KEY (cooperative_id, month)
  );
  SELECT platform.protect_tenant_table('treasury.releases', 'SELECT, INSERT');

  CREATE TABLE treasury.release_cells (
    cooperative_id uuid NOT NULL,
    month text NOT NULL,
    place integer NOT NULL,
    since text NOT NULL,
    kind text NOT NULL
      CONSTRAINT release_cells_kind_check CHECK (kind IN ('income', 'spending', 'fund')),
    currency text NOT NULL,
    codes text[] NOT NULL
      CONSTRAINT release_cells_codes_check CHECK (cardinality(codes) > 0),
    amount_minor bigint NOT NULL,
    CONSTRAINT release_cells_span_check CHECK (since <= month),
    CONSTRAINT release_cells_pk PRIMARY KEY (cooperative_id, month, place),
    CONSTRAINT release_cells_release_fk FOREIGN KEY (cooperative_id, month)
      REFERENCES treasury.releases (cooperative_id, month),
    CONSTRAINT release_cells_since_fk FOREIGN KEY (cooperative_id, since)
      REFERENCES treasury.releases (cooperative_id, month)
  );
  SELECT platform.protect_tenant_table('treasury.release_cells', 'SELECT, INSERT');
`;

export class TreasuryCreateReleases1796500200001 implements MigrationInterface {
  readonly name = 'TreasuryCreateReleases1796500200001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(releases);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
