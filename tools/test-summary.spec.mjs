import { describe, expect, it } from 'vitest';
import TestSummary from './test-summary.mjs';

const project = { name: 'int' };

function moduleOf({ tests = [], errors = [], suiteErrors = [] }) {
  const module = { project, errors: () => errors };
  const all = tests.map(([fullName, state, note]) => {
    return { module, fullName, result: () => ({ state, note }) };
  });
  const suites = [{ errors: () => suiteErrors }];
  module.children = { allTests: () => all, allSuites: () => suites };
  return module;
}

function summaryOf(modules, unhandledErrors = []) {
  const lines = [];
  new TestSummary((line) => lines.push(line)).onTestRunEnd(modules, unhandledErrors);
  return lines.join('\n').trim().split('\n');
}

describe('the last word of a test run', () => {
  it('is one plain line of three numbers', () => {
    const tests = [
      ['a', 'passed'],
      ['b', 'passed'],
      ['c', 'failed'],
    ];
    expect(summaryOf([moduleOf({ tests })]).at(-1)).toBe('2 passed, 1 failed, 0 skipped');
  });

  it('names what was skipped', () => {
    const lines = summaryOf([moduleOf({ tests: [['on Redis > claims a job', 'skipped']] })]);
    expect(lines).toContain('  int: on Redis > claims a job');
    expect(lines.at(-1)).toBe('0 passed, 0 failed, 1 skipped');
  });

  it('says why, where the test said it', () => {
    const tests = [['on Redis > claims a job', 'skipped', 'no Redis here']];
    expect(summaryOf([moduleOf({ tests })])).toContain(
      '  int: on Redis > claims a job (no Redis here)',
    );
  });

  it.each([
    ['a file that does not load', { errors: [new Error('no such file')] }, []],
    ['a hook that fails', { suiteErrors: [new Error('no database')] }, []],
    ['an error outside any test', {}, [new Error('late')]],
    ['a test that never ended', { tests: [['a', 'pending']] }, []],
  ])('counts %s as a failure', (_what, module, unhandled) => {
    expect(summaryOf([moduleOf(module)], unhandled).at(-1)).toBe('0 passed, 1 failed, 0 skipped');
  });
});
