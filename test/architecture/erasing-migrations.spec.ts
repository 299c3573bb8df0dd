import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = join(import.meta.dirname, '../../migrations');

/** The first that goes back to who was erased before it; it did so for all of before, too. */
const since = '1796903600001';

/** What has those forgotten once more who are erased already. */
const goesBack = "'membership.forget-member'";

/**
 * Whether a migration lets more be taken of who is erased, or changes what guards it, and does not
 * go back to those who are erased already.
 */
function forgetsOnlyFromNowOn(text: string): boolean {
  const widens = /function\s+\w+\.forgets_\w+/i.test(text) || /\bis_erased\s*\(/.test(text);
  return widens && !text.includes(goesBack);
}

const migrations = readdirSync(folder)
  .toSorted()
  .filter((name) => /^\d{13}-.*\.ts$/.test(name) && name.slice(0, 13) >= since)
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

describe('a migration after which an erasure takes more', () => {
  it('has those forgotten again who were erased before it', () => {
    // A later one that goes back does so for all of before it, too.
    const last = migrations.findLastIndex(({ text }) => text.includes(goesBack));
    const passedBy = migrations.slice(last + 1).filter(({ text }) => forgetsOnlyFromNowOn(text));
    expect(passedBy.map(({ name }) => name)).toEqual([]);
  });

  it('is caught where it does not', () => {
    const first = migrations.find(({ name }) => name.startsWith(since));
    const text = first?.text ?? '';
    expect(forgetsOnlyFromNowOn(text)).toBe(false);
    expect(forgetsOnlyFromNowOn(text.replaceAll('membership.forget-member', 'other'))).toBe(true);
    expect(forgetsOnlyFromNowOn('create table governance.seats (id uuid)')).toBe(false);
  });
});
