#!/usr/bin/env node
// Our style, executable: sizes, names and a few habits that no other tool judges. Walks the tree,
// prints every finding as `path:line rule: message`, and exits 1 when there is one.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { nameRules } from './tidy/names.mjs';
import { projectRules } from './tidy/project.mjs';
import { syntaxRules } from './tidy/syntax.mjs';
import { textRules } from './tidy/text.mjs';
import { filesOf } from './tidy/tree.mjs';

export const fileRules = [...nameRules, ...textRules, ...syntaxRules];
export { projectRules };

const isParsed = (path) => /\.(ts|mts|mjs|cjs)$/.test(path);

function readFile({ path, text }) {
  return {
    path,
    text,
    lines: text.split('\n'),
    source: isParsed(path)
      ? ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
      : undefined,
  };
}

/** Findings `{path, line, rule, message}` of a set of files `{path, text}`. */
export function tidy(files) {
  const found = [];
  for (const file of files) {
    const read = readFile(file);
    for (const rule of fileRules) {
      if (!rule.applies(file.path)) continue;
      for (const finding of rule.check(read)) {
        found.push({ path: file.path, rule: rule.name, ...finding });
      }
    }
  }
  for (const rule of projectRules) {
    for (const finding of rule.check(files)) found.push({ rule: rule.name, ...finding });
  }
  return found;
}

function main() {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const files = [...filesOf(root)];
  const found = tidy(files);
  for (const { path, line, rule, message } of found) {
    process.stdout.write(`${path}:${line} ${rule}: ${message}\n`);
  }
  process.stdout.write(`tidy: ${files.length} files, ${found.length} findings\n`);
  process.exitCode = found.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
