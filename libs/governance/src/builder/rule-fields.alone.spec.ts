import { Ajv2020 } from 'ajv/dist/2020.js';
import { allBallotKinds } from '@rochdale/voting';
import { describe, expect, it } from 'vitest';
import { parseRule } from '../policy/decision-rule.js';
import { allPolicyPacks } from '../policy/policy-pack-adoption.js';
import { ruleShapeOf } from '../policy/rule-shape.js';
import { wordsOfEveryRule } from './field-words.js';
import { wordsOfKinds } from './kind-words.js';
import { decisionRuleSchema } from './published-schema.js';
import { initialRule, pathsOf, ruleFields, wordsOf } from './rule-fields.js';
import type { Shape } from './rule-fields.js';

const kinds = allBallotKinds().map(({ name }) => name);
const shapeOf = (name: string) =>
  ruleShapeOf(allBallotKinds().find((kind) => kind.name === name)!) as Shape;
const paths = (name: string) => pathsOf(shapeOf(name)).map(({ path }) => path);
const validate = new Ajv2020({ strict: false }).compile(decisionRuleSchema());

/** A value put into a rule where a path leads; null on the way is replaced by the example. */
function put(kind: string, rule: object, path: string, value: unknown): object {
  const copy = structuredClone(rule) as Record<string, unknown>;
  let inside = copy;
  const names = path.split('.');
  for (const [nth, name] of names.slice(0, -1).entries()) {
    const above = names.slice(0, nth + 1).join('.');
    inside[name] ??= structuredClone(wordsOf(kind, above)?.example);
    inside = inside[name] as Record<string, unknown>;
  }
  inside[names.at(-1)!] = value;
  return copy;
}

describe('what a builder says of a rule', () => {
  it.each(kinds)('%s: has words and an example for each field', (kind) => {
    expect(paths(kind).filter((path) => wordsOf(kind, path) === undefined)).toEqual([]);
    for (const { words, example, path } of ruleFields(kind)) {
      expect([path, words.endsWith('.'), example === undefined]).toEqual([path, true, false]);
    }
  });

  it('has words for no field that there is not', () => {
    const everywhere = new Set(kinds.flatMap(paths));
    expect(Object.keys(wordsOfEveryRule).filter((path) => !everywhere.has(path))).toEqual([]);
    const gone = Object.entries(wordsOfKinds).flatMap(([kind, words]) =>
      Object.keys(words).filter((path) => !kinds.includes(kind) || !paths(kind).includes(path)),
    );
    expect(gone).toEqual([]);
  });

  it.each(kinds)('%s: begins with a sound rule', (kind) => {
    const rule = initialRule(kind);
    expect(parseRule(structuredClone(rule))).toEqual(rule);
  });

  it.each(kinds)('%s: its examples have the shape of the published schema', (kind) => {
    const rule = initialRule(kind)!;
    const wrong = ruleFields(kind)
      .filter(({ path }) => !['ballotKind', 'spending', 'earlyClose.agreeShare'].includes(path))
      .filter(({ path }) => !path.startsWith('spending.') && path !== 'decision.objectionsToReject')
      .filter(({ path, example }) => !validate(put(kind, rule, path, example)))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it.each(kinds)('%s: offers no tie rule and no reasons that it refuses', (kind) => {
    const rule = initialRule(kind)!;
    const fields = ruleFields(kind).filter(({ path }) => ['tieRule', 'reasons'].includes(path));
    const offered = fields.flatMap(({ path, values }) => values!.map((value) => [path, value]));
    expect(offered.length).toBeGreaterThan(1);
    for (const [path, value] of offered)
      expect(() => parseRule(put(kind, rule, path!, value))).not.toThrow();
    expect(ruleFields(kind).find(({ path }) => path === 'ballotKind')?.example).toBe(kind);
  });

  const exclusions = kinds.flatMap((kind) =>
    paths(kind).flatMap((path) =>
      (wordsOf(kind, path)?.excludes ?? []).map(
        ({ words, refused }) => [kind, path, words, refused] as const,
      ),
    ),
  );
  it.each(exclusions)('%s: %s is refused as said: %s', (kind, path, _words, refused) => {
    const rule = put(kind, initialRule(kind)!, path, wordsOf(kind, path)!.example);
    expect(() => parseRule({ ...rule, ...refused })).toThrow(
      expect.objectContaining({ code: 'POLICY_RULE_INVALID' }) as Error,
    );
  });

  it('tells type, range, what it begins with, and which kinds have a field', () => {
    const of = (kind: string, path: string) =>
      ruleFields(kind).find((one) => one.path === path) as object;
    expect(of('stances', 'quorum.share')).toMatchObject({
      type: 'text',
      isNullable: false,
      initial: '1/10',
      ballotKinds: kinds,
    });
    expect(of('stances', 'noticeHours')).toMatchObject({
      type: 'whole-number',
      minimum: 0,
      maximum: 8784,
      initial: 0,
    });
    expect(of('stances', 'decision.kind')).toMatchObject({
      values: ['threshold', 'lazy'],
      ballotKinds: ['stances'],
    });
    expect(of('ranking', 'equalRanks')).toMatchObject({
      type: 'yes-or-no',
      excludes: ['An instant run-off needs one option in each rank.'],
    });
    expect(of('stances', 'reasons')).toMatchObject({ isOptional: true, initial: undefined });
    expect(() => ruleFields('coin')).toThrow('There is no such ballot kind.');
  });
});

describe('the published schema of decision rules', () => {
  it('is that of the rules that are read', async () => {
    const text = `${JSON.stringify(decisionRuleSchema(), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot('../../../../docs/decision-rule.schema.json');
  });

  it('has every rule that ships, and refuses fields that there are not', () => {
    for (const { rule } of allPolicyPacks.flatMap(({ policies }) => policies)) {
      expect(validate(rule) ? null : validate.errors).toBeNull();
      expect(validate({ ...rule, colour: 'red' })).toBe(false);
      expect(validate({ ...rule, ballotKind: 'coin' })).toBe(false);
    }
  });
});
