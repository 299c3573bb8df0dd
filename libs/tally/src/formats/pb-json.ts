import type { Rational } from '../arithmetic/rational.js';
import { TallyError } from '../model/errors.js';
import type { Candidate, Election } from '../model/election.js';
import { approvalElection } from '../model/make-election.js';
import type { FileFormat, ReadContext } from '../reading/file-format.js';
import { placed } from '../reading/placed.js';
import { readJson, startsAsJsonWith } from '../reading/json-text.js';
import type { JsonNode } from '../reading/json-text.js';

/** `{projects: [{id, cost}], budget, approvals: [[id]]}`; every ballot is one voter. */
export const pbJson: FileFormat = {
  names: ['pb-json'],
  title:
    'A budget as JSON: projects with costs, the budget, and the approved projects of each voter',
  extensions: ['.json'],
  sniff: (start) => startsAsJsonWith(start, 'projects', 'cost'),
  read: (bytes, context) =>
    placed(context.file, () => readBudget(readJson(bytes, context.file), context)),
};

function readBudget(root: JsonNode, context: ReadContext): Election {
  const projects = root.member('projects').items().map(readProject);
  const indexOf = projectIndexes(projects, context.file);
  const budget = atLeastZero(root.member('budget'));
  const ballots = root
    .member('approvals')
    .items()
    .map((ballot) => {
      const approved = ballot.items().map((node) => {
        const index = indexOf.get(node.text());
        if (index === undefined) throw node.refusal('is no project', 'CANDIDATE_UNKNOWN');
        return index;
      });
      if (new Set(approved).size < approved.length) {
        throw ballot.refusal('names a project twice', 'CANDIDATE_REPEATED');
      }
      return [1, approved] as const;
    });
  return approvalElection(
    {
      candidates: projects,
      budget,
      ...(context.seats === undefined ? {} : { seats: context.seats }),
    },
    ballots,
  );
}

function readProject(node: JsonNode): Candidate {
  const id = node.member('id').text();
  return { name: id, id, cost: atLeastZero(node.member('cost')) };
}

function atLeastZero(node: JsonNode): Rational {
  const amount = node.exact('BUDGET_INVALID');
  if (amount.isNegative()) throw node.refusal('is below zero', 'BUDGET_INVALID');
  return amount;
}

/** The index of each project by its id. Throws CANDIDATE_REPEATED for an id used twice. */
export function projectIndexes(projects: readonly Candidate[], file: string): Map<string, number> {
  const indexes = new Map<string, number>();
  projects.forEach(({ id, name }, index) => {
    const key = id ?? name;
    if (indexes.has(key)) {
      throw new TallyError('CANDIDATE_REPEATED', `project '${key}' is listed twice`, { file });
    }
    indexes.set(key, index);
  });
  return indexes;
}
