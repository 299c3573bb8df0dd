import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { archiveFiles } from './archive-files.js';

const receipts = { receipts: ['receipts/1-a.pdf'], lost: ['b.pdf'] };
const filesOf = (data: object, rows: object) =>
  archiveFiles({ cooperative: 'Mill', data: { ...data }, rows: { ...rows } }, receipts);
const contentOf = (files: ReturnType<typeof filesOf>, name: string): Readable => {
  const content = files.find((file) => file.name === name)?.content;
  if (!(content instanceof Readable)) throw new Error(`${name} is not written as it is read`);
  return content;
};
const textOf = async (content: Readable) => Buffer.concat(await content.toArray()).toString();

const thing = { id: 'x', tags: ['a', { b: null }], nothing: null, deep: { of: { it: [1] } } };
const data = {
  exportedAt: '2026-01-01',
  membership: null,
  dues: { invoices: [thing, thing], none: [], words: ['<b>', 'c'] },
};

describe('the files of an archive', () => {
  it('say to programs what was handed over, as it was', async () => {
    const rows = { 'dues.invoices': [thing], 'dues.none': [] };
    const files = filesOf(data, rows);
    expect(JSON.parse(await textOf(contentOf(files, 'data.json')))).toEqual(data);
    expect(JSON.parse(await textOf(contentOf(files, 'rows.json')))).toEqual(rows);
  });

  it('say it to persons, and carry out nothing that somebody wrote', async () => {
    const page = await textOf(contentOf(filesOf(data, {}), 'index.html'));
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('<h1>What Mill keeps about you</h1>');
    expect(page).toContain('<td>x</td>');
    expect(page).toContain('<li>&lt;b&gt;</li>');
    expect(page).toContain('<dt>exported at</dt>'.replaceAll('dt', 'h3'));
    expect(page).not.toContain('<b>');
    expect(page).toContain('receipts/1-a.pdf');
    for (const tag of ['table', 'tr', 'td', 'th', 'ul', 'li', 'dl', 'dt', 'dd', 'p', 'body']) {
      const count = (mark: string) => page.split(mark).length;
      expect([tag, count(`</${tag}>`)]).toEqual([tag, count(`<${tag}>`)]);
    }
  });

  it.each(['index.html', 'data.json', 'rows.json'])(
    'are written as they are read, however many rows there are: %s',
    async (name) => {
      let asked = 0;
      const rows = Array.from({ length: 20_000 }, (_, place) => ({
        place,
        get words() {
          asked += 1;
          return 'words of a row that somebody wrote at some time';
        },
      }));
      const kept = { 'dues.invoices': rows };
      const content = contentOf(filesOf({ dues: { invoices: rows } }, kept), name);
      const sizes: number[] = [];
      for await (const piece of content as AsyncIterable<Buffer>) {
        // Of the rows that are still to come nothing has been written.
        if (sizes.push(piece.length) === 1) expect(asked).toBeLessThan(2_000);
      }
      expect(Math.max(...sizes)).toBeLessThan(100_000);
      expect(asked).toBeGreaterThanOrEqual(20_000);
    },
  );
});
