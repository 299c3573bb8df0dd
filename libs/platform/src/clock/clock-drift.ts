import type { DriftListener } from './database-clock.js';
import type { Log } from '../telemetry/log.js';

/** Says in the log that a machine's clock is off, once, and once that it is not any more. */
export function tellDrift(log: Log): DriftListener {
  return (driftMs, isOff) => {
    if (isOff) {
      log.warn({ driftMs }, 'the clock of this machine is off; that of the database counts');
    } else {
      log.info({ driftMs }, 'the clock of this machine agrees with that of the database again');
    }
  };
}
