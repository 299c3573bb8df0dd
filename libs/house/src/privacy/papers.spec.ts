import { recipients } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { papersOf } from './papers.js';
import { personalData } from './personal-data.js';

const papers = papersOf(personalData);

describe('docs/privacy', () => {
  it.each(Object.entries(papers))('says what the rooms say: %s', async (name, text) => {
    await expect(text).toMatchFileSnapshot(`../../../../docs/privacy/${name}.md`);
  });

  it('tells every activity, and everybody who is given something', () => {
    for (const { activity, columns } of personalData) {
      expect(papers.record.includes(`## ${activity}\n`)).toBe(columns.length > 0);
    }
    for (const said of Object.values(recipients)) expect(papers.recipients).toContain(said);
  });
});
