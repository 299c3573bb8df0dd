// What fixtures say of rules, as tests: every rule has some, and every fixture a rule.
import { describe, expect, it } from 'vitest';
import { tidy } from '../tidy.mjs';

const filesOf = (tree) => Object.entries(tree).map(([path, text]) => ({ path, text }));
const findingsOf = (rule, files) => tidy(files).filter((finding) => finding.rule === rule);

/**
 * Judges fixtures by rule: `bad` and `good` are files (path, text, and the line to be reported),
 * `badTree` and `goodTree` whole trees, or several of them.
 */
export function judgeFixtures(name, rules, fixtures) {
  const cases = (kind) =>
    Object.entries(fixtures).flatMap(([rule, fixture]) =>
      (fixture[kind] ?? []).map(([path, text, line]) => [rule, path, text, line]),
    );
  const trees = (kind) =>
    Object.entries(fixtures).flatMap(([rule, fixture]) =>
      [fixture[kind] ?? []].flat().map((tree) => [rule, tree]),
    );
  describe(`rules of ${name}`, () => {
    it('has a fixture for every rule, and a rule for every fixture', () => {
      const names = rules.map((rule) => rule.name);
      expect(Object.keys(fixtures).toSorted()).toEqual(names.toSorted());
    });

    it.each(cases('bad'))('%s reports %s', (rule, path, text, line) => {
      const [finding] = findingsOf(rule, [{ path, text }]);
      expect(finding?.line).toBe(line);
      expect(finding?.message).toBeTruthy();
    });

    it.each(cases('good'))('%s lets %s be', (rule, path, text) => {
      expect(findingsOf(rule, [{ path, text }])).toEqual([]);
    });

    it.each(trees('badTree'))('%s reports a tree', (rule, tree) => {
      expect(findingsOf(rule, filesOf(tree)).length).toBeGreaterThan(0);
    });

    it.each(trees('goodTree'))('%s lets a tree be', (rule, tree) => {
      expect(findingsOf(rule, filesOf(tree))).toEqual([]);
    });
  });
}
