import { describe, expect, it } from 'vitest';
import { UnusableInput } from '../command.js';
import { adminArguments } from './admin-arguments.js';

const enough = ['--email', 'ada@example.org', '--name', 'Ada', '--slug', 'coop'];

describe('admin', () => {
  it('needs an address, a name and a short name', () => {
    for (let skipped = 0; skipped < enough.length; skipped += 2) {
      const args = enough.toSpliced(skipped, 2);
      expect(() => adminArguments(args, {})).toThrow(UnusableInput);
    }
    expect(adminArguments(enough, {})).toMatchObject({ cooperative: 'coop', currency: 'EUR' });
  });

  it('takes a password from the environment only', () => {
    const env = { ROCHDALE_ADMIN_PASSWORD: 'correct horse battery' };
    expect(adminArguments(enough, env).password).toBe('correct horse battery');
    expect(() => adminArguments([...enough, '--password', 'seen by all'], {})).toThrow(
      UnusableInput,
    );
  });
});
