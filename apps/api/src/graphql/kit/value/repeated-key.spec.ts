import { expect, it } from 'vitest';
import { repeatedKeyIn } from './repeated-key.js';

it.each([
  ['{"option": 1, "option": 2}', ['option']],
  ['{"a": {"b": 1}, "c": {"b": 1, "b": 2}}', ['c', 'b']],
  ['[{"a": 1}, {"a": 1, "\\u0061": 2}]', ['1', 'a']],
  ['{"a": "}{", "b": ",", "a": null}', ['a']],
  ['{"a\\"": 1, "a\\"": 2}', ['a"']],
  ['{"__proto__": 1, "__proto__": 2}', ['__proto__']],
  ['{"a": [], "b": {}, "a": [[]]}', ['a']],
])('finds what is said twice, and where: %s', (json, path) => {
  expect(repeatedKeyIn(json)).toEqual(path);
});

it.each([
  '{"a": {"a": {"a": "a"}}, "b": ["a", "a", {"a": 1}, {"a": 1}]}',
  '["a", "a"]',
  '"a"',
  '7',
  '{"a": "\\"a\\": 1, \\"a\\": 2"}',
  '{}',
])('finds nothing where each is said once: %s', (json) => {
  expect(repeatedKeyIn(json)).toBeNull();
});
