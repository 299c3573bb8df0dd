import { describe, expect, it } from 'vitest';
import { canaries, companions, furtherCanaries, uprightTree } from './canaries.js';
import { brokenRules, configuration } from './cruise-tree.js';

const ruleNames = configuration.forbidden.map(({ name }) => name);
const levels = ruleNames.filter((name) => name.startsWith('level-'));

describe('the rules of who may know whom', () => {
  it('have a canary each, and no canary without a rule', () => {
    const rules = ruleNames.filter((name) => !levels.includes(name));
    expect(Object.keys(canaries).toSorted()).toEqual(rules.toSorted());
  });

  it('let a tree pass that follows the house', async () => {
    expect(await brokenRules(uprightTree)).toEqual([]);
  });

  it.each(Object.entries(canaries))('%s is caught', async (rule, files) => {
    expect(await brokenRules(files)).toEqual([rule, ...(companions[rule] ?? [])].toSorted());
  });

  it.each(furtherCanaries)('%s: %s', async (_why, rule, files) => {
    expect(await brokenRules(files)).toContain(rule);
  });

  it.each(levels.filter((level) => level !== 'level-house'))(
    '%s keeps the room from a room above it',
    async (level) => {
      const room = level.slice('level-'.length);
      const broken = await brokenRules({
        [`libs/${room}/src/index.ts`]: `import '@rochdale/house';`,
        'libs/house/src/index.ts': '',
      });
      expect(broken).toEqual([level]);
    },
  );

  it('name no rooms that know each other, so that the levels stay levels', () => {
    const known = new Map(
      configuration.forbidden
        .filter(({ name }) => levels.includes(name))
        .map(({ name, to }) => [name.slice('level-'.length), allowed(to.pathNot)]),
    );
    const reach = (room: string, seen: ReadonlySet<string>): void => {
      expect(seen).not.toContain(room);
      for (const next of known.get(room) ?? []) {
        if (next !== room) reach(next, new Set([...seen, room]));
      }
    };
    for (const room of known.keys()) reach(room, new Set());
  });
});

function allowed(pathNot: string | string[] | undefined): string[] {
  return [pathNot ?? []]
    .flat()
    .map((path) => /^\^libs\/([^/]+)\/$/.exec(path)?.[1] ?? '')
    .filter((room) => room !== 'testing');
}
