import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TestSource } from '../testing/test-source.js';
import { defineSource, sourceNamed } from './define-source.js';

const common = {
  description: 'For this test.',
  settings: z.object({ book: z.string() }),
  service: TestSource,
};

describe('a source', () => {
  it('is found by its name, and no other is', () => {
    defineSource({ ...common, name: 'defined-here' });
    expect(sourceNamed('defined-here')?.description).toBe('For this test.');
    expect(sourceNamed('defined')).toBeNull();
  });

  it('is declared once', () => {
    defineSource({ ...common, name: 'defined-once' });
    expect(() => defineSource({ ...common, name: 'defined-once' })).toThrow('declared twice');
  });

  it.each(['Tin', 'tin:1', '', '1st', 'a'.repeat(41)])(
    'is not called “%s”: its name is part of the identity of lines',
    (name) => {
      expect(() => defineSource({ ...common, name })).toThrow('kebab-case');
    },
  );
});
