import type { ApiClient } from '@rochdale/testing';
import { besides, idPathsOf, learnIds } from './foreign-ids.js';
import { requestOf, variablesOf, withValue } from './permissions-operations.js';
import type { IdTypes, Operation } from './permissions-operations.js';

interface Said {
  readonly data: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string; readonly inputPath?: readonly string[] };
  }[];
}

/** What is answered, without what each request has for itself, and without the id. */
async function answerTo(
  reader: ApiClient,
  operation: Operation,
  variables: Readonly<Record<string, unknown>>,
  id: string,
): Promise<string> {
  const { text } = await reader.post('/graphql', requestOf(operation, variables));
  const { data, errors = [] } = JSON.parse(text) as Said;
  const said = errors.map(({ message, extensions }) => {
    return { message, code: extensions.code, path: extensions.inputPath };
  });
  return JSON.stringify({ data, said }).replaceAll(id, 'the id');
}

/** Ids as this reader would be told them. */
interface ReaderIds {
  readonly seen: (type: string) => string;
  /** That lead to something that is there, and not for this reader. */
  readonly unseen: (type: string) => readonly string[];
  readonly ofNothing: (type: string) => string;
}

/**
 * Where an operation answers the id of what the reader does not see otherwise than an id of nothing
 * at all, place by place where it takes one; everything else that it takes is there.
 */
export async function differencesOf(
  reader: ApiClient,
  operation: Operation,
  ids: ReaderIds,
): Promise<string[]> {
  const idTypes: IdTypes = new Map();
  await learnIds(reader, operation, idTypes);
  const plain = variablesOf(operation, idTypes, ids.seen);
  const found: string[] = [];
  for (const path of idPathsOf(operation)) {
    const name = path.findLast((part) => part !== '0') ?? '';
    const around = path.slice(0, -1);
    const learned = [[null, idTypes.get(name)]] as const;
    for (const [kind, type] of besides[around.at(-1) ?? ''] ?? learned) {
      const hidden = type === undefined ? [] : ids.unseen(type);
      if (type === undefined || hidden.length === 0) continue;
      const given = kind === null ? plain : withValue(plain, [...around, 'kind'], kind);
      const answerAt = (id: string) => {
        const variables = withValue(given, path, id) as Readonly<Record<string, unknown>>;
        return answerTo(reader, operation, variables, id);
      };
      const nothing = await answerAt(ids.ofNothing(type));
      for (const id of hidden) {
        const answer = await answerAt(id);
        if (answer === nothing) continue;
        found.push(`${operation.name} ${path.join('.')} ${type}: ${answer}, not ${nothing}`);
      }
    }
  }
  return found;
}
