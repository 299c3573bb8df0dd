import { MAX_CANDIDATES } from '../model/ballots.js';
import type { Election } from '../model/election.js';
import { approvalElection } from '../model/make-election.js';
import type { FileFormat, ReadContext } from '../reading/file-format.js';
import { placed } from '../reading/placed.js';
import { readJson, startsAsJsonWith } from '../reading/json-text.js';
import type { JsonNode } from '../reading/json-text.js';

/**
 * `{key: {candidates: n, approvals: [[index]]}}`, or one such instance alone. Candidates have no
 * names but their indexes; every ballot is one voter.
 */
export const abcJson: FileFormat = {
  names: ['abc-json'],
  title:
    'Approval profiles as JSON: a number of candidates, and the approved indexes of each voter',
  extensions: ['.json'],
  sniff: (start) => startsAsJsonWith(start, 'candidates', 'approvals') && !/"projects"/.test(start),
  read: (bytes, context) =>
    placed(context.file, () =>
      readProfile(instanceOf(readJson(bytes, context.file), context), context),
    ),
};

function instanceOf(root: JsonNode, context: ReadContext): JsonNode {
  if (context.key !== undefined) return root.member(context.key);
  if (root.optional('approvals') !== undefined) return root;
  const names = Object.keys(root.object());
  const message = `holds ${names.length} instances; name one after '#', such as #${names[0] ?? ''}`;
  throw root.refusal(message);
}

function readProfile(instance: JsonNode, context: ReadContext): Election {
  const width = instance.member('candidates').integer(1, MAX_CANDIDATES);
  const ballots = instance
    .member('approvals')
    .items()
    .map((ballot) => {
      const approved = ballot
        .items()
        .map((node) => node.integer(0, width - 1, 'CANDIDATE_UNKNOWN'));
      if (new Set(approved).size < approved.length) {
        throw ballot.refusal('names a candidate twice', 'CANDIDATE_REPEATED');
      }
      return [1, approved] as const;
    });
  return approvalElection(
    {
      title: context.key ?? '',
      candidates: Array.from({ length: width }, (_, index) => String(index)),
      ...(context.seats === undefined ? {} : { seats: context.seats }),
    },
    ballots,
  );
}
