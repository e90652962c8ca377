// How much of a USSD screen a text takes: GSM 03.38 septets where the default
// alphabet and its extension table can write it, UCS-2 units where they cannot.

const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENSION = "\f^{}\\[~]|€";
const UCS2 = 80; // units in the 160 octets of a USSD string

/**
 * Measures a text against a network's limit.
 * @param {string} text the screen without its CON or END
 * @param {number} limit septets the network shows; half as many UCS-2 units fit, 80 at most
 * @returns {{coding: "GSM-7" | "UCS-2", used: number, limit: number, left: number}}
 */
export function measure(text, limit) {
  let septets = 0;
  for (const letter of text) {
    if (BASIC.includes(letter)) septets += 1;
    else if (EXTENSION.includes(letter)) septets += 2;
    else return size("UCS-2", text.length, Math.min(UCS2, Math.floor(limit / 2)));
  }
  return size("GSM-7", septets, limit);
}

function size(coding, used, limit) {
  return { coding, used, limit, left: limit - used };
}
