// The last word of a test run: what was skipped, by name, and one plain line that a person and a
// script can both read.

const fullName = (test) => `${test.module.project.name}: ${test.fullName}`;

/** @param {Iterable<string>} names */
function printSkipped(names, print) {
  const known = [...new Set(names)].toSorted();
  if (known.length === 0) return;
  print('\nSkipped:');
  for (const name of known) print(`  ${name}`);
}

export default class TestSummary {
  constructor(print = (line) => process.stdout.write(`${line}\n`)) {
    this.print = typeof print === 'function' ? print : (line) => process.stdout.write(`${line}\n`);
  }

  onTestRunEnd(modules, unhandledErrors) {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    const skipped = [];
    for (const module of modules) {
      // A file that cannot be loaded has no tests to count, and must not look like success.
      count.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        count[state] += 1;
        if (state === 'skipped') skipped.push(fullName(test) + (note ? ` (${note})` : ''));
      }
      for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
    }
    printSkipped(skipped, this.print);
    const failed = count.failed + count.pending;
    this.print(`\n${count.passed} passed, ${failed} failed, ${count.skipped} skipped`);
  }
}
