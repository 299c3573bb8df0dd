import { namePattern } from './xml-names.js';

const declaration = new RegExp(
  '^<\\?xml[ \\t\\n]+version[ \\t\\n]*=[ \\t\\n]*(["\'])1\\.\\d+\\1' +
    '(?:[ \\t\\n]+encoding[ \\t\\n]*=[ \\t\\n]*(["\'])[A-Za-z][\\w.-]*\\2)?' +
    '(?:[ \\t\\n]+standalone[ \\t\\n]*=[ \\t\\n]*(["\'])(?:yes|no)\\3)?[ \\t\\n]*\\?>$',
);
const instruction = new RegExp(`^<\\?(?!xml[ \\t\\n?])${namePattern}(?:[ \\t\\n]|\\?>)`, 'iu');

/** Whether `<?…?>` is well-formed: an instruction, or the declaration where it may stand. */
export function isInstruction(whole: string, mayDeclare: boolean): boolean {
  return (mayDeclare && declaration.test(whole)) || instruction.test(whole);
}
