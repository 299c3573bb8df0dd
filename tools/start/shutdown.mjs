// The way down: first what takes requests, then what does the work, the database last. A second
// signal means now.

/** Ctrl-C under npm arrives twice, from the terminal and from npm; that is one wish, not two. */
const samePressMs = 1_000;

/**
 * @returns an object to which steps are added while starting: `next` runs before what was added
 *   later, `last` after everything; `finished` settles with the exit code
 */
export function shutdownOnSignals(say, machine = process, now = () => performance.now()) {
  const steps = [];
  const finalSteps = [];
  let underWay;
  let askedAt;
  let settle;
  const finished = new Promise((done) => (settle = done));

  async function runSteps() {
    let failed = 0;
    for (const [name, step] of [...steps, ...finalSteps]) {
      try {
        await step();
      } catch (error) {
        failed += 1;
        say(`${name} did not stop cleanly: ${error?.message ?? error}`);
      }
    }
    return failed;
  }

  const run = () => (underWay ??= runSteps());

  async function stopWith(code) {
    const failed = await run();
    settle(failed === 0 ? code : 1);
  }

  for (const signal of ['SIGINT', 'SIGTERM']) {
    machine.on(signal, () => {
      if (askedAt === undefined) {
        askedAt = now();
        say(`${signal}: finishing what is in flight; once more to stop at once`);
        void stopWith(0);
      } else if (now() - askedAt > samePressMs) {
        machine.exit(130);
      }
    });
  }

  return {
    next: (name, step) => void steps.push([name, step]),
    last: (name, step) => void finalSteps.unshift([name, step]),
    isUnderWay: () => underWay !== undefined,
    because(reason) {
      if (underWay !== undefined) return;
      say(`${reason}; stopping`);
      void stopWith(1);
    },
    run,
    finished,
  };
}
