import { governanceErrors } from '../governance.errors.js';

/** What a proposal may lead to, beside what it is to do. */
export type LinkKind = 'expense' | 'fund' | 'document' | 'proposal' | 'member';

/** Something that a proposal is about. */
export interface ProposalLink {
  readonly kind: LinkKind;
  /** Of a document its key, of all else its id. */
  readonly id: string;
}

const mostLinks = 10;

/** @throws CodedError PROPOSAL_LINKS_INVALID for too many, or one twice */
export function requireLinks(given: readonly ProposalLink[]): void {
  const isEach = new Set(given.map(({ kind, id }) => `${kind} ${id}`)).size === given.length;
  if (isEach && given.length <= mostLinks) return;
  const message = `A proposal is linked to at most ${mostLinks} things, each once.`;
  throw governanceErrors.error('PROPOSAL_LINKS_INVALID', message, { path: ['links'] });
}
