import { describe, expect, it } from 'vitest';
import { scoreOf } from './mutation/score.mjs';

const report = (...states) => ({
  files: { 'a.ts': { mutants: states.map((status) => ({ status })) } },
});

describe('the mutation score', () => {
  it('counts what no test noticed or reached against the rules', () => {
    expect(scoreOf(report('Killed', 'Timeout', 'Survived', 'NoCoverage'))).toEqual({
      score: 50,
      killed: 2,
      survived: 2,
    });
  });

  it('leaves out mutants that do not compile or were ignored', () => {
    expect(scoreOf(report('Killed', 'CompileError', 'RuntimeError', 'Ignored')).score).toBe(100);
  });

  it('is nothing where nothing was mutated', () => {
    expect(scoreOf({ files: {} }).score).toBe(0);
  });
});
