// Which bundle answers which verb of the command line.
import { join } from 'node:path';
import { root } from '../build.mjs';

const ownBundles = {
  // Bundled without the service, so that it answers at once.
  split: 'cli/split.js',
  'seed-demo': 'demo/main.js',
};

export const entryOfVerb = (verb) =>
  join(root, 'dist/apps', Object.hasOwn(ownBundles, verb ?? '') ? ownBundles[verb] : 'cli/main.js');
