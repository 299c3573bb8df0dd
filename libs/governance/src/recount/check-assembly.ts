import { leastOf } from '@rochdale/voting';
import type { DecisionRule } from '../policy/decision-rule.js';
import { Doubt } from './doubt.js';
import type { RecountFile } from './recount-file.js';

/** Those who were present are the electorate, and as many as the rule asks for. */
export function checkAssembly({ assembly, electorate }: RecountFile, rule: DecisionRule): void {
  if (rule.assembly === undefined) {
    throw new Doubt('assembly', 'By the rule no assembly decides it.');
  }
  if (assembly === undefined) throw new Doubt('assembly', 'It says nothing of who was present.');
  const { present, ofAll } = assembly;
  if (electorate.voters !== present) {
    throw new Doubt('assembly.present', `There are ${electorate.voters} voters.`);
  }
  const needed = leastOf(rule.assembly.presentShare, ofAll);
  if (present > ofAll || present < needed) {
    throw new Doubt('assembly.present', `${needed} of ${ofAll} have to be present.`);
  }
}
