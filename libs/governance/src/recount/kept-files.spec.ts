import { describe, expect, it } from 'vitest';
import { KeptFiles } from './kept-files.js';

/** Asks for files, and tells how often each was made. */
function asking(most?: number) {
  const files = new KeptFiles(most);
  const made: string[] = [];
  const ask = async (id: string, mark = 'a', text = 'x'.repeat(400)): Promise<string> => {
    const file = await files.of(id, mark, () => {
      made.push(`${id} ${mark}`);
      return Promise.resolve({ text, findings: new Map([[`receipt of ${id}`, 'counted']]) });
    });
    return file.text;
  };
  return { ask, made };
}

describe('files that strangers ask for', () => {
  it('are made once, as long as the vote is what it was', async () => {
    const { ask, made } = asking();
    expect(await ask('one', 'a', 'first')).toBe('first');
    expect(await ask('one', 'a', 'second')).toBe('first');
    expect(await ask('one', 'b', 'third')).toBe('third');
    expect(await ask('one', 'a', 'fourth')).toBe('fourth');
    expect(made).toEqual(['one a', 'one b', 'one a']);
  });

  it('are kept as far as there is room, those that were asked for last', async () => {
    const { ask, made } = asking(1000);
    for (const id of ['one', 'two', 'one', 'three']) await ask(id);
    for (const id of ['one', 'three', 'two']) await ask(id);
    expect(made).toEqual(['one a', 'two a', 'three a', 'two a']);
  });

  it('are told also where one alone has no room', async () => {
    const { ask, made } = asking(100);
    expect(await ask('one', 'a', 'x'.repeat(200))).toHaveLength(200);
    await ask('one');
    expect(made).toHaveLength(2);
  });

  it('take no more room for being asked for again', async () => {
    const { ask, made } = asking(1000);
    await ask('one');
    for (let nth = 0; nth < 9; nth += 1) await ask('two', `mark ${nth}`);
    await ask('one');
    expect(made.filter((one) => one.startsWith('one'))).toHaveLength(1);
  });
});
