import { UserError } from '../core/errors.ts';
import { findNearest } from '../core/nearest.ts';
import { commandNames, commands, commonFlags, sessionFlags } from './flags.ts';
import type { CommandName, Flag } from './flags.ts';

const checkFormats = ['text', 'json', 'sarif', 'junit', 'markdown', 'html', 'github'] as const;
const plainFormats = ['text', 'json'] as const;
/** What `check` writes. */
export type CheckFormat = (typeof checkFormats)[number];
/** What other commands write. */
export type PlainFormat = (typeof plainFormats)[number];
/** Where a report goes; null is standard output. */
export interface Output<Format extends CheckFormat = PlainFormat> {
	readonly format: Format;
	readonly file: string | null;
}
export type FailOn = 'fail' | 'warn' | 'never';

/** How to run, whatever the command. */
export interface Common {
	readonly debug: boolean;
	/** False for `--no-color`. */
	readonly colour: boolean;
	readonly ascii: boolean;
	readonly plain: boolean;
	/** The session even in CI. */
	readonly tui: boolean;
}

interface Engine {
	readonly path: string;
	readonly cache: boolean;
	readonly jobs: number | null;
}

export interface CheckCommand extends Engine {
	readonly command: 'check';
	readonly outputs: readonly Output<CheckFormat>[];
	readonly only: readonly string[];
	readonly skip: readonly string[];
	readonly rev: string | null;
	readonly failOn: FailOn;
	readonly changedSince: string | null;
	/** The file of the baseline. */
	readonly baseline: string | null;
	/** Writes the baseline anew. */
	readonly updateBaseline: boolean;
	/** Runs the tools of the project too. */
	readonly run: boolean;
	/** Looks for secrets in the history too. */
	readonly history: boolean;
	readonly quiet: boolean;
}

export interface FixCommand extends Engine {
	readonly command: 'fix';
	readonly outputs: readonly Output[];
	/** `named` is what `--only` alone means: whatever it names, up to review. */
	readonly level: 'safe' | 'review' | 'named';
	readonly only: readonly string[];
	readonly skip: readonly string[];
	readonly answers: string | null;
	/** A file of choices to make again. */
	readonly plan: string | null;
	readonly branch: string | null;
	readonly dryRun: boolean;
	/** A command that has to succeed behind each commit. */
	readonly verify: string | null;
	readonly allowExec: boolean;
	readonly quiet: boolean;
}

export interface UndoCommand {
	readonly command: 'undo';
	readonly path: string;
	readonly what:
		| { readonly take: 'last' }
		| { readonly take: 'all' }
		| { readonly take: 'one'; readonly commit: string };
	readonly branch: string | null;
}

export interface SessionCommand extends Engine {
	readonly command: 'session';
	readonly branch: string | null;
}

export interface WaiveCommand {
	readonly command: 'waive';
	/** A practice, a check or a fingerprint. */
	readonly id: string;
	readonly reason: string;
	readonly until: string | null;
	readonly glob: string | null;
	readonly owner: string | null;
}

export interface AttestCommand {
	readonly command: 'attest';
	/** A practice or a check. */
	readonly id: string;
	readonly answer: 'yes' | 'no';
	readonly note: string;
	readonly until: string | null;
}

/** What the user asked for. */
export type Command =
	| CheckCommand
	| FixCommand
	| UndoCommand
	| WaiveCommand
	| AttestCommand
	| SessionCommand
	| { readonly command: 'explain'; readonly id: string }
	| { readonly command: 'list'; readonly outputs: readonly Output[] }
	| { readonly command: 'demo' }
	| { readonly command: 'version' }
	| { readonly command: 'help'; readonly about: CommandName | null };

export interface Invocation {
	readonly command: Command;
	readonly common: Common;
}

interface Scan {
	readonly name: CommandName | null;
	readonly values: ReadonlyMap<string, readonly string[]>;
	readonly words: readonly string[];
}

const findCommand = (word: string | undefined): CommandName | null =>
	commandNames.find(name => name === word) ?? null;

const unknownFlag = (flag: string, known: readonly Flag[], name: CommandName | null): UserError => {
	const nearest = findNearest(
		flag,
		known.map(({ name: one }) => one),
	);
	return new UserError(`Unknown flag \`${flag}\`${name === null ? '' : ` for \`bp-audit ${name}\``}`, {
		tryThis:
			nearest === null
				? `\`bp-audit ${name === null ? '' : `${name} `}--help\` shows every flag`
				: `Did you mean \`${nearest}\`?`,
	});
};

const scan = (argv: readonly string[]): Scan => {
	const name = findCommand(argv.find(word => !word.startsWith('-')));
	const known = [...(name === null ? sessionFlags : commands[name].flags), ...commonFlags];
	const values = new Map<string, string[]>();
	const words: string[] = [];
	let named = name === null;
	for (let at = 0; at < argv.length; at++) {
		const word = argv[at] ?? '';
		if (word === '--') {
			words.push(...argv.slice(at + 1));
			break;
		}
		if (!word.startsWith('-') || word === '-') {
			if (named) words.push(word);
			named = true;
			continue;
		}
		const equals = word.indexOf('=');
		const written = equals === -1 ? word : word.slice(0, equals);
		const asked = written === '-h' ? '--help' : written;
		const flag = known.find(one => one.name === asked);
		if (!flag) throw unknownFlag(written, known, name);
		if (flag.value === 'none') {
			if (equals !== -1) throw new UserError(`\`${flag.name}\` takes no value`);
			values.set(flag.name, ['']);
			continue;
		}
		const value = equals === -1 ? argv[++at] : word.slice(equals + 1);
		if (value === undefined || value === '' || (equals === -1 && value.startsWith('-'))) {
			throw new UserError(`\`${flag.name}\` needs a value`, {
				tryThis: `Write \`${flag.name} ${flag.placeholder ?? 'VALUE'}\``,
			});
		}
		const all = values.get(flag.name) ?? [];
		if (flag.value === 'text' && all.length > 0) throw new UserError(`\`${flag.name}\` is given twice`);
		values.set(flag.name, [...all, ...(flag.value === 'list' ? value.split(',') : [value])]);
	}
	return { name, values, words };
};

const choose = <const T extends string>(flag: string, value: string, known: readonly T[]): T => {
	const found = known.find(one => one === value);
	if (found !== undefined) return found;
	const nearest = findNearest(value, known);
	throw new UserError(`\`${value}\` is no value for \`${flag}\``, {
		tryThis: `${nearest === null ? '' : `Did you mean \`${nearest}\`? `}Known: ${known.join(', ')}`,
	});
};

const outputsOf = <const F extends CheckFormat>(
	values: readonly string[],
	formats: readonly [F, ...F[]],
): readonly Output<F>[] => {
	const outputs = values.map(value => {
		const equals = value.indexOf('=');
		const format = choose('--format', equals === -1 ? value : value.slice(0, equals), formats);
		const file = equals === -1 ? null : value.slice(equals + 1);
		if (file === '') throw new UserError(`\`--format ${value}\` names no file`);
		return { format, file };
	});
	if (outputs.filter(({ file }) => file === null).length > 1) {
		throw new UserError('Two reports cannot both go to standard output', {
			tryThis: 'Give one of them a file: `--format json=report.json`',
		});
	}
	return outputs.length === 0 ? [{ format: formats[0], file: null }] : outputs;
};

const jobsOf = (value: string | undefined): number | null => {
	if (value === undefined) return null;
	const count = /^\d{1,2}$/.test(value) ? Number(value) : 0;
	if (count < 1 || count > 64) throw new UserError('`--jobs` takes a whole number from 1 to 64');
	return count;
};

const assertWords = ({ words, name }: Scan, most: number): void => {
	const extra = words[most];
	if (extra === undefined) return;
	throw new UserError(`Unexpected argument \`${extra}\``, {
		tryThis: `Usage: \`${name === null ? 'bp-audit [PATH]' : commands[name].usage}\``,
	});
};

const isCommit = (word: string): boolean => /^[0-9a-f]{4,64}$/.test(word);

const undoOf = (parsed: Scan): UndoCommand => {
	assertWords(parsed, 2);
	const { words, values } = parsed;
	const all = values.has('--all');
	const [first, second] = words;
	const commit = second ?? (first !== undefined && isCommit(first) ? first : undefined);
	const path = second !== undefined || commit === undefined ? (first ?? '.') : '.';
	if (commit !== undefined && !isCommit(commit)) throw new UserError(`\`${commit}\` is not a commit's hash`);
	if (all && commit !== undefined) throw new UserError('`undo` takes a commit or `--all`, not both');
	const what = all
		? ({ take: 'all' } as const)
		: commit === undefined
			? ({ take: 'last' } as const)
			: ({ take: 'one', commit } as const);
	return { command: 'undo', path, what, branch: values.get('--branch')?.[0] ?? null };
};

const idOf = (parsed: Scan, command: CommandName): string => {
	assertWords(parsed, 1);
	const [id] = parsed.words;
	if (id !== undefined) return id;
	throw new UserError(`\`bp-audit ${command}\` needs an id`, { tryThis: '`bp-audit list` shows every id' });
};

const neededText = ({ values }: Scan, command: CommandName, flag: string, why: string): string => {
	const text = values.get(flag)?.[0]?.trim() ?? '';
	if (text !== '') return text;
	throw new UserError(`\`bp-audit ${command}\` needs \`${flag}\``, { tryThis: why });
};

const waiveOf = (parsed: Scan): WaiveCommand => {
	const { values } = parsed;
	return {
		command: 'waive',
		id: idOf(parsed, 'waive'),
		reason: neededText(parsed, 'waive', '--reason', 'Say why it is accepted: --reason "fake server"'),
		until: values.get('--until')?.[0] ?? null,
		glob: values.get('--path')?.[0] ?? null,
		owner: values.get('--owner')?.[0] ?? null,
	};
};

const attestOf = (parsed: Scan): AttestCommand => {
	const id = idOf(parsed, 'attest');
	const answer = neededText(parsed, 'attest', '--answer', 'Write `--answer yes` or `--answer no`');
	return {
		command: 'attest',
		id,
		answer: choose('--answer', answer, ['yes', 'no']),
		note: neededText(parsed, 'attest', '--note', 'Say how you know: --note "Pact runs in the platform repo"'),
		until: parsed.values.get('--until')?.[0] ?? null,
	};
};

const engineOf = (parsed: Scan): Engine => {
	assertWords(parsed, 1);
	return {
		path: parsed.words[0] ?? '.',
		cache: !parsed.values.has('--no-cache'),
		jobs: jobsOf(parsed.values.get('--jobs')?.[0]),
	};
};

const checkOf = (parsed: Scan): CheckCommand => {
	const { values } = parsed;
	const baseline = values.get('--baseline')?.[0] ?? null;
	const updateBaseline = values.has('--update-baseline');
	const changedSince = values.get('--changed-since')?.[0] ?? null;
	if (updateBaseline && baseline === null) {
		throw new UserError('`--update-baseline` needs `--baseline FILE`', {
			tryThis: 'Write `--baseline bp-audit-baseline.json --update-baseline`',
		});
	}
	if (updateBaseline && changedSince !== null) {
		throw new UserError(
			'a baseline is of all files: `--update-baseline` and `--changed-since` exclude each other',
		);
	}
	return {
		command: 'check',
		...engineOf(parsed),
		outputs: outputsOf(values.get('--format') ?? [], checkFormats),
		only: values.get('--only') ?? [],
		skip: values.get('--skip') ?? [],
		rev: values.get('--rev')?.[0] ?? null,
		failOn: choose('--fail-on', values.get('--fail-on')?.[0] ?? 'fail', ['fail', 'warn', 'never']),
		changedSince,
		baseline,
		updateBaseline,
		run: values.has('--run'),
		history: values.has('--history'),
		quiet: values.has('--quiet'),
	};
};

const fixOf = (parsed: Scan): FixCommand => {
	const { values } = parsed;
	const only = values.get('--only') ?? [];
	if (values.has('--safe') && values.has('--review')) {
		throw new UserError('`--safe` and `--review` cannot both be given');
	}
	const plan = values.get('--plan')?.[0] ?? null;
	const clash = ['--safe', '--review', '--only', '--skip', '--answers'].find(flag => values.has(flag));
	if (plan !== null && clash !== undefined) {
		throw new UserError(
			`a plan says itself what is fixed and how: \`--plan\` and \`${clash}\` exclude each other`,
		);
	}
	const verify = values.get('--verify')?.[0] ?? null;
	if (verify !== null && values.has('--dry-run')) {
		throw new UserError('`--dry-run` makes no commit that `--verify` could try');
	}
	return {
		command: 'fix',
		...engineOf(parsed),
		outputs: outputsOf(values.get('--format') ?? [], plainFormats),
		level: values.has('--review') ? 'review' : only.length > 0 && !values.has('--safe') ? 'named' : 'safe',
		only,
		skip: values.get('--skip') ?? [],
		answers: values.get('--answers')?.[0] ?? null,
		plan,
		branch: values.get('--branch')?.[0] ?? null,
		dryRun: values.has('--dry-run'),
		verify,
		allowExec: values.has('--allow-exec'),
		quiet: values.has('--quiet'),
	};
};

const commandOf = (parsed: Scan): Command => {
	const { name, values } = parsed;
	if (values.has('--version')) return { command: 'version' };
	if (values.has('--help')) return { command: 'help', about: name };
	switch (name) {
		case null:
			return { command: 'session', ...engineOf(parsed), branch: values.get('--branch')?.[0] ?? null };
		case 'check':
			return checkOf(parsed);
		case 'fix':
			return fixOf(parsed);
		case 'undo':
			return undoOf(parsed);
		case 'explain':
			return { command: 'explain', id: idOf(parsed, 'explain') };
		case 'waive':
			return waiveOf(parsed);
		case 'attest':
			return attestOf(parsed);
		case 'list':
			assertWords(parsed, 0);
			return { command: 'list', outputs: outputsOf(values.get('--format') ?? [], plainFormats) };
		case 'demo':
			assertWords(parsed, 0);
			return { command: 'demo' };
	}
};

/** Reads the command line, program and script left out. Throws a {@link UserError} for anything it does not know. */
export const parseArguments = (argv: readonly string[]): Invocation => {
	const parsed = scan(argv);
	return {
		command: commandOf(parsed),
		common: {
			debug: parsed.values.has('--debug'),
			colour: !parsed.values.has('--no-color'),
			ascii: parsed.values.has('--ascii'),
			plain: parsed.values.has('--plain'),
			tui: parsed.values.has('--tui'),
		},
	};
};
