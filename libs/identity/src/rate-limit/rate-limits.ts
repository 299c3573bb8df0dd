import { Injectable } from '@nestjs/common';
import { anonymousActor, platformErrors, sha256Hex, sql, UnitOfWork } from '@rochdale/platform';

/** At most so many in a window. The name keeps different rules for one subject apart. */
export interface RateRule {
  readonly name: string;
  readonly max: number;
  readonly windowSeconds: number;
  /** It is a lock rather than a limit: nobody is told how much of it is left. */
  readonly isQuiet?: boolean;
}

export interface RateVerdict {
  readonly allowed: boolean;
  readonly retryAfterSeconds: number;
}

/** A limit that a request met, and what is left of it. */
export interface MetLimit {
  readonly rule: RateRule;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/**
 * One upsert counts and decides, so that any number of processes share one count. The database's
 * clock is used on purpose: it is the only one that they all share.
 */
const consume = sql(
  'identity.consume-rate-limit',
  `insert into identity.rate_limits as known (key_hash, hits, window_ends_at)
   values ($1, 1, clock_timestamp() + make_interval(secs => $2))
   on conflict (key_hash) do update set
     hits = case when known.window_ends_at <= clock_timestamp() then 1
                 else least(known.hits + 1, 1000000) end,
     window_ends_at = case when known.window_ends_at <= clock_timestamp()
                           then excluded.window_ends_at else known.window_ends_at end
   returning hits,
     ceil(extract(epoch from window_ends_at - clock_timestamp()))::int as "secondsLeft"`,
);

/** Counts attempts across all processes. Subjects (addresses, e-mails) are kept as hashes only. */
@Injectable()
export class RateLimits {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Counts one attempt, in a transaction of its own so that a failed attempt stays counted. Writes
   * down in `met` which limit that was.
   */
  async consume(rule: RateRule, subject: string, met: MetLimit[] = []): Promise<RateVerdict> {
    const key = sha256Hex(`${rule.name}\n${subject}`);
    const { hits, secondsLeft } = await this.unitOfWork.run(anonymousActor(), (tx) =>
      tx.one<{ hits: number; secondsLeft: number }>(consume, [key, rule.windowSeconds]),
    );
    const retryAfterSeconds = Math.max(1, secondsLeft);
    if (rule.isQuiet !== true) {
      const remaining = Math.max(0, rule.max - hits);
      met.push({ rule, remaining, resetSeconds: retryAfterSeconds });
    }
    return { allowed: hits <= rule.max, retryAfterSeconds };
  }
}

/** What a caller hears who has to wait. */
export function rateLimited(retryAfterSeconds: number): Error {
  return platformErrors.error('RATE_LIMITED', 'Too many attempts. Wait a little and try again.', {
    data: { retryAfterSeconds },
  });
}
