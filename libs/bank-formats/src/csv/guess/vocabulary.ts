/** A header as words are looked for in it: small letters without accents, single blanks. */
export function plainHeader(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replaceAll('ł', 'l')
    .replaceAll(/[\s_#*"']+/g, ' ')
    .trim();
}

/** One regular expression over lines of words. */
function pattern(...parts: readonly string[]): RegExp {
  return new RegExp(parts.join(''));
}

/** Words that headers have in the languages of our banks, by what they mean, in plain form. */
export const words = {
  booking: pattern(
    '^(?:buchung|boek|bokf|booking|booked|post(?:ed|ing)? |completed|settlement|',
    'kirjaus|konyvel)|ksiegowania|contabile|comptabilisation|^dateop|^data tranzactiei',
  ),
  date: /date|datum|dato\b|data\b|fecha|dag\b|paiva|dzien|kuupaev|tarih|ημερομηνια|дата/,
  value: pattern(
    'valuta|value|valeur|^wert|wertstell|rentedat|arvopaiva|\\bvalor\\b|waluty|',
    'effective|dateval|interest date|valutadag|erteknap|valuutap',
  ),
  amount: pattern(
    '^(?:net |gross |total )?(?:transac\\w+ |trans\\. |book\\w+ )?(?:amount|betrag|',
    'bedrag|montant|import[eo]\\b|belopp|belob|belop\\b|kwota|sum(?:ma|me|a)?\\b|',
    'umsatz\\b|castka|objem|osszeg|maara|iznos|tutar|valor\\b|value\\b|waarde|',
    'hodnota|cad\\$|debit ?/ ?credit|credit ?/ ?debit|ποσο\\b|сумма)',
  ),
  amountWithin: /(?:betrag|bedrag|belopp|amount)\b/,
  notAmount: pattern(
    'urspr|orig|oorspr|foreign|fremd|local|lokal|\\bfee\\b|gebuhr|gebuehr|kosten|',
    'steuer|\\btax|detail|limit|geteilt|balance|saldo|solde|blokad',
  ),
  credit: pattern(
    '^(?:credits?\\b|kredit|haben\\b|bij\\b|gutschrift|eingang|einnahme|deposit|',
    'inflow|paid in|money in|montant credit|avere|entrat[ae]|abono|haber\\b|uznani|',
    'wplyw|inn pa|ingang|incoming|alacak|ingreso|πιστωση|inbetal|insattning)',
  ),
  debit: pattern(
    '^(?:debits?\\b|debet\\b|soll\\b|af\\b|lastschrift\\b|belastung|ausgang|ausgabe|',
    'withdrawal|outflow|paid out|money out|montant debit|dare\\b|uscit[ae]|cargo|',
    'debe\\b|obciaz|wydatk|ut fra|uitgaand|outgoing|borc\\b|χρεωση|utbetal|uttag)',
  ),
  creditOther: /^(?:debito|credito)\b/,
  /** What the bank kept within the amount of a direct debit that came back. */
  returnFee: /auslagenersatz/,
  balance: pattern(
    'balance|saldo|solde|\\bsold\\b|kontostand|running bal|bakiye|egyenleg|zustatek|',
    '^stand\\b|υπολοιπο|atlikums|likutis|\\bjaak\\b|zostatok',
  ),
  currency: pattern(
    '^(?:transac\\w+ )?(?:currency|wahrung|waehrung|whg|valuta|valutacode|devis?e|',
    'devies|divisa|munt|moeda|moneda|monnaie|waluta|mena|deviza|ccy|valuutta|curr)\\b',
  ),
  foreign: /urspr|orig|oorspr|foreign|fremd|local|lokal/,
  /** What the payer wrote. */
  remittance: pattern(
    'verwendungszweck|zahlungsgrund|zahlungsreferenz|remittance|payment (?:ref|',
    'details)|mededeling|betalingskenmerk|communication|omschrijving|\\btytul|zprava|',
    'viesti|viite\\b|message|meddelande|umsatztext|avisierungstext|narrative|',
    'particulars|concepto|causale|\\bmemo\\b|informations complementaires|kozlemeny|',
    'selgitus|paskirtis|maksajuma merkis|αιτιολογια|назначение',
  ),
  /** What the bank wrote, which is all there is in many exports. */
  description: pattern(
    'descri|detail|libelle|label|\\bopis|beskriv|\\bteksti?\\b|\\btext|selitys|',
    'forklaring|beschreibung|rubrik|otsikko|vorgang|merchant|reference\\b|leiras|',
    'ac[iı]klama|περιγραφη|popis|apraksts|aprasymas',
  ),
  type: pattern(
    'buchungstext|umsatzart|umsatztyp|^vorgang|^type\\b|\\btype$|transaction type|',
    'betaalwijze|mutatiesoort|^typ\\b|^laji$|^soort|^code$',
  ),
  payer: pattern(
    'auftraggeber|zahlungspflichtig|\\bpayer|\\bsender|remitter|debtor|maksaja|',
    'nadawca|ordonnant|avsandare|ordenante|platce',
  ),
  payee: pattern(
    'empfa?e?nger|beneficia|begu?e?nstigte|\\bpayee|creditor(?! ?id)|saaja|odbiorca|',
    'destinataire|mottagare|prijemce|recipient|ontvanger',
  ),
  otherSide: pattern(
    'counter ?part|gegenpartei|gegenkonto|zahlungsbeteiligt|tegenpartij|',
    'tegenrekening|kontrahent|protiuc|partner|contrepartie|ellenoldali',
  ),
  name: pattern(
    '\\bname?\\b|\\bnaam\\b|\\bnom\\b|\\bnazwa\\b|\\bnimi\\b|\\bnamn\\b|\\bnome\\b|',
    'merchant|\\btiers\\b|haendler|handler|\\bnev\\b',
  ),
  account: pattern(
    '\\biban\\b|kont[oau]\\b|konto|\\bkto\\b|account|rekening(?!houder)|rachun|',
    'uc(?:et|tu)|\\bcompte|cuenta|\\bconto\\b|protiuc|tilinumero|szamlaszam',
  ),
  bic: /\bbic\b|swift|\bblz\b|bankleitzahl|sort code|kod banky/,
  own: pattern(
    'auftragskonto|auftraggeberkonto|kontoinhaber|\\beigene?\\b|own account|',
    '^rekening(?:nummer)?$|posted account|account ?num$|^compte$|^iban/bban$|',
    'numero de compte|^konto$',
  ),
  generic: /^(?:account(?: number| no\.?)?|sort code|numero? (?:de )?compte)$/,
  endToEnd: /end.?to.?end|kundenreferenz/,
  mandate: /mandat|machtiging/,
  creditorId: /gla?e?ubiger|creditor ?id|incassant/,
  bankReference: pattern(
    'transaction ?(?:id|ref)|transactiereferentie|transaktions-?nr|bankreferenz|',
    '^id(?: pohybu)?$|identificador|arkistointi|^ref(?:erence)?$|referentie$|',
    'referenznummer|arhiveerimistunnus|verifikationsnummer',
  ),
  /** What says which way the money went, in words or letters. */
  sign: pattern(
    'de+bi?e?t\\w* ?[/-] ?[ck]re|[ck]re+di?\\w* ?[/-] ?de|soll ?[/-] ?haben|\\bs ?/ ?h\\b|',
    '^d ?/ ?[ck]$|^[ck] ?/ ?d$|\\bd ?/ ?[ck]\\b|af ?[/-]? ?bij|\\bcr ?/ ?dr\\b|\\bdr ?/ ?cr\\b|',
    'dare ?/ ?avere|debe ?/ ?haber|\\bznak\\b|^sens$|^richting$|^vorzeichen$',
  ),
  card: /\bcard\b|karte|\bcarte\b|\bkaart|tarjeta|\bcarta\b|\bkort\b|kartennummer|karteninhaber/,
  status: /status|^info$|zustand|\betat\b|\bstato\b|\bestado\b|\bstav\b|\btila\b/,
} as const satisfies Readonly<Record<string, RegExp>>;

/** What cells say of a movement that has not been booked. */
export const pendingCell = pattern(
  'vorgemerkt|pending|ausstehend|en attente|in behandeling|pendiente|in sospeso|',
  'autorizz|\\boffen\\b|vantande|reserver|oczekuj|ceka|gereserveerd|authori[sz]ed',
);

/** What cells say of a movement that never was one. */
export const notMovedCell = pattern(
  'declined|rejected|refus|geweigerd|abgelehnt|storniert|cancel|failed|revert|',
  'rechazad|rifiutat|odrzuc|annul|gestrichen',
);

/** How card statements tell that what was owed was paid, at least in part. */
export const cardPaid = pattern(
  'thank you|directpay|\\bautopay|payment received|zahlung erhalten|ihre zahlung|',
  'paiement recu|votre paiement|betaling ontvangen|su pago|pago recibido|pagamento ricevuto',
);

/** Words and letters for money that came in, in columns that give the sign of an amount. */
export const creditCells = new Set(
  (
    'c cr crdt credit kredit h haben gutschrift bij eingang in + credito crédit crédito abono ' +
    'avere entrata uznanie incoming income einnahme inflow ontvangen kredyt k kreedit kredits ' +
    'kredīts kreditas haber ingreso alacak wpływ příjem jóváírás pano πίστωση'
  ).split(' '),
);

/** And for money that went out. */
export const debitCells = new Set(
  (
    'd dr dbit debit debet s soll lastschrift belastung af ausgang out - débit débito debito ' +
    'cargo dare uscita obciążenie outgoing expense ausgabe outflow uitgegeven debet addebito ' +
    'deebet debets debetas debe gasto borç wydatek výdaj terhelés otto χρέωση'
  ).split(' '),
);
