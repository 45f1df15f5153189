/** Bits of Shannon's entropy for each character. */
export const entropyOf = (value: string): number => {
	const counts = new Map<string, number>();
	for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
	let bits = 0;
	for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
	return bits;
};

/** Words and shapes of what stands for a value, in documents, samples and tests. */
const stand =
	/change.?me|your|example|sample|dummy|fake|placeholder|redacted|test|mock|guest|insert|replace|todo|\*\*\*|\.\.\.|<.*>|secret|passw|token|default|none|null|admin|root|user|1234|qwerty|found|init|demo|local|hidden|invalid|wrong|random|unused|correct|change|enter|super|value|string/i;
/** Words as people write them, `word`, `Word` or `WORD`: in any other case they are chance. */
const written = (...words: readonly string[]): string =>
	words.flatMap(word => [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)]).join('|');

const few = written('xxx', 'foo', 'bar', 'baz', 'abc', 'dev', 'key');
/** The same in fewer letters, which a random text may hold by chance: then in the middle of other letters. */
const shortStand = new RegExp(few);
const shortStandApart = new RegExp(`(?<![A-Za-z])(?:${few})|(?:${few})(?![A-Za-z])`);
const isLong = (value: string): boolean => value.length >= 24;

const standsForValue = (value: string): boolean =>
	isLong(value) && entropyOf(value) >= 3.5
		? /change.?me|example|sample|dummy|fake|placeholder|redacted|insert|replace|\*\*\*|\.\.\.|secret|passw|token|default|qwerty|random|string/i.test(
				value,
			) || longHandMade.test(value)
		: stand.test(value) ||
			(value.length >= 16 && classesOf(value) >= 3 ? shortStandApart : shortStand).test(value) ||
			handMade.test(value);

/** What is put in at run time: `${X}`, `{{ x }}`, `%(x)s`, `$X`, `%X%`, a call. */
const reference = /[{}<>`()[\]\\]|^\$|%\w+%|%[sd]/;

/** Nothing but what is put in at run time: the program reads it, and it tells nothing. */
export const isReference = (value: string): boolean =>
	/^(?:\{\{?[^{}]{0,200}\}?\}|\$\{?[A-Za-z_][\w.:-]{0,100}\}?|%\(\w{1,64}\)s|%[sd]|%\w{1,64}%|<[\w -]{1,64}>)$/.test(
		value,
	);

const lookalikes: Readonly<Record<string, string>> = {
	'0': 'o',
	'1': 'i',
	'3': 'e',
	'4': 'a',
	'5': 's',
	'@': 'a',
	$: 's',
};
/** `P@ssw0rd` is `Password`. */
const plainLetters = (value: string): string =>
	value.replaceAll(/[01345@$]/g, character => lookalikes[character] ?? character);

/** A path, an address without credentials, a name of AWS, a pattern. */
const locator = /^(?:arn:|[a-z][a-z0-9+.-]*:\/\/|\/|\.{1,2}\/|~|s3:|ssm:|vault:|env:|file:)|\/$/i;

/** A name: words joined by case, dots, dashes, underscores, slashes or colons. */
const isName = (value: string): boolean =>
	/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(value) ||
	/^[a-z]+(?:[A-Z][a-z]+)+$/.test(value) ||
	/^(?:[A-Z][a-z]+)+$/.test(value) ||
	(!/\d/.test(value) && /^[A-Za-z]+(?:[._:/@#,+-]+[A-Za-z]+)*$/.test(value) && /[._:/@#,+-]/.test(value)) ||
	// `package.module.Class`, `AWS::Service::Kind`
	/^[A-Za-z_]\w{0,40}(?:(?:\.|::?|\/)[A-Za-z_]\w{0,40})+$/.test(value) ||
	// `us-east-1`, `sha256`, `text-embedding-3-small`, `app.v2.tokens`
	/^[A-Za-z]+\d{0,3}(?:[._:/-](?:[A-Za-z]+\d{0,3}|v?\d{1,4}))+$/.test(value);

/** A route with names for what varies, `v1/orders/:id`. */
const isRoute = (value: string): boolean =>
	/^[\w.-]+(?:\/[\w.-]+){0,20}\/:[A-Za-z_]\w{0,60}(?:\/:?[\w.-]+){0,20}$/.test(value);

/** Settings with words for values, `fg=yellow;options=bold`: a style, no credential. */
const isStyle = (value: string): boolean =>
	/^[a-z]+(?:-[a-z]+)*=[a-z]+(?:-[a-z]+)*(?:[;,&][a-z]+(?:-[a-z]+)*(?:=[a-z]+(?:-[a-z]+)*)?)+$/.test(value);

const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/];
const classesOf = (value: string): number => classes.filter(one => one.test(value)).length;

/** Ranges of letters and digits in the order of the alphabet or the keyboard: written by hand. */
const handMade =
	/0123|2345|3456|4567|5678|6789|9876|8765|7654|6543|5432|4321|bcde|cdef|defg|efgh|fghi|ghij|qwer|asdf|zxcv|(.)\1{4}|^(.{1,4})\2{2,}/i;

/** Longer ones, or the same piece again and again. */
const longHandMade =
	/012345|123456|2345678|3456789|9876543|8765432|654321|abcdef|bcdefg|cdefgh|defghi|efghij|qwerty|asdfgh|zxcvbn|(.)\1{5}|^(.{1,4})\2{3,}/i;

/** A date, a version, a UUID, a requirement: digits with a meaning. */
const measured =
	/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|==\d|^[\d.,:;/_+-]+$|^v?\d+(?:\.\d+)+|^\d{4}-\d\d-\d\d|^(?:0x)?0+$/i;

/**
 * A literal that may well be a password or a key: long and mixed enough, and neither a name, a reference, a path nor
 * one of the words that stand for a value.
 */
export const isPlausible = (value: string): boolean => {
	if (value.length < 8 || value.length > 512 || !/^[!-~]+$/.test(value)) return false;
	if (reference.test(value) || locator.test(value) || measured.test(value)) return false;
	if (isName(value) || isRoute(value) || isStyle(value)) return false;
	if (standsForValue(value) || (!isLong(value) && stand.test(plainLetters(value)))) return false;
	const entropy = entropyOf(value);
	if (/^[0-9a-f]+$/i.test(value)) return value.length >= 16 && entropy >= 3;
	const kinds = classesOf(value);
	return (entropy >= 3.5 && kinds >= 2 && value.length >= 12) || (kinds >= 3 && entropy >= 2.75);
};

/** Whether a literal with a telling name is kept off screens and out of facts: in doubt it is. */
export const isMaskable = (value: string): boolean =>
	value.length >= 6 &&
	value.length <= 4096 &&
	!/\s/.test(value) &&
	!/[{}<>`()[\]$]/.test(value) &&
	!locator.test(value) &&
	!measured.test(value) &&
	// A version that is asked for, a colour.
	!/^(?:[\^~<>=!*]|#[0-9a-f]{3,8}$)/i.test(value) &&
	!/^(?:none|null|true|false|undefined|[a-z]{1,12}|[\d.]+)$/i.test(value) &&
	!isName(value);

const samples = written(
	'example',
	'sample',
	'fake',
	'dummy',
	'test',
	'mock',
	'placeholder',
	'redacted',
	'your',
	'notreal',
	'deadbeef',
	'foobar',
	'secret',
	'insert',
	'changeme',
);
const madeUp = new RegExp(
	`${samples}|[xX]{4,}|(?<![A-Za-z0-9])[xX]{3}(?![A-Za-z0-9])|\\.\\.\\.|\\*\\*\\*|[<>{}$]`,
);

/** Digits and letters of a credential that somebody made up for a document or a test. */
export const isMadeUp = (value: string): boolean =>
	madeUp.test(value) || longHandMade.test(value) || entropyOf(value) < 2.6;
