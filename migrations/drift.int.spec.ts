import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '@rochdale/testing';
import type { TestDatabase } from '@rochdale/testing';
import { findDrift } from './drift.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('finds the mappings and the migrated database in agreement', async () => {
  expect(await findDrift(database.adminUrl)).toEqual([]);
});
