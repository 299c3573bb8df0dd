// What tidy reads: every text file of the project that people write.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ignoredFolders = new Set([
  'node_modules',
  'dist',
  'coverage',
  'reports',
  'vectors',
  'fixtures',
]);
const readable = /\.(ts|mts|mjs|cjs|js|json|md|graphql)$|(^|\/)\.ci\/run$/;
const generated = new Set(['package-lock.json', 'schema.graphql']);

function* walk(root, folder = '') {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      const hidden = entry.name.startsWith('.') && entry.name !== '.ci';
      if (!hidden && !ignoredFolders.has(entry.name)) yield* walk(root, path);
    } else if (readable.test(path) && !generated.has(entry.name)) {
      yield path;
    }
  }
}

/** `{path, text}` of every file, paths relative to `root` and with `/`. */
export function* filesOf(root) {
  for (const path of walk(root)) yield { path, text: readFileSync(join(root, path), 'utf8') };
}
