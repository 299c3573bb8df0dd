import { withoutUnseen } from '@rochdale/platform';

/**
 * Letters and digits of all scripts that look like one or two of ours, without their marks: what
 * ends in a to z and 0 to 9 of `confusables.txt` of Unicode Technical Standard 39
 * (https://www.unicode.org/license.txt). Names that are of another script as a whole are compared
 * as they are.
 */
const seenAs: readonly (readonly [string, string])[] = [
  ['2', 'ƧƻϨᒿꙄꛯꝚ'],
  ['3', 'ƷȜЗҘӠⳌꝪꞫ\u{118ca}\u{16f3b}'],
  ['4', 'Ꮞ\u{118af}'],
  ['5', 'Ƽ\u{118bb}'],
  ['6', 'бᏮⳒ\u{118d5}'],
  ['7', '\u{104d2}\u{118c6}'],
  ['8', 'Ȣȣ৪੪\u{1031a}\u{1e8cb}'],
  ['9', '৭੧୨൭ⳊꝮ\u{118ac}\u{118cc}\u{118d6}'],
  ['a', 'ɑΑαАаᎪᗅꓮ\u{102a0}\u{16f40}'],
  ['aa', 'Ꜳꜳ'],
  ['ae', 'ÆæӔӕ'],
  ['ao', 'Ꜵꜵ'],
  ['au', 'Ꜷꜷ'],
  ['av', 'ꜸꜹꜺꜻ'],
  ['ay', 'Ꜽꜽ'],
  ['b', 'ƀƂƃƄɓΒБВЬѢѣҌҍᏏᏴᖯᗷꓐꞴ\u{10282}\u{102a1}\u{10301}'],
  ['bl', 'Ы'],
  ['c', 'ȼСсҪҫᏟᴄⲤⲥꓚꮯ\u{102a2}\u{10302}\u{10415}\u{1043d}\u{1051c}\u{118e9}\u{118f2}'],
  ['d', 'ÐĐđƉƌɖɗԁᎠᏧᑯᗞᗪꓒꓓ'],
  ['dz', 'ʣ'],
  ['e', 'ɆɇΕЕеҽҿᎬⴹꓰꬲ\u{10286}\u{118a6}\u{118ae}'],
  ['f', 'ƑƒϜքᖴᵮẝꓝꞘꞙꬵ\u{10287}\u{102a5}\u{10525}\u{118a2}\u{118c2}'],
  ['g', 'ƍǤǥɠɡԌցᏀᏳᶃꓖ'],
  ['h', 'ĦħɦΗНнћҢһӇӉհᎻᏂᏲᕼⱧⲎꓧꚕ\u{102cf}'],
  ['i', 'ıɨɩɪιіӏᎥᵻᵼꙇꭵ\u{118c3}'],
  ['j', 'ɈɉͿϳЈјᎫᒍꓙꞲ'],
  ['k', 'ƙΚКҚҞᏦᛕⱩⲔꓗꝀ\u{10518}'],
  [
    'l',
    'ŁłƖƗƚ\u{1c0}ɫɭΙІӀ\u{5d5}\u{5df}\u{627}\u{661}\u{673}۱\u{7ca}ᏞᒪᛁⲒⳐⵏꓡꓲ\u{1028a}' +
      '\u{10309}\u{10320}\u{1041b}\u{10526}\u{118a3}\u{118b2}\u{16f16}\u{16f28}' +
      '\u{1e8c7}',
  ],
  ['ll', '\u{1c1}\u{5f0}'],
  ['lo', 'Ю'],
  ['ls', 'ʪ'],
  ['lz', 'ʫ'],
  ['m', 'ΜϺМӍᎷᗰᛖⲘꓟ\u{102b0}\u{10311}'],
  ['n', 'ƝƞɳΝηոռᵰⲚꓠ\u{10513}'],
  [
    'o',
    'ØøƟɵΘΟθοσОоѲѳӨөՕօ\u{5e1}\u{647}\u{665}\u{6be}\u{6c1}\u{6d5}۵\u{6ff}\u{7c0}०০੦૦ଠ୦' +
      '௦౦೦ഠ൦๐໐တဝ၀ჿዐᎾᏫᴏᴑⲞⲟⴱⵁⵔ〇ꓳꝊꝋꬽꬾꭴꮎꮻ\u{10292}\u{102ab}\u{10404}\u{1042c}\u{104c2}' +
      '\u{104ea}\u{10516}\u{114d0}\u{118b5}\u{118c8}\u{118d7}\u{118e0}',
  ],
  ['oe', 'Œœ'],
  ['oo', 'ꚘꚙꝎꝏ'],
  ['p', 'ƥΡρРрᏢᑭᵽⲢⲣꓑ\u{10295}'],
  ['q', 'ʠԛգզⵕ'],
  ['r', 'ƦɍɼɽгғᎡᏒᖇᴦᵲⲅꓣꭇꭈꮁ\u{104b4}\u{16f35}'],
  ['rn', 'ɱᵯ\u{11700}\u{118e3}'],
  ['s', 'ƽʂЅѕՏᏕᏚᵴꓢꜱꮪ\u{10296}\u{10420}\u{10448}\u{118c1}\u{16f3a}'],
  ['t', 'ŦŧƭƮȾΤТҬᎢᵵⲦꓔ\u{10297}\u{102b1}\u{10315}\u{118bc}\u{16f0a}'],
  ['t3', 'Ꜩ'],
  ['tf', 'ꝷ'],
  ['ts', 'ʦ'],
  ['u', 'ɄʋυՍսሀᏌᑌᴜᵾꓴꞟꭎꭒꮜ\u{104ce}\u{104f6}\u{118b8}\u{118d8}\u{16f42}'],
  ['ue', 'ᵫ'],
  ['uo', 'ꭣ'],
  ['v', 'νѴѵ\u{5d8}\u{667}۷Ꮩᐯᴠⴸꓦꛟꮩ\u{1051d}\u{11706}\u{118a0}\u{118c0}\u{16f08}'],
  ['w', 'ɯѡѽԜԝաᎳᏔᴡꓪꝡꮃ\u{114c5}\u{1170a}\u{1170e}\u{1170f}\u{118e6}\u{118ef}'],
  ['x', 'ΧХхҲᕁᕽᚷⲬⵝꓫꞳ\u{10290}\u{102b4}\u{10317}\u{10322}\u{10527}\u{118ec}'],
  ['y', 'ƴɎɏɣʏΥγУуҮүҰұყᎩᎽᶌỿⲨꓬꭚ\u{102b2}\u{118a4}\u{118dc}\u{16f43}'],
  ['z', 'ƵƶȤȥʐΖᏃᴢᵶꓜꮓ\u{102f5}\u{118a9}\u{118c4}\u{118e5}'],
];

/** Ours that are taken for one another: digits for letters, and what one reads as two. */
const ours: readonly (readonly [string, string])[] = [
  ['o', '0'],
  ['l', '1i'],
  ['e', '3'],
  ['a', '4'],
  ['s', '5'],
  ['t', '7'],
  ['b', '8'],
  ['rn', 'm'],
  ['vv', 'w'],
];

const mapOf = (pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, string> =>
  new Map(pairs.flatMap(([seen, letters]) => Array.from(letters, (each) => [each, seen] as const)));

const foreign = mapOf(seenAs);
const own = mapOf(ours);

const seen = (text: string): string => {
  const latin = Array.from(text, (each) => foreign.get(each) ?? each).join('');
  return Array.from(latin.toLowerCase(), (each) => own.get(each) ?? each).join('');
};

/**
 * Without accents and what nobody sees, and in the compatible form: full width and mathematical
 * letters are plain.
 */
const plain = (text: string): string =>
  withoutUnseen(text.normalize('NFKD')).replaceAll(/\p{M}/gu, '');

/**
 * What a text looks like, in small letters and in capitals: those of a script may look like ours in
 * one of them alone. Texts are taken for one another where either is the same.
 */
export function looksOf(text: string): readonly [string, string] {
  const letters = plain(text);
  return [seen(letters.toLowerCase()), seen(letters.toUpperCase())];
}
