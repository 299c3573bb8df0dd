#!/usr/bin/env node
// Our style, executable: sizes, names and a few habits that no other tool judges. Walks the tree,
// prints every finding as `path:line rule: message`, and exits 1 when there is one.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { columnRules } from './tidy/columns.mjs';
import { nameRules } from './tidy/names.mjs';
import { folderRules } from './tidy/folders.mjs';
import { beyond, lowered } from './tidy/pending.mjs';
import { projectRules as wholeRules } from './tidy/project.mjs';
import { purityRules } from './tidy/purity.mjs';
import { roomRules } from './tidy/rooms.mjs';
import { syntaxRules } from './tidy/syntax.mjs';
import { textRules } from './tidy/text.mjs';
import { throwsRules } from './tidy/throws.mjs';
import { filesOf } from './tidy/tree.mjs';

export const fileRules = [...nameRules, ...textRules, ...syntaxRules, ...roomRules, ...purityRules];
export const projectRules = [...wholeRules, ...folderRules, ...columnRules, ...throwsRules];

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
  const pendingFile = join(root, 'tools/tidy/pending.json');
  const files = [...filesOf(root)];
  const found = tidy(files);
  const pending = JSON.parse(readFileSync(pendingFile, 'utf8'));
  if (process.argv.includes('--lower')) {
    writeFileSync(pendingFile, `${JSON.stringify(lowered(pending, found), null, 2)}\n`);
  }
  const left = beyond(JSON.parse(readFileSync(pendingFile, 'utf8')), found);
  for (const { path, line, rule, message } of left) {
    process.stdout.write(`${path}:${line} ${rule}: ${message}\n`);
  }
  const waiting = found.length - left.filter(({ rule }) => rule !== 'pending-shrinks').length;
  process.stdout.write(
    `tidy: ${files.length} files, ${left.length} findings, ${waiting} pending\n`,
  );
  process.exitCode = left.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
