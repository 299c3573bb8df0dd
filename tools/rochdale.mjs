#!/usr/bin/env node
// The command line's door: builds when a source changed, then hands over to apps/cli.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildIfStale, root } from './build.mjs';

await buildIfStale();
await import(pathToFileURL(join(root, 'dist/apps/cli/main.js')).href);
