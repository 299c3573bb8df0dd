import { rowsRead } from '@rochdale/testing';
import type { PlanNode } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createMembershipWorld } from '../testing/membership-world.js';
import type { MembershipWorld, TestCooperative } from '../testing/membership-world.js';

let world: MembershipWorld;
let coop: TestCooperative;

beforeAll(async () => {
  world = await createMembershipWorld();
  coop = await world.cooperative('many');
  await world.asOwner(
    `insert into membership.members (id, cooperative_id, kind, class_key, standing, standing_since,
       display_name, name_visible_to, pseudonym, pseudonym_visible_to, applied_at, admitted_at)
     select gen_random_uuid(), $1, 'person', 'worker', 'active', now(), 'Name ' || md5(nth::text),
       case nth % 2 when 0 then 'members' else 'officers' end,
       case nth % 2 when 1 then 'Bird ' || nth end, 'members', now(), now()
     from generate_series(1, 4000) nth`,
    [coop.id],
  );
  await world.asOwner('analyze membership.members');
});

afterAll(() => world.close());

describe('a page of members by what one calls them', () => {
  it('reads about as many members as it has, of however many there are', async () => {
    const reader = await world.member(coop, 'Reader');
    const [asked] = await world.read(reader, async (tx) => {
      const rows = vi.spyOn(tx, 'rows');
      const page = await world.useCases.members.page(tx, { first: 50 }, {}, 'name');
      expect(page.rows).toHaveLength(50);
      return rows.mock.calls;
    });
    const [statement, parameters = []] = asked ?? [];
    const [plan] = await world.asApplication<{ 'QUERY PLAN': readonly [{ Plan: PlanNode }] }>(
      `explain (analyze, format json) ${statement?.text ?? ''}`,
      [...parameters],
      coop.id,
    );
    const read = rowsRead(plan!['QUERY PLAN'][0].Plan);
    expect(read).toBeGreaterThanOrEqual(50);
    expect(read).toBeLessThan(500);
  });
});
