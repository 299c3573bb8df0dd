import type { LoggerService } from '@nestjs/common';
import { strikeOut } from '@rochdale/platform';
import type { Log } from '@rochdale/platform';

/** Nest's own lines, in our log: what it says while wiring is for debugging. */
export function nestLogger(log: Log): LoggerService {
  const text = (message: unknown): string =>
    strikeOut(message instanceof Error ? message.message : String(message));
  return {
    log: (message: unknown) => log.debug(text(message)),
    debug: (message: unknown) => log.debug(text(message)),
    verbose: (message: unknown) => log.trace(text(message)),
    warn: (message: unknown) => log.warn(text(message)),
    error: (message: unknown, ...rest: unknown[]) =>
      log.error({ detail: rest.map(text).join(' ').slice(0, 2_000) }, text(message)),
    fatal: (message: unknown) => log.fatal(text(message)),
  };
}
