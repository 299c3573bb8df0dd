import type { Tx } from '@rochdale/platform';
import { CodedError } from '@rochdale/platform';
import { fillIn } from '../template/fill-in.js';
import { inUse } from '../template/in-use.js';
import { shippedOnPersons } from '../template/shipped-on-persons.js';
import type { Template } from '../template/template.js';
import { templateStore } from '../template/template.store.js';

export const appealTemplate = 'expulsion-appeal';

interface Said {
  readonly title: string;
  readonly body: string;
}

/**
 * What an appeal says: as the co-operative's own template has it, or as the one that ships where
 * theirs is out of use, says no grounds, or asks for more than the one who files it is asked.
 */
export async function appealWords(
  tx: Tx,
  values: { readonly expulsion: string; readonly grounds: string },
): Promise<Said> {
  const kept = await templateStore.last(tx, appealTemplate);
  const own = inUse(appealTemplate, kept)?.template ?? null;
  const ships = inWordsThatShip(values);
  // Nobody who keeps templates takes the grounds out of an appeal, or gives it a name of theirs.
  const isTheirs = own?.proposal.body.includes('{{grounds}}') === true;
  const body = isTheirs ? filled(own, values)?.body : undefined;
  return { title: ships.title, body: body ?? ships.body };
}

function inWordsThatShip(values: { readonly grounds: string }): Said {
  const shipped = shippedOnPersons.find(({ key }) => key === appealTemplate);
  if (shipped === undefined) throw new Error('there is a template of appeals');
  const { title } = shipped.proposal;
  return filled(shipped, values) ?? { title, body: values.grounds };
}

/** Null where a template does not take these values. */
function filled(template: Template, values: object): Said | null {
  try {
    const { title, body } = fillIn(template, { ...values });
    return { title, body };
  } catch (error) {
    if (error instanceof CodedError && error.code === 'TEMPLATE_VALUES_INVALID') return null;
    throw error;
  }
}
