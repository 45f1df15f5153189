import type { LintHit } from '../../../core/facts/python.ts';
import type { Level } from '../../../core/finding.ts';

// https://docs.astral.sh/ruff/rules/#flake8-bandit-s

interface Judged {
	readonly level: Level;
	readonly message: string;
	readonly expected: string;
	readonly isLikely?: boolean;
}

const warn = (message: string, expected: string, isLikely = false): Judged => ({
	level: 'warn',
	message,
	expected,
	isLikely,
});
const fail = (message: string, expected: string): Judged => ({ level: 'fail', message, expected });

const xml = warn(
	'The parser expands entities and fetches what a document names, as far as its version lets it',
	'`defusedxml` for documents from outside',
	true,
);
const cipher = warn('The cipher is broken or weak', 'AES in GCM mode, or ChaCha20-Poly1305');

/** What each of ruff's codes means where nothing in the line says more. */
const plain: Readonly<Record<string, Judged>> = {
	S102: {
		level: 'info',
		message: 'Text is run as code',
		expected: 'a call, or a table of functions',
		isLikely: true,
	},
	S303: warn('The hash is broken', '`hashlib.sha256`'),
	S304: cipher,
	S305: cipher,
	S306: warn(
		'The name of the file is known before the file is made',
		'`tempfile.mkstemp` or `NamedTemporaryFile`',
	),
	S307: warn('Text is evaluated as code', '`ast.literal_eval` for data', true),
	S313: xml,
	S314: xml,
	S315: xml,
	S316: xml,
	S317: xml,
	S318: xml,
	S319: xml,
	S323: warn('Certificates of servers are not checked', '`ssl.create_default_context()`'),
	S324: warn(
		'The hash is broken for security, and nothing says that it is used for something else',
		'`hashlib.sha256`, or `usedforsecurity=False` where nothing rests on it',
		true,
	),
	S501: fail(
		'Certificates of servers are not checked',
		'the default, or `verify=` with the file of the own authority',
	),
	S502: fail('The version of TLS is broken', '`ssl.create_default_context()`'),
	S503: warn('The version of TLS that is the default here is broken', '`ssl.PROTOCOL_TLS_CLIENT`'),
	S504: warn('No version of TLS is asked for', '`ssl.create_default_context()`'),
	S505: warn('The key is too short', 'RSA with 3072 bits, or a curve of 256'),
	S507: warn('Hosts that are not known are trusted', '`RejectPolicy` and a file of known hosts'),
	S508: warn('Version 1 or 2 of SNMP sends its password in the open', 'version 3'),
	S509: warn('SNMP runs without privacy or authentication', '`usmAesCfb128Protocol` and a password'),
	S604: warn('A call is told to use a shell', 'a list of arguments without a shell', true),
	S609: warn(
		'A shell replaces the `*`, and files may be called like options',
		'paths from `glob`, behind `--`',
	),
	S610: warn('`extra` takes raw SQL', 'expressions of the ORM', true),
	S611: warn('`RawSQL` takes raw SQL', 'expressions of the ORM, or parameters', true),
	S612: warn('The listener of `logging.config` runs what it receives', 'a `verify=` function'),
	S201: warn('The debugger of Flask runs code for whoever reaches the page', '`debug` from the environment'),
	S702: warn('Mako leaves HTML as it is', '`default_filters=["h"]`', true),
	S704: warn('Text is marked as safe HTML', '`Markup.escape`', true),
	S103: warn('Everybody on the machine may change the file', '`0o600` or `0o640`', true),
	PLE2502: fail(
		'The line holds characters that turn the direction of text, so it does not read as it runs',
		'the characters removed',
	),
};

const security = /token|secret|passw|otp\b|nonce|salt|csrf|session_?id|api_?key|pin_?code|verification/i;

/** Where the code runs. */
export interface Surroundings {
	/** The project has pages of HTML. */
	readonly hasPages: boolean;
	/** Others than whoever starts it give it input. */
	readonly serves: boolean;
}

/** On a machine of one's own, one's own command line may run what one types. */
const shell = ({ serves }: Surroundings, expected: string): Judged =>
	serves
		? fail('A shell runs text that is put together', expected)
		: warn('A shell runs text that is put together', expected, true);

const writtenIn = ({ written, source }: LintHit): string => written ?? source;

const special: Readonly<Record<string, (hit: LintHit, around: Surroundings) => Judged | null>> = {
	S202: hit =>
		/\bmembers\s*=/.test(writtenIn(hit))
			? null
			: fail(
					'An archive is unpacked to wherever its entries say',
					'`filter="data"`, which keeps them inside the folder',
				),
	// Text that only looks like SQL is in messages and patterns too.
	S608: ({ source }) =>
		/execute|query|sql|stmt|statement|cursor|text\(/i.test(source) &&
		!/re\.compile|\brf?["']|\bfr["']/i.test(source)
			? warn('A statement of SQL is put together from text', 'parameters of the driver', true)
			: null,
	S602: (hit, around) => {
		if (hit.message.includes('seems safe')) return null;
		if (/\(\s*\[/.test(writtenIn(hit)))
			return warn(
				'With a shell, the first item is the command and the others are lost',
				'the list without `shell=True`',
				true,
			);
		return shell(around, 'a list of arguments without a shell');
	},
	S605: ({ message }, around) =>
		message.includes('seems safe') ? null : shell(around, '`subprocess.run` with a list of arguments'),
	S701: (hit, { hasPages }) =>
		!hasPages && /autoescape\s*=\s*False/.test(writtenIn(hit))
			? null
			: hasPages
				? fail('Values reach HTML as they are', '`autoescape=select_autoescape()`')
				: warn(
						'Values reach the output as they are',
						'`autoescape=select_autoescape()` where it is HTML',
						true,
					),
	// Of random numbers only those that somebody must not guess.
	S311: ({ source }) =>
		security.test(source.split('#')[0] ?? '')
			? warn('What must not be guessed comes from a generator that can be', '`secrets`', true)
			: null,
};

/** `exec("…")` of a text that is written there runs nothing that is not in the file. */
const isLiteral = (hit: LintHit): boolean =>
	/\b(?:exec|eval)\(\s*[rbu]{0,2}(["'])[^"'{]*\1\s*[,)]/i.test(writtenIn(hit));

/** What a hit says of production code; null where it says nothing. */
export const judgeHit = (hit: LintHit, around: Surroundings): Judged | null => {
	if ((hit.code === 'S102' || hit.code === 'S307') && isLiteral(hit)) return null;
	if (hit.code === 'S501' && /localhost|127\.0\.0\.1/.test(writtenIn(hit)))
		return warn('Certificates are not checked', 'the default', true);
	const judge = special[hit.code];
	return judge ? judge(hit, around) : (plain[hit.code] ?? null);
};

export const securityCodes: ReadonlySet<string> = new Set([...Object.keys(plain), ...Object.keys(special)]);
