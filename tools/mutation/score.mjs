const noticed = new Set(['Killed', 'Timeout']);
const counted = new Set([...noticed, 'Survived', 'NoCoverage']);

/** The mutation score in percent of a report of Stryker: mutants that a test noticed, of all. */
export function scoreOf(report) {
  const states = Object.values(report.files)
    .flatMap(({ mutants }) => mutants.map(({ status }) => status))
    .filter((status) => counted.has(status));
  const killed = states.filter((status) => noticed.has(status)).length;
  const survived = states.length - killed;
  return { score: states.length === 0 ? 0 : (100 * killed) / states.length, killed, survived };
}
