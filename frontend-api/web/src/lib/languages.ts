/** Languages to write in, by their ISO 639-1 codes. */
const CODES = "ar bn cs da de el en es fi fr he hi hu id it ja ko nl no pl pt ro ru sv th tr uk vi zh".split(" ");

const names = new Intl.DisplayNames(["en"], { type: "language" });

/** Each with its English name, in the order of these. */
export const LANGUAGES = CODES.map((value) => ({ value, label: names.of(value) ?? value })).sort((a, b) => a.label.localeCompare(b.label));
