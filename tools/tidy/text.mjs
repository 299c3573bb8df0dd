// What can be seen line by line: sizes and words.
import { isCode, isSpec, isTest, ships } from './kinds.mjs';

const sizeLimit = (path) => {
  if (path.startsWith('migrations/')) return 600;
  return isTest(path) ? 500 : 300;
};

/** Lines that hold a pattern, as findings. */
function linesWith(lines, pattern, message) {
  return lines.flatMap((text, index) => {
    const found = pattern.exec(text);
    return found === null ? [] : [{ line: index + 1, message: message(found[0]) }];
  });
}

// Assembled, so that this file does not find itself.
const postponed = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'HA' + 'CK'].join('|')})\\b`);
const silenced = new RegExp(
  ['@ts-' + 'ignore', '@ts-' + 'expect-error', '@ts-' + 'nocheck', '(es|ox)lint-' + 'disable'].join(
    '|',
  ),
);
const skipped =
  /\b(it|test|describe)(\.\w+)*\.(only|skip|todo)\b|\b(fit|xit|fdescribe|xdescribe)\(/;
const privatePath = new RegExp(
  `(^|[\\s'"\`(=:])/(${['ho' + 'me', 'wo' + 'rk', 'Us' + 'ers'].join('|')})/\\w`,
);
const dayArithmetic = new RegExp(
  [
    /\b[gs]et(UTC)?(FullYear|Month|Date|Day)\(|\bDate\.UTC\b/,
    /\b86_?400(_?000)?\b|\b24 \* 60 \* 60\b|\b60 \* 60 \* 24\b/,
    /\btoISOString\(\)\.(slice|substr|substring)\(0, (7|10)\)|\btoISOString\(\)\.split\(/,
  ]
    .map(({ source }) => source)
    .join('|'),
);
/** `unitOfWork.run`, by whatever name a file calls it. */
function runOf(text) {
  const called = [...text.matchAll(/(\w+)[?!]?: UnitOfWork\b/g)].map(([, name]) => name);
  return new RegExp(`\\b(${['unitOfWork', ...called].join('|')}|get\\(UnitOfWork\\))\\.run\\b`);
}

const unbreakable = /^(import|export)\b.* from '[^']+';$|https?:\/\/\S{60}/;

export const textRules = [
  {
    name: 'file-size',
    why: 'A file that outgrows its limit holds two things.',
    applies: isCode,
    check({ path, lines }) {
      const size = lines.at(-1) === '' ? lines.length - 1 : lines.length;
      const limit = sizeLimit(path);
      return size <= limit ? [] : [{ line: limit, message: `${size} lines, ${limit} allowed` }];
    },
  },
  {
    name: 'line-length',
    why: 'Two files side by side on a laptop.',
    applies: isCode,
    check({ lines }) {
      return lines.flatMap((text, index) =>
        [...text].length <= 100 || unbreakable.test(text)
          ? []
          : [{ line: index + 1, message: `${[...text].length} characters, 100 allowed` }],
      );
    },
  },
  {
    name: 'nothing-postponed',
    why: 'What is not done is an issue with an owner, not a word in a comment.',
    applies: isCode,
    check: ({ lines }) => linesWith(lines, postponed, (word) => `'${word}' in the code`),
  },
  {
    name: 'no-silencing',
    why: 'A warning is understood, not switched off.',
    applies: isCode,
    check: ({ lines }) => linesWith(lines, silenced, (word) => `'${word}' hides a finding`),
  },
  {
    name: 'every-test-runs',
    why: 'A skipped test is a promise nobody keeps; `skipIf` says when, and is summed up.',
    applies: isSpec,
    check: ({ lines }) => linesWith(lines, skipped, (word) => `'${word}' leaves tests out`),
  },
  {
    name: 'no-private-path',
    why: 'A path of one machine means nothing on another.',
    applies: (path) => isCode(path) || path.endsWith('.md') || path === '.ci/run',
    check: ({ lines }) => linesWith(lines, privatePath, (word) => `'${word.trim()}…' is private`),
  },
  {
    name: 'days-in-the-kernel',
    why: 'Days, months and their lengths are reckoned in platform/kernel/day.ts and nowhere else.',
    applies: (path) =>
      ships(path) && /^(apps|libs)\//.test(path) && path !== 'libs/platform/src/kernel/day.ts',
    check: ({ lines }) =>
      linesWith(lines, dayArithmetic, (what) => `'${what}': see platform/kernel/day.ts`),
  },
  {
    name: 'use-cases-open-transactions',
    why: 'One way for every write: a use case, and only a use case, runs the unit of work.',
    applies: (path) =>
      ships(path) &&
      // The demo's year opens accounts, and waits for the disk, beside the use cases that it calls.
      (/^apps\/(?!demo\/)/.test(path) ||
        /\.(store|queries|entity|errors|events|module)\.ts$/.test(path)),
    check: ({ lines, text }) =>
      linesWith(lines, runOf(text), () => 'a transaction outside a use case'),
  },
];
