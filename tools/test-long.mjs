#!/usr/bin/env node
// npm run test:long: what takes too long for every day. The mutation score of the rules of money,
// voting and counting, room by room, and the properties in files named *.long.spec.ts.
//   npm run test:long -- [room]…
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build.mjs';
import { scoreOf } from './mutation/score.mjs';

const rooms = ['tally', 'governance', 'voting', 'dues', 'payouts', 'partners'];
const leastScore = 80;

function run(command, args, env = {}) {
  const { status } = spawnSync('npx', [command, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status === 0;
}

function mutate(room) {
  const config = `libs/${room}/stryker.config.mjs`;
  if (!existsSync(join(root, config))) return { room, score: null, note: 'has no configuration' };
  if (!run('stryker', ['run', config])) return { room, score: null, note: 'did not run' };
  const report = JSON.parse(readFileSync(join(root, `.stryker-tmp/${room}.json`), 'utf8'));
  const { score, killed, survived } = scoreOf(report);
  return { room, score, note: `${killed} noticed, ${survived} not` };
}

function main(asked) {
  const unknown = asked.find((room) => !rooms.includes(room));
  if (unknown !== undefined) {
    process.stderr.write(`there are no mutation tests of '${unknown}'\n`);
    return 2;
  }
  const results = (asked.length > 0 ? asked : rooms).map(mutate);
  const long =
    asked.length > 0 ||
    run('vitest', ['run', '--project', 'long', '--passWithNoTests'], { LONG_TESTS: '1' });
  for (const { room, score, note } of results) {
    const shown = score === null ? '   -  ' : `${score.toFixed(1)} %`;
    process.stdout.write(`${room.padEnd(12)} ${shown.padStart(7)}  ${note}\n`);
  }
  if (!long) process.stdout.write('the long properties failed\n');
  return long && results.every(({ score }) => score !== null && score >= leastScore) ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
