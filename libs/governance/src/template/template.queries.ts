import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { permit } from '@rochdale/platform';
import { policyStore } from '../policy/policy.store.js';
import { fillIn } from './fill-in.js';
import type { FilledIn, Values } from './fill-in.js';
import { allInUse, inUse } from './in-use.js';
import type { TemplateInUse } from './in-use.js';
import { staleTemplate } from './keeping.js';
import { misfitsOf } from './misfits.js';
import type { TemplateMisfit } from './misfits.js';
import { templateUnknown } from './retire-template.js';
import { toFile } from './template.js';
import type { TemplateFile } from './template.js';
import { templateStore } from './template.store.js';

/** A template in use, with all that keeps it from being used as things stand. */
export interface TemplateView extends TemplateInUse {
  readonly misfits: readonly TemplateMisfit[];
}

/** What proposals are written from. */
@Injectable()
export class TemplateQueries {
  /**
   * All in use, by title.
   *
   * @throws CodedError FORBIDDEN
   */
  async all(tx: Tx): Promise<readonly TemplateView[]> {
    permit(tx.actor, 'template.read');
    const rules = await policyStore.everyInForce(tx);
    return allInUse(await templateStore.all(tx)).map(({ template, version }) => {
      const misfits = misfitsOf(template, rules.get(template.policy.key) ?? null);
      return { template, version, misfits };
    });
  }

  /**
   * For handing on: those of these keys, or all.
   *
   * @throws CodedError FORBIDDEN, TEMPLATE_NOT_FOUND
   */
  async file(tx: Tx, keys: readonly string[] | null): Promise<TemplateFile> {
    permit(tx.actor, 'template.read');
    const all = allInUse(await templateStore.all(tx)).map(({ template }) => template);
    if (keys === null) return toFile(all);
    const wanted = all.filter(({ key }) => keys.includes(key));
    if (wanted.length < new Set(keys).size) throw templateUnknown('keys');
    return toFile(wanted);
  }

  /**
   * What a template makes of what was filled in; ids are as they were given.
   *
   * @param version which its author filled in; the one in use where it is null
   * @throws CodedError FORBIDDEN, TEMPLATE_NOT_FOUND, TEMPLATE_VERSION_STALE,
   *   TEMPLATE_VALUES_INVALID
   */
  async fill(
    tx: Tx,
    { key, version, values }: { key: string; version: number | null; values: Values },
  ): Promise<FilledIn> {
    permit(tx.actor, 'template.read');
    const found = inUse(key, await templateStore.last(tx, key));
    if (found === null) throw templateUnknown('templateKey');
    if (version !== null && version !== found.version) throw staleTemplate('version');
    return fillIn(found.template, values);
  }
}
