import { openMinor } from '@rochdale/dues';
import type { InvoiceRow, RefundRow, ShownCredit } from '@rochdale/dues';
import type { ExpenseView } from '@rochdale/expenses';
import { formatDecimal, html } from '@rochdale/platform';
import type { CodedError, Html } from '@rochdale/platform';
import { fieldOf, listing, moreThanListed, mostListed } from '../listed.js';
import { formTo } from '../my-data-page.js';
import type { Visit } from '../visits.js';

/** What is between a person and a co-operative that they may want to leave for good. */
export interface MoneyBetween {
  /** Why they cannot be erased yet. */
  readonly affairs: readonly CodedError[];
  /** What they have with it, by currency. */
  readonly credits: readonly ShownCredit[];
  readonly mayGive: boolean;
  /** Credit that a treasurer set aside to be paid out, that nobody released, and is theirs. */
  readonly refunds: readonly RefundRow[];
  /** Open, and theirs; those that are due first, where they are many. */
  readonly invoices: readonly InvoiceRow[];
  /** That nobody decided. */
  readonly claims: readonly ExpenseView[];
  /** That the members have voted on, and are not told what they decided yet. */
  readonly voted: readonly ExpenseView[];
  readonly mayTakeBack: boolean;
  /** That others claim for them, and nobody decided. */
  readonly forThem: readonly ExpenseView[];
  /** That is owed to them, and they may waive. */
  readonly waivable: readonly ExpenseView[];
  /** Of which of these there are more than are listed. */
  readonly more: Readonly<Record<'undecided' | 'forThem' | 'waivable' | 'refunds', boolean>>;
}

/** What one can do about what stands in the way, beside what is offered below it. */
const remedies: Readonly<Record<string, string>> = {
  EXPENSE_UNPAID:
    'You can take back what nobody has decided. What is approved is paid to you, ask a ' +
    'treasurer when, or you waive it.',
  CREDIT_LEFT: 'Ask a treasurer to pay it out to you, or give it to the co-operative.',
  REFUND_UNDER_WAY:
    'As long as no treasurer has released it, you may call it back, below. After that, wait ' +
    'until it has reached you.',
  PAYOUT_UNDER_WAY: 'Wait until it has reached you.',
  PAYOUT_WAITING: 'Ask a treasurer when, or say below that you do not want it.',
  PAYOUT_CLAIMED: 'Ask a treasurer what is to be given back, and how.',
};

export const said = (amountMinor: bigint, currency: string): string =>
  `${formatDecimal(amountMinor, currency)} ${currency}`;

/** The same of who is suspended, and may do none of it as long as they belong. */
const remediesOnceLeft: typeof remedies = {
  ...remedies,
  EXPENSE_UNPAID:
    'Once you have left you can take back what nobody has decided, and waive what is approved. ' +
    'Else it is paid to you: ask a treasurer when.',
  CREDIT_LEFT:
    'Ask a treasurer to pay it out to you, or give it to the co-operative once you left.',
};

function opens({ affairs, mayTakeBack }: MoneyBetween): Html {
  const remedyOf = mayTakeBack ? remedies : remediesOnceLeft;
  return html`<h2>Not yet</h2>
    <p>There is money between you and the co-operative:</p>
    <ul>
      ${affairs.map(({ code, message }) => html`<li>${message} ${remedyOf[code] ?? ''}</li>`)}
    </ul>`;
}

/** Why a button is not there yet of who is suspended. */
const leaveFirst = (deed: string): Html =>
  html`<p>Leave first: ${deed} is not for members who are suspended, and is for who has left.</p>`;

const more = (money: MoneyBetween, of: keyof MoneyBetween['more']): Html =>
  money.more[of] ? moreThanListed : html``;

/** What is one's own to end. */
function takingBack(money: MoneyBetween, visit: Visit, isNew: boolean): Html {
  const { claims, mayTakeBack } = money;
  if (claims.length === 0) return html``;
  const button = formTo(
    'take-back-claims',
    visit,
    html`${listing('take-back', 'Expense', claims)}
      <p><button>${money.more.undecided ? 'Take these back' : 'Take all of it back'}</button></p>`,
  );
  return html`<p>Nobody has decided yet:</p>
    <ul>
      ${claims.map(
        ({ title, amountMinor, currency }) =>
          html`<li>${title}, ${said(amountMinor, currency)}</li>`,
      )}
    </ul>
    ${more(money, 'undecided')}
    ${!mayTakeBack ? leaveFirst('to take it back') : isNew ? button : html``}`;
}

/** What is nobody's to take back any more. */
const waitingFor = (voted: readonly ExpenseView[]): Html =>
  html`<p>The members have voted on this. What they decided comes first:</p>
    <ul>
      ${voted.map(
        ({ title, amountMinor, currency }) =>
          html`<li>${title}, ${said(amountMinor, currency)}</li>`,
      )}
    </ul>`;

/** Each currency by itself, and just what is shown: more may come before the button is pressed. */
const givingOf = ({ balanceMinor, currency, movements }: ShownCredit, visit: Visit): Html =>
  formTo(
    'give-credit',
    visit,
    html`<input type="hidden" name="currency" value="${currency}" />
      <input type="hidden" name="amount" value="${balanceMinor.toString()}" />
      <input type="hidden" name="movements" value="${movements}" />
      <p>
        <button class="danger">Give it to the co-operative: ${said(balanceMinor, currency)}</button>
      </p>`,
  );

/** What they have with the co-operative, which may be theirs to give. */
function giving({ credits, mayGive }: MoneyBetween, visit: Visit, isNew: boolean): Html {
  if (credits.length === 0) return html``;
  const { name } = visit.cooperative;
  const buttons = html`<p>
      You may give it: it is a donation to ${name} then, nobody pays it out to you, and nobody can
      bring it back.
    </p>
    ${credits.map((credit) => givingOf(credit, visit))}`;
  return html`<p>Your credit with ${name}:</p>
    <ul>
      ${credits.map(({ balanceMinor, currency }) => html`<li>${said(balanceMinor, currency)}</li>`)}
    </ul>
    ${!mayGive ? leaveFirst('to give it') : isNew ? buttons : html``}`;
}

/** What others claim for them, which keeps them from nothing, and which they need not take. */
function declining(money: MoneyBetween, visit: Visit, isNew: boolean): Html {
  const { forThem } = money;
  if (forThem.length === 0) return html``;
  const button = formTo(
    'decline-claims',
    visit,
    html`${listing('decline', 'Expense', forThem)}
      <p><button>${money.more.forThem ? 'Decline these' : 'Decline all of it'}</button></p>`,
  );
  return html`<h2>What others claim for you</h2>
    <p>
      Nobody has decided yet. It does not keep you here, and it ends when you are erased; you may
      decline it now. Whoever claimed it finds so in their list.
    </p>
    <ul>
      ${forThem.map(
        ({ title, amountMinor, currency, status }) =>
          html`<li>
            ${title}, ${said(amountMinor, currency)}:
            ${status === 'submitted' ? 'waits to be decided' : 'more was asked about it'}
          </li>`,
      )}
    </ul>
    ${more(money, 'forThem')} ${isNew ? button : html``}`;
}

/** What is owed to them, and theirs to give. */
const waiving = (money: MoneyBetween, visit: Visit): Html =>
  html`<p>
      This is owed to you, and waits for a treasurer to release it. You may waive it: nobody pays it
      to you then, the money stays with ${visit.cooperative.name}, and nobody can bring it back.
      What you claimed and its receipts stay all the same, as vouchers, for as long as the law of
      vouchers says.
    </p>
    ${formTo(
      'waive-claims',
      visit,
      html`<fieldset>
          <legend>What you waive</legend>
          ${money.waivable.map(
            (claim) =>
              html`<label class="choice">
                <input
                  type="checkbox"
                  name="${fieldOf('waive', 'Expense', claim.id)}"
                  value="yes"
                />
                <span>${claim.title}, ${said(claim.amountMinor, claim.currency)}</span>
              </label>`,
          )}
        </fieldset>
        ${more(money, 'waivable')}
        <p><button class="danger">Waive what is ticked</button></p>`,
    )}`;

/** What a treasurer began to pay out, and is theirs to end as long as nobody let it go. */
function callingBack(money: MoneyBetween, visit: Visit, isNew: boolean): Html {
  const refunds = money.refunds.slice(0, mostListed);
  if (refunds.length === 0) return html``;
  const button = formTo(
    'call-refunds-back',
    visit,
    html`${listing('call-back', 'DuesRefund', refunds)}
      <p><button>Call it back</button></p>`,
  );
  return html`<p>
      This credit is set aside to be paid out to you, and waits for a treasurer to release it. Call
      it back, and it is your credit again, which you may give to ${visit.cooperative.name}:
    </p>
    <ul>
      ${refunds.map(({ amountMinor, currency }) => html`<li>${said(amountMinor, currency)}</li>`)}
    </ul>
    ${more(money, 'refunds')} ${isNew ? button : html``}`;
}

/** What is asked of them stands in nobody's way: who owes may go as well. */
const owes = (invoices: readonly InvoiceRow[]): Html =>
  html`<h2>What you are asked for</h2>
    <p>
      Being erased does not end it, and nobody can ask you about it afterwards. You may pay it
      first, ask a treasurer to let you off it, or leave it as it is.
    </p>
    <ul>
      ${invoices.map(
        (invoice) =>
          html`<li>
            ${said(openMinor(invoice), invoice.currency)} by ${invoice.dueOn}, with the reference
            ${invoice.reference}
          </li>`,
      )}
    </ul>`;

export const untickedClaims = 'Nothing was ticked that is yours to waive.';
export const creditChanged =
  'Your credit is not what it was when this page was made. Look at what is left, and press again.';

/** What stands in the way, what of it is theirs to end, and what does not stand in it. */
export function moneyBetween(visit: Visit, money: MoneyBetween, isNew: boolean): Html {
  const { affairs, waivable, voted, invoices } = money;
  return html`${affairs.length > 0 ? opens(money) : html``} ${takingBack(money, visit, isNew)}
  ${voted.length > 0 ? waitingFor(voted) : html``}
  ${isNew && waivable.length > 0 ? waiving(money, visit) : html``}
  ${callingBack(money, visit, isNew)} ${giving(money, visit, isNew)}
  ${declining(money, visit, isNew)} ${invoices.length > 0 ? owes(invoices) : html``}`;
}

/** What a form of this page said of credit; null for what none of them says. */
export function creditSaid(form: Readonly<Record<string, unknown>>): ShownCredit | null {
  const { currency, amount, movements } = form;
  if (typeof currency !== 'string' || typeof amount !== 'string') return null;
  if (typeof movements !== 'string' || !/^[0-9a-f]{64}$/.test(movements)) return null;
  if (!/^[A-Z]{3}$/.test(currency) || !/^[1-9][0-9]{0,18}$/.test(amount)) return null;
  return { currency, balanceMinor: BigInt(amount), movements };
}
