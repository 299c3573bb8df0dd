import { describe, expect, it } from 'vitest';
import { stackOf, strikeOut, wordsOf } from './strike-out.js';

describe('what a text tells of a person', () => {
  it.each([
    ['550 5.1.1 <hal.o+coop@example.org>: Recipient address rejected', 'hal.o'],
    ['"Hal Ō" <hālō@exämple.org> is unknown', 'hālō'],
    ['to:root@localhost, refused', 'root'],
    ['postgres://hal:secret@db.example/rochdale', 'secret'],
    ['debtor DE89370400440532013000 is closed', 'DE8937'],
    ['debtor de89370400440532013000 is closed', '8937'],
    ['debtor de89-3704-0044-0532-0130-00 is closed', '3704'],
    ['debtor DE89.3704.0044.0532.0130.00 is closed', '3704'],
    ['debtor De89\u00A03704\u00A00044\u00A00532\u00A00130\u00A000 is closed', '0532'],
    ['debtor gb29-nwbk-6016-1331-9268-19', '6016'],
    ['debtor GB29 NWBK 6016 1331 9268 19', '6016'],
  ])('is struck out of %s', (text, planted) => {
    expect(text).toContain(planted);
    const told = strikeOut(text);
    expect(told).toContain('[struck out]');
    expect(told).not.toContain(planted);
  });

  it.each([
    'at file:///srv/node_modules/@nestjs/core/index.js:1:2',
    'connect ECONNREFUSED 127.0.0.1:25',
    'duplicate key value violates unique constraint "members_pkey"',
    'reference RF18D000123 of 0199d1f0-0000-7000-8000-000000000001',
    'https://example.org/a/@me',
    'trace de9937040044053201300012345678ab, of dc12-7000-8000-000000000001',
    'es2022 this that some text more here',
  ])('is nothing in %s', (text) => {
    expect(strikeOut(text)).toBe(text);
  });

  it('costs one look at a long word, not one for each of its letters', () => {
    const text = 'a'.repeat(2_000_000);
    expect(strikeOut(text)).toBe(text);
  });
});

describe('the words of an error', () => {
  function thrownBy(body: () => unknown): Error {
    try {
      body();
    } catch (error) {
      if (error instanceof Error) return error;
    }
    throw new Error('it did not throw');
  }

  it('repeat nothing that could not be read', () => {
    const error = thrownBy(() => JSON.parse('{"a": Zelphina "has" it'));
    expect(error.message).toContain('Zelphina');
    expect(wordsOf(error) + String(stackOf(error))).not.toContain('Zelphina');
    expect(stackOf(error)).toContain('strike-out.spec');
  });

  it('repeat no value that Postgres could not take', () => {
    const message = 'invalid input syntax for type integer: "Zelphina\'s"';
    const error = Object.assign(new Error(message), { code: '22P02' });
    expect(wordsOf(error)).toBe('invalid input syntax for type integer: "[struck out]"');
    expect(stackOf(error)).not.toContain('Zelphina');
  });

  it('say all else', () => {
    const error = Object.assign(new Error('relation "members" is not there'), { code: '42P01' });
    expect(wordsOf(error)).toBe(error.message);
    expect(stackOf(error)).toBe(error.stack);
  });
});

describe('an error that stands for several', () => {
  it('says what they say, each once and a few of them, and nothing of a person', () => {
    const refused = () => new Error('hal@example.org refused');
    const all = [refused(), refused(), new AggregateError([new Error('no room')]), new Error('x')];
    expect(wordsOf(new AggregateError(all, '4 of them could not be done'))).toBe(
      '4 of them could not be done: [struck out] refused; no room; x',
    );
    expect(wordsOf(new AggregateError([new Error('connect ECONNREFUSED')]))).toBe(
      'connect ECONNREFUSED',
    );
    expect(wordsOf(new AggregateError([]))).toBe('');
  });
});
