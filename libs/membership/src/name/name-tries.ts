import { Injectable } from '@nestjs/common';
import { rateLimited, RateLimits } from '@rochdale/identity';

/**
 * Refused is also what only others read, and what somebody gave up: whoever could try without end
 * would find which words these are.
 */
const tries = { name: 'member-name', max: 30, windowSeconds: 24 * 3600, isQuiet: true } as const;

/** How often a member, or who has an invitation, says by what they want to be called. */
@Injectable()
export class NameTries {
  constructor(private readonly rateLimits: RateLimits) {}

  /**
   * In a transaction of its own: what is refused counts.
   *
   * @param who the member's id, or the hash of the link
   * @throws CodedError RATE_LIMITED
   */
  async count(who: string): Promise<void> {
    const { allowed, retryAfterSeconds } = await this.rateLimits.consume(tries, who);
    if (!allowed) throw rateLimited(retryAfterSeconds);
  }
}
