import { describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { startArgs } from './start-args.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('what operators start', () => {
  it.each(['all', 'api', 'worker'])(
    'is one program, with the same memory for short lives: %s',
    (part) => {
      const [space, ...program] = startArgs(root, part);
      expect(space).toBe('--max-semi-space-size=32');
      expect(program).toEqual(['tools/start.mjs', part]);
    },
  );
});
