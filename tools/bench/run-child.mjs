// One bench in a process of its own, so that none measures what another left in memory.
import { pathToFileURL } from 'node:url';

const bench = await import(pathToFileURL(process.argv[2]).href);
try {
  process.send(await bench.run());
} catch (error) {
  process.stderr.write(`${error?.stack ?? error}\n`);
  process.exitCode = 1;
} finally {
  process.disconnect();
}
