import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashOfDocument, requireDocument } from './document.js';

const bylaws = { key: 'bylaws', title: 'Our bylaws', text: '# One\n\nEach has a vote.' };

describe('a document', () => {
  it('has a key, a title in one line and a text', () => {
    expect(() => requireDocument(bylaws)).not.toThrow();
    for (const key of ['', 'By Laws', 'a--b', '-a', 'a'.repeat(61)]) {
      expect(() => requireDocument({ ...bylaws, key })).toThrow('small letters');
    }
    for (const title of [' ', 'two\nlines', '\u202Eback', 'a'.repeat(201)]) {
      expect(() => requireDocument({ ...bylaws, title })).toThrow('one line');
    }
    for (const text of ['\n', 'a\0b', 'a'.repeat(50_001)]) {
      expect(() => requireDocument({ ...bylaws, text })).toThrow('50000 characters');
    }
  });

  it('is known by a fingerprint that anybody reckons from what it says', () => {
    const said = '{"text":"# One\\n\\nEach has a vote.","title":"Our bylaws"}';
    const hash = createHash('sha256').update(said).digest('hex');
    expect(hashOfDocument(bylaws)).toBe(hash);
  });
});
