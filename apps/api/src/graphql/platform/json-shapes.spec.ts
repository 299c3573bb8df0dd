import { defineSource } from '@rochdale/collections';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonShapes } from './json-shapes.js';

class NeverAsked {
  lines(): never {
    throw new Error('nobody asks it');
  }
}

describe('shapes of JSON', () => {
  it('are of a kind, too, that is declared after somebody asked for them', () => {
    const ofSource = () => jsonShapes().filter(({ kind }) => kind === 'declared-late');
    expect(jsonShapes().length).toBeGreaterThan(0);
    expect(ofSource()).toEqual([]);
    defineSource({
      name: 'declared-late',
      description: 'For this test.',
      settings: z.object({ book: z.string() }),
      service: NeverAsked as never,
    });
    expect(ofSource()).toMatchObject([
      { fields: ['MoneySource.settingsJson', 'SourceConnectInput.settingsJson'] },
    ]);
    expect(ofSource()[0]?.schemaJson).toContain('"book"');
  });
});
