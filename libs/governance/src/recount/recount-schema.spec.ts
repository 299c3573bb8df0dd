import { Ajv2020 } from 'ajv/dist/2020.js';
import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { countedVote } from '../testing/counted-vote.js';
import { editions } from './compose-file.js';
import { recountFile } from './recount-file.js';

const published = {
  $id: 'https://rochdale.example/recount-file.schema.json',
  title: 'A file by which a vote is counted again (rochdale-recount, version 1)',
  ...z.toJSONSchema(recountFile),
};

describe('the published schema of the file', () => {
  it('is that of the files that are read', async () => {
    const text = `${JSON.stringify(published, null, 2)}\n`;
    await expect(text).toMatchFileSnapshot('../../../../docs/recount-file.schema.json');
  });

  it('has the files that are handed out, and refuses what they do not have', () => {
    const validate = new Ajv2020({ strict: false, formats: { 'date-time': true } }).compile(
      published,
    );
    const rule = { ballotKind: 'single-choice', options: ['Red', 'Green'], winnerNeeds: null };
    const vote = countedVote({ rule, voters: [{ marks: [{ option: 1 }] }, { marks: [] }] });
    for (const edition of editions) {
      const file = vote.file(edition);
      expect(validate(file) ? null : validate.errors).toBeNull();
      expect(validate({ ...file, more: 1 })).toBe(false);
      expect(validate({ ...file, ballots: { ...file.ballots, head: 'x' } })).toBe(false);
    }
  });
});
