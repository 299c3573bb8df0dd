import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import { platformErrors } from '@rochdale/platform';

function firstProblem(problems: readonly ValidationError[], path: readonly string[] = []): Error {
  const [problem] = problems;
  const here = problem === undefined ? path : [...path, problem.property];
  if (problem?.children !== undefined && problem.children.length > 0) {
    return firstProblem(problem.children, here);
  }
  const message = Object.values(problem?.constraints ?? {})[0] ?? 'The input is not usable.';
  return platformErrors.error('INVALID_INPUT', message, { path: here });
}

const storage = getMetadataStorage();
const findRules = storage.getTargetValidationMetadatas.bind(storage);
const rulesOf = new Map<unknown, ReturnType<typeof findRules>>();

/**
 * The rules of a class are all said when it is loaded, and none of ours are of a group. The
 * library looks through every class that it knows of for those of one, at each input again.
 */
storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
  const isPlain = !schema && !always && !strictGroups && groups === undefined;
  if (!isPlain || typeof target !== 'function') {
    return findRules(target, schema, always, strictGroups, groups);
  }
  const rules = rulesOf.get(target) ?? findRules(target, schema, always, strictGroups);
  rulesOf.set(target, rules);
  return rules;
};

/** Makes instances of what was sent, and refuses with INVALID_INPUT what breaks their rules. */
export const validation = new ValidationPipe({
  transform: true,
  // GraphQL lets only declared fields in; stripping the undecorated ones would lose input silently.
  whitelist: false,
  forbidUnknownValues: false,
  exceptionFactory: (problems) => firstProblem(problems),
});
