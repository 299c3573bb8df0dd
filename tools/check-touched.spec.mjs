import { describe, expect, it } from 'vitest';
import { planFor } from './check-touched.mjs';

const names = (...files) => planFor(files).map(([name]) => name);

describe('what is checked after a change', () => {
  it('is types, lint, boundaries, style and the folder’s tests for a file of a room', () => {
    expect(names('libs/dues/src/plan/plan.ts')).toEqual([
      'types',
      'lint',
      'boundaries',
      'tidy',
      'format',
      'rules that stand on it',
      'tests of the room',
    ]);
    const tests = planFor(['libs/dues/src/plan/plan.ts']).at(-1);
    expect(tests).toContain('libs/dues/src/plan');
  });

  it.each([
    ['the schema and who may', 'apps/api/src/graphql/dues/plan.resolver.ts', 'schema'],
    ['who may', 'libs/dues/src/dues.permissions.ts', 'permissions'],
    ['the migrated database', 'libs/dues/src/plan/plan.entity.ts', 'migrations'],
    ['the upgrade from the last release', 'migrations/1796000000000-dues-add-a.ts', 'upgrade'],
    ['the canaries', '.dependency-cruiser.cjs', 'canaries'],
    ['the canaries', 'tools/levels.cjs', 'canaries'],
    ['the spec itself', 'test/e2e/dues.e2e.spec.ts', 'tests that changed'],
  ])('is %s too, where that is touched', (_what, file, check) => {
    expect(names(file)).toContain(check);
  });

  it('is style and layout alone for a page of text', () => {
    expect(names('README.md')).toEqual(['tidy', 'format']);
    expect(names()).toEqual(['tidy']);
  });
});
