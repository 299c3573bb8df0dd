import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(join(root, 'docs/how-to-add.md'), 'utf8');

/** What the judges read. */
const parts =
  'apps libs migrations test tools docs package.json tsconfig.json vitest.config.ts schema.graphql'
    .split(' ')
    .concat('.dependency-cruiser.cjs', '.oxlintrc.json', '.prettierrc.json');

interface Block {
  readonly kind: string;
  readonly path: string;
  readonly text: string;
}

/** The page's code, block by block: the language says what is done, the path where. */
const blocks: readonly Block[] = [
  ...page.matchAll(/^```(ts|diff|md) (\S+)\n([\s\S]*?)^```$/gm),
].map(([, kind = '', path = '', text = '']) => ({ kind, path, text }));

/** Puts the lines with a plus between those that are there. */
function applied(before: string, { path, text }: Block): string {
  const lines = text.trimEnd().split('\n');
  const there = lines.filter((line) => !line.startsWith('+')).map((line) => line.slice(1));
  const wanted = lines.filter((line) => !line.startsWith('-')).map((line) => line.slice(1));
  const old = there.join('\n');
  const fitting = wanted.join('\n');
  // What others wrote between the neighbours since is no reason to fail: the first line is enough.
  const [first = ''] = there;
  const added = lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1));
  if (before.includes(`${old}\n`)) return before.replace(`${old}\n`, `${fitting}\n`);
  if (!before.includes(`${first}\n`)) throw new Error(`${path} has no line "${first}"`);
  return before.replace(`${first}\n`, `${[first, ...added].join('\n')}\n`);
}

let tree: string;

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'rochdale-how-to-'));
  for (const part of parts) cpSync(join(root, part), join(tree, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  for (const block of blocks) {
    const file = join(tree, block.path);
    if (block.kind === 'diff') writeFileSync(file, applied(readFileSync(file, 'utf8'), block));
    else {
      if (existsSync(file)) throw new Error(`${block.path} is there already`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, block.text);
    }
  }
}, 120_000);
afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** What a command of the tree's own says when it fails; nothing when it does not. */
async function complaints(command: string, ...words: string[]): Promise<string> {
  try {
    await run(process.execPath, [join(root, 'node_modules', command), ...words], {
      cwd: tree,
      maxBuffer: 64 * 1024 * 1024,
    });
    return '';
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return `${stdout}${stderr}` || String(error);
  }
}

describe('the page “how to add”, followed to the letter', { timeout: 400_000 }, () => {
  it('has walks', () => {
    expect(blocks.length).toBeGreaterThan(15);
  });

  it('compiles', async () => {
    const flags = ['--noEmit', '--incremental', 'false'];
    expect(await complaints('typescript-native/bin/tsc', ...flags)).toBe('');
  });

  it('keeps the boundaries', async () => {
    const where = ['--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'migrations'];
    expect(await complaints('dependency-cruiser/bin/dependency-cruise.mjs', ...where)).toBe('');
  });

  it('is tidy', async () => {
    const { tidy } = (await import(join(tree, 'tools/tidy.mjs'))) as {
      tidy: (files: object[]) => { path: string; rule: string; message: string }[];
    };
    const { filesOf } = (await import(join(tree, 'tools/tidy/tree.mjs'))) as {
      filesOf: (root: string) => Iterable<object>;
    };
    // Nobody asks the new rooms yet: their resolvers are the table's business.
    const isDoor = ({ path, rule }: { path: string; rule: string }): boolean =>
      rule === 'doors-are-used' && blocks.some((block) => block.path === path);
    expect(tidy([...filesOf(tree)]).filter((finding) => !isDoor(finding))).toEqual([]);
  });

  it('is laid out, and passes the linter', async () => {
    const paths = blocks.filter(({ kind }) => kind !== 'diff').map(({ path }) => path);
    const code = paths.filter((path) => path.endsWith('.ts'));
    expect(await complaints('prettier/bin/prettier.cjs', '--check', ...paths)).toBe('');
    expect(await complaints('oxlint/bin/oxlint', '--type-aware', ...code)).toBe('');
  });

  it('passes its specs, boots the worker, and agrees with the migrated database', async () => {
    const specs = blocks.map(({ path }) => path).filter((path) => path.endsWith('.spec.ts'));
    const all = [
      ...specs,
      ...'closed-catalogues error-codes permits state-changes tenants'
        .split(' ')
        .map((name) => `test/architecture/${name}.spec.ts`),
      'test/e2e/worker.e2e.spec.ts',
      'migrations/drift.int.spec.ts',
    ];
    const only = ['-t', '^(?!.*(schema.sql|the description of)).*$'];
    expect(await complaints('vitest/vitest.mjs', 'run', ...all, ...only)).toBe('');
  });
});
