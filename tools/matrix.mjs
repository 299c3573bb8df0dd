#!/usr/bin/env node
// npm run matrix:write: walks every operation and route as everybody, writes the permission matrix
// anew, and says in words what became allowed to whom. To be read before it is committed; it goes
// with schema:write, since every new operation is a row.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const file = join(root, 'test/e2e/permissions.matrix.json');

const isRefused = (cell) => cell === undefined || /^(FORBIDDEN|UNAUTHENTICATED)$/.test(cell);

/** Lines about what differs between two matrices: what opened first, then what closed. */
export function inWords(before, after) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  const lines = { opened: [], closed: [], other: [] };
  for (const name of names) {
    if (after[name] === undefined) lines.closed.push(`${name} is gone`);
    for (const [actor, now] of Object.entries(after[name] ?? {})) {
      const was = before[name]?.[actor];
      if (was === now) continue;
      const isNew = before[name] === undefined;
      if (isRefused(was) && !isRefused(now)) {
        const whence = isNew ? 'it is new' : `was ${was}`;
        lines.opened.push(`${actor} may now ask ${name} (${whence}, answers ${now})`);
      } else if (!isRefused(was) && isRefused(now)) {
        lines.closed.push(`${actor} may no longer ask ${name} (${now})`);
      } else if (!isNew) lines.other.push(`${name} answers ${actor} with ${now}, no more ${was}`);
    }
  }
  return [...lines.opened, ...lines.closed, ...lines.other];
}

function main() {
  const before = JSON.parse(readFileSync(file, 'utf8'));
  const { status } = spawnSync(
    'npx',
    ['vitest', 'run', '--project', 'e2e', 'test/e2e/permissions.e2e'],
    { cwd: root, stdio: 'inherit', env: { ...process.env, UPDATE_MATRIX: '1' } },
  );
  const lines = inWords(before, JSON.parse(readFileSync(file, 'utf8')));
  const said = lines.length === 0 ? ['the matrix says what it said'] : lines;
  process.stdout.write(`${said.join('\n')}\n`);
  process.exitCode = status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
