#!/usr/bin/env node
// npm run check: everything that is judged before a change is kept. Runs every check even when one
// fails, so that one run tells everything, and ends with one line that counts tests and checks.
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Two at a time where nothing is measured; tests and the boot have the machine to themselves. */
const stages = [
  { atOnce: 2, scripts: ['typecheck', 'lint', 'boundaries', 'tidy', 'knip', 'format:check'] },
  { atOnce: 1, scripts: ['schema:check', 'schema:lint', 'migration:check'] },
  { atOnce: 1, scripts: ['test'] },
  { atOnce: 1, scripts: ['check:walks'] },
  { atOnce: 1, scripts: ['boot'] },
  // Takes five minutes, so it waits for continuous integration.
  ...(process.env.CI === undefined ? [] : [{ atOnce: 1, scripts: ['soak'] }]),
  // Takes a quarter of a gigabyte from the registry, so it waits for continuous integration.
  ...(process.env.CI === undefined ? [] : [{ atOnce: 1, scripts: ['check:platforms'] }]),
];

const summaryLine = /^(\d+) passed, (\d+) failed, (\d+) skipped$/gm;

function run(script) {
  const began = performance.now();
  const isLoud = script === 'test' || script === 'soak';
  const child = spawn('npm', ['run', '--silent', script], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (isLoud) process.stdout.write(text);
    });
  }
  return new Promise((done) => {
    child.once('close', (code) => {
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      if (code !== 0 && !isLoud) process.stdout.write(`\n--- ${script}\n${output}\n`);
      process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${script} (${seconds} s)\n`);
      done({ script, passed: code === 0, output });
    });
  });
}

async function runStage({ scripts, atOnce }) {
  const waiting = [...scripts];
  const results = [];
  const lane = async () => {
    while (waiting.length > 0) results.push(await run(waiting.shift()));
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}

/** A check counts as one; the tests count themselves, and as one failure if they say nothing. */
function count(results) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { script, passed, output } of results) {
    const [, ...counted] = [...output.matchAll(summaryLine)].at(-1) ?? [];
    if (script === 'test' && counted.length > 0) {
      sum.passed += Number(counted[0]);
      sum.failed += Number(counted[1]) || (passed ? 0 : 1);
      sum.skipped += Number(counted[2]);
    } else if (passed) sum.passed += 1;
    else sum.failed += 1;
  }
  return sum;
}

const results = [];
for (const stage of stages) results.push(...(await runStage(stage)));
const { passed, failed, skipped } = count(results);
const broken = results.filter((result) => !result.passed).map(({ script }) => script);
if (broken.length > 0) process.stdout.write(`\nnot in order: ${broken.join(', ')}\n`);
process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = broken.length === 0 ? 0 : 1;
