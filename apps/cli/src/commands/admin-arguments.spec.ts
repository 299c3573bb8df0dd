import { describe, expect, it } from 'vitest';
import { UnusableInput } from '../command.js';
import { adminArguments } from './admin-arguments.js';

const enough = ['--email', 'ada@example.org', '--name', 'Ada', '--slug', 'coop'];

describe('admin', () => {
  it('needs an address, a name and a short name', () => {
    for (let skipped = 0; skipped < enough.length; skipped += 2) {
      const args = enough.toSpliced(skipped, 2);
      expect(() => adminArguments(args, null)).toThrow(UnusableInput);
    }
    expect(adminArguments(enough, null)).toMatchObject({ cooperative: 'coop', currency: 'EUR' });
  });

  it('takes no password: arguments are seen by everybody on the machine', () => {
    const args = [...enough, '--password', 'seen by all'];
    expect(() => adminArguments(args, null)).toThrow(UnusableInput);
    expect(adminArguments(enough, 'from elsewhere').password).toBe('from elsewhere');
  });
});
