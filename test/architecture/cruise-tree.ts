import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import type { ICruiseResult } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface Rule {
  name: string;
  comment: string;
  severity: 'error';
  from: object;
  to: { pathNot?: string | string[] };
}

interface Configuration {
  forbidden: Rule[];
  options: Record<string, unknown>;
}

/** The rules as the build applies them. */
export const configuration = createRequire(import.meta.url)(
  join(root, '.dependency-cruiser.cjs'),
) as Configuration;

const tsconfig = {
  compilerOptions: {
    module: 'nodenext',
    moduleResolution: 'nodenext',
    paths: { '@rochdale/*': ['./libs/*/src/index.ts'] },
  },
};

const manifest = {
  type: 'module',
  dependencies: { bullmq: '*', graphql: '*', pg: '*', typeorm: '*', '@nestjs/common': '*' },
  devDependencies: { vitest: '*' },
};

/** Writes a little repository: path to source text. Answers its folder. */
function plant(files: Readonly<Record<string, string>>): string {
  const tree = mkdtempSync(join(tmpdir(), 'rochdale-canary-'));
  const all = {
    'tsconfig.json': JSON.stringify(tsconfig),
    'package.json': JSON.stringify(manifest),
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  return tree;
}

/** The names of the rules that a repository of these files breaks. */
export async function brokenRules(files: Readonly<Record<string, string>>): Promise<string[]> {
  const tree = plant(files);
  const home = process.cwd();
  process.chdir(tree);
  try {
    const folders = new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''));
    const { output } = await cruise(
      [...folders],
      {
        ...configuration.options,
        ruleSet: { forbidden: configuration.forbidden },
        validate: true,
        baseDir: tree,
      },
      { ...(configuration.options['enhancedResolveOptions'] as object), symlinks: false },
      { tsConfig: extractTSConfig(join(tree, 'tsconfig.json')) },
    );
    const { violations } = (output as ICruiseResult).summary;
    return [...new Set(violations.map(({ rule }) => rule.name))].toSorted();
  } finally {
    process.chdir(home);
    rmSync(tree, { recursive: true });
  }
}
