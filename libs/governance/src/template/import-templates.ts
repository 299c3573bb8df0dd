import { Injectable } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { canonicalJson, permit, UnitOfWork } from '@rochdale/platform';
import { policyStore } from '../policy/policy.store.js';
import { keepVersion, lockTemplate, requireRoom } from './keeping.js';
import { misfitsOf } from './misfits.js';
import type { TemplateMisfit } from './misfits.js';
import { readTemplates } from './template.js';

export interface ImportTemplatesInput {
  /** A file of templates, read. */
  readonly file: unknown;
  /** Whether templates of the same key are replaced; else they are told as misfits. */
  readonly replaces: boolean;
}

/** Why a template of a file is not taken up. */
export type ImportMisfit = Omit<TemplateMisfit, 'reason'> & {
  readonly reason: TemplateMisfit['reason'] | 'already-there';
};

export interface ImportedTemplates {
  /** Keys of those that are new, or of which there is another version now. */
  readonly kept: readonly string[];
  /** All that does not fit; nothing is kept where there is any. */
  readonly misfits: readonly ImportMisfit[];
}

/** Takes templates over from a file: all of them, or none. */
@Injectable()
export class ImportTemplates {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError TEMPLATE_INVALID, TEMPLATE_LIMIT_REACHED */
  async execute(actor: Actor, input: ImportTemplatesInput): Promise<ImportedTemplates> {
    permit(actor, 'template.keep');
    const templates = readTemplates(input.file).toSorted((one, other) =>
      one.key < other.key ? -1 : 1,
    );
    return this.unitOfWork.run(actor, async (tx) => {
      const rules = await policyStore.everyInForce(tx);
      const misfits: ImportMisfit[] = [];
      const wanted = [];
      for (const template of templates) {
        const locked = await lockTemplate(tx, template.key);
        const { now } = locked;
        const isOther = now !== null && canonicalJson(now.template) !== canonicalJson(template);
        if (isOther && !input.replaces) misfits.push(alreadyThere(template.key));
        misfits.push(...misfitsOf(template, rules.get(template.policy.key) ?? null));
        wanted.push({ template, locked });
      }
      if (misfits.length > 0) return { kept: [], misfits };
      const kept: string[] = [];
      for (const { template, locked } of wanted) {
        if (await keepVersion(tx, template, locked)) kept.push(template.key);
      }
      await requireRoom(tx, 'fileJson');
      return { kept, misfits };
    });
  }
}

const alreadyThere = (key: string): ImportMisfit => ({
  key,
  reason: 'already-there',
  message: 'There is another template of this key: it is replaced where that is asked for.',
  path: ['key'],
});
