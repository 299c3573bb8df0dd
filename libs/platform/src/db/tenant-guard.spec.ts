import { describe, expect, it } from 'vitest';
import { namesTenant } from './tenant-guard.js';

const select = 'SELECT "Plan"."id" AS "Plan_id" FROM "dues"."plans" "Plan"';
const tenant = '"Plan"."cooperative_id" = $1';
const other = '"Plan"."key" = $3';

describe('the statement of a repository', () => {
  it.each([
    `${select} WHERE ((${tenant}) AND ("Plan"."id" = $2)) LIMIT 1`,
    `${select} WHERE ((("Plan"."id" = $2) AND (${tenant}))) ORDER BY "Plan"."id" ASC`,
    `${select} WHERE (((${tenant}) AND ("Plan"."id" = $2)) OR ((${tenant}) AND (${other})))`,
    `${select} WHERE ((${tenant}) AND (("Plan"."id" = $2 OR ${other}))) FOR UPDATE`,
    'UPDATE "dues"."plans" SET "retired_at" = $2 WHERE "cooperative_id" = $1 AND "id" = $3',
    'DELETE FROM "dues"."plans" WHERE ("cooperative_id" = $1 AND "id" = $2)',
  ])('names its tenant: %s', (query) => {
    expect(namesTenant(query)).toBe(true);
  });

  it.each([
    select,
    `${select} ORDER BY "Plan"."cooperative_id" = $1`,
    `${select} WHERE (("Plan"."id" = $1)) ORDER BY "Plan"."cooperative_id" ASC`,
    `${select} WHERE (("Plan"."id" = $1)) GROUP BY "Plan"."cooperative_id" = $1`,
    'SELECT "Plan"."cooperative_id" = $1 FROM "dues"."plans" "Plan" WHERE ("Plan"."id" = $2)',
    `${select} WHERE ((${tenant}) OR ("Plan"."id" = $2))`,
    `${select} WHERE (((${tenant}) AND ("Plan"."id" = $2)) OR ((${other})))`,
    `${select} WHERE ("Plan"."cooperative_id" IS NOT NULL AND "Plan"."id" = $1)`,
    `${select} WHERE ("Plan"."cooperative_id" = "Plan"."id" AND "Plan"."id" = $1)`,
    'UPDATE "dues"."plans" SET "cooperative_id" = $1 WHERE "id" = $2',
  ])('does not: %s', (query) => {
    expect(namesTenant(query)).toBe(false);
  });
});
