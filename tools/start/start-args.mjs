// What `npm run start…` gives Node, so that what is measured is what operators run.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} root the checkout @param {'all' | 'api' | 'worker'} part */
export function startArgs(root, part) {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [node, ...args] = scripts[part === 'all' ? 'start' : `start:${part}`].split(' ');
  if (node !== 'node') throw new Error(`npm run start:${part} starts no node`);
  return args;
}
