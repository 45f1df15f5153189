import { isList } from '../../../core/data.ts';
import { upward } from '../../../core/folders.ts';
import type { CiFile, PlacedText } from '../../../core/facts/ci-files.ts';
import type { CiSoftener } from '../../../core/facts/ci.ts';
import { folderAt } from '../../../core/shell/folders.ts';
import { rootMark } from '../../../core/shell/words.ts';
import type { Call, Follow, Piece, World } from '../piece.ts';
import { pieces, placedAt, unresolved } from '../piece.ts';
import { generated, namesIn } from './tox-names.ts';
import { findToml, tableAtPath, tomlPieces } from './tox-toml.ts';

// https://tox.wiki/en/latest/config.html

type Sections = Extract<CiFile, { kind: 'tox' }>['sections'];

interface Asked {
	readonly environments: readonly string[];
	readonly factors: readonly string[];
	readonly labels: readonly string[];
	readonly file: string | null;
	/** Arguments after `--`; null for none. */
	readonly positional: readonly string[] | null;
}

/** Names in a list; the blanks of an expression separate none. */
const listed = (text: string): readonly string[] =>
	text
		.replaceAll(/\$\{\{.*?\}\}/g, expression => expression.replaceAll(/\s/g, ''))
		.split(/[,\s]+/)
		.filter(name => name !== '' && name !== 'ALL');

const askedIn = ({ words, environment }: Call): Asked => {
	const end = words.indexOf('--');
	const own = end < 0 ? words : words.slice(0, end);
	const environments: string[] = [];
	const factors: string[] = [];
	const labels: string[] = [];
	let file: string | null = null;
	for (let at = 1; at < own.length; at++) {
		const word = own[at] ?? '';
		const value = (): string => own[++at] ?? '';
		const short = /^-e=?(.+)$/.exec(word)?.[1];
		if (word === '-e' || word === '--env') environments.push(...listed(value()));
		else if (short !== undefined) environments.push(...listed(short));
		else if (word === '-f') while (own[at + 1]?.startsWith('-') === false) factors.push(value());
		else if (word === '-m') while (own[at + 1]?.startsWith('-') === false) labels.push(...listed(value()));
		else if (word === '-c' || word === '--conf') file = value();
		else if (
			/^(?:-x|--override|--workdir|--root|--installpkg|-p|-o)$/.test(word) &&
			!own[at + 1]?.startsWith('-')
		) {
			if (word !== '-p' || /^(?:\d+|auto|all)$/.test(own[at + 1] ?? '')) at++;
		}
	}
	const fromEnvironment = environment.get('TOXENV') ?? environment.get('TOX_ENV');
	return {
		environments:
			environments.length > 0 || fromEnvironment === undefined ? environments : listed(fromEnvironment),
		factors,
		labels,
		file,
		positional: end < 0 ? null : words.slice(end + 1),
	};
};

const condition = /^([\w {}.!,-]+?):(?:\s+(.*))?$/s;

/** Whether an environment's factors fit `lint,py3{12,13}-!cov`. */
const holds = (expression: string, environment: string): boolean => {
	const factors = new Set(environment.split('-'));
	return namesIn(expression.replace(/,\s+/g, ',')).some(alternative =>
		alternative
			.split('-')
			.every(factor => (factor.startsWith('!') ? !factors.has(factor.slice(1)) : factors.has(factor))),
	);
};

interface Line {
	readonly text: string;
	readonly line: number;
	readonly column: number;
}

const linesOf = (placed: PlacedText): readonly Line[] =>
	placed.parts.map(({ at, line, column }, index) => ({
		text: placed.text.slice(at, placed.parts[index + 1]?.at ?? placed.text.length).trimEnd(),
		line,
		column,
	}));

/** The commands among the lines that hold for an environment; `\\` goes on in the next line. */
const commandsOf = (placed: PlacedText, environment: string): readonly Line[] => {
	const whole: { text: string; line: number; column: number }[] = [];
	for (const line of linesOf(placed)) {
		const open = whole.at(-1);
		if (open?.text.endsWith('\\') === true) open.text = `${open.text.slice(0, -1)} ${line.text}`;
		else whole.push({ ...line });
	}
	return whole.flatMap(({ text, line, column }) => {
		const match = condition.exec(text);
		if (!match) return [{ text, line, column }];
		const rest = match[2] ?? '';
		if (rest.trim() === '' || !holds(match[1] ?? '', environment)) return [];
		return [{ text: rest, line, column: column + text.length - rest.length }];
	});
};

interface Ini {
	readonly path: string;
	readonly folder: string;
	readonly sections: Sections;
	readonly positional: readonly string[] | null;
	/** The environment that is read. */
	readonly environment?: string;
}

const chainOf = ({ sections }: Ini, environment: string): readonly Sections[string][] => {
	const own = Object.entries(sections).filter(([name]) => {
		const title =
			/^testenv:(.+)$/.exec(name)?.[1] ?? (sections['tox'] ? undefined : /^tox:env:(.+)$/.exec(name)?.[1]);
		return title !== undefined && namesIn(title).includes(environment);
	});
	return [...own.map(([, options]) => options), sections['testenv'] ?? {}];
};

const optionOf = (ini: Ini, environment: string, ...names: readonly string[]): PlacedText | null => {
	for (const options of chainOf(ini, environment)) {
		for (const name of names) {
			const value = options[name];
			if (value && (value.text !== '' || name === 'commands')) return value;
		}
	}
	return null;
};

/** Longer values come only from values in values. */
const longest = 10_000;

const filled = (text: string, ini: Ini, depth = 0): string => {
	let references = 0;
	return (text.length > longest ? text.slice(0, longest) : text)
		.replace(/\{posargs(?::((?:[^{}]|\{[^{}]*\})*))?\}|\[\]/g, (_, fallback: string | undefined) =>
			ini.positional ? ini.positional.join(' ') : (fallback ?? ''),
		)
		.replace(/\{\[([^\]]+)\](\w+)\}/g, (whole, section: string, key: string) => {
			// A command that goes on over lines stays one command.
			const value = ini.sections[section]?.[key]?.text.replaceAll(/\\\n/g, ' ');
			return value === undefined || depth > 2 || ++references > 20 ? whole : filled(value, ini, depth + 1);
		})
		.replace(/\{(?:envpython|env_python|base_python)\}/g, 'python')
		.replace(
			/\{(?:toxinidir|tox_root|config_dir)\}/g,
			ini.folder === '.' ? rootMark : `${rootMark}/${ini.folder}`,
		)
		.replace(/\{(?:envbindir|env_bin_dir)\}\//g, '')
		.replace(/\{\/\}/g, '/')
		.replace(
			/\{env:(\w+)(?::([^{}]*))?\}/g,
			(_, name: string, fallback: string | undefined) =>
				`\${${name}${fallback === undefined ? '' : `:-${fallback}`}}`,
		)
		.replace(/\{(?:envname|env_name)\}/g, whole => ini.environment ?? whole)
		.replace(/(?<!\$)\{(\w+)\}/g, '$${$1}');
};

const environmentOf = (placed: PlacedText | null, name: string): ReadonlyMap<string, string> => {
	const found = new Map<string, string>();
	for (const { text } of placed ? commandsOf(placed, name) : []) {
		const match = /^(\w+)\s*=\s*(.*)$/.exec(text);
		if (match) found.set(match[1] ?? '', (match[2] ?? '').replace(/^(["'])(.*)\1$/, '$2'));
	}
	return found;
};

const iniPieces = (tox: Ini, environment: string): readonly Piece[] => {
	const ini = { ...tox, environment };
	const folder = optionOf(ini, environment, 'changedir', 'change_dir');
	const directory = folder ? folderAt(ini.folder, filled(folder.text, ini)) : ini.folder;
	const ignored = optionOf(ini, environment, 'ignore_outcome');
	const [ignoring] = ignored && /^true$/i.test(ignored.text.trim()) ? ignored.parts : [];
	const soft: readonly CiSoftener[] = ignoring
		? [{ kind: 'tox', path: ini.path, line: ignoring.line, text: 'ignore_outcome = true' }]
		: [];
	const variables = environmentOf(optionOf(ini, environment, 'setenv', 'set_env'), environment);
	return ['commands_pre', 'commands', 'commands_post'].flatMap(key => {
		const value = optionOf(ini, environment, key);
		const lines = value ? commandsOf(value, environment) : [];
		return lines.flatMap(({ text, line, column }) =>
			filled(text, ini)
				.split('\n')
				.map((command): Piece => {
					const dash = /^-\s*/.exec(command)?.[0] ?? '';
					const same = command === text;
					return {
						kind: 'shell',
						path: ini.path,
						text: placedAt(
							command.slice(dash.length).replace(/^!\s*/, ''),
							line,
							same ? column + dash.length : 0,
						),
						errexit: false,
						pipefail: false,
						directory,
						environment: variables,
						softeners:
							dash === '' ? soft : [...soft, { kind: 'tox', path: ini.path, line, text: text.slice(0, 200) }],
						hops: [{ path: ini.path, line, text: `tox -e ${environment}` }],
					};
				}),
		);
	});
};

const iniEnvironments = (ini: Ini): readonly string[] => {
	const { sections } = ini;
	const tox = sections['tox'] ?? sections['tox:tox'];
	return namesIn(filled((tox?.['envlist'] ?? tox?.['env_list'])?.text ?? '', ini));
};

const sectionNames = ({ sections }: Ini): readonly string[] =>
	Object.keys(sections).flatMap(name => {
		const title = /^testenv:(.+)$/.exec(name)?.[1];
		return title === undefined ? [] : namesIn(title);
	});

const isOpen = (name: string): boolean => name.includes('$');

/** A part of a name is the factor that is asked for; `py$` is some version of Python, which `pylint` is not. */
const isFactor = (part: string, factor: string): boolean => {
	const open = factor.indexOf('$');
	if (open < 0) return part === factor;
	const start = factor.slice(0, open);
	return /^(?:py|pypy)\d*$/.test(start)
		? part.startsWith(start) && /^(?:py|pypy)[\d.]*t?$/.test(part)
		: part.startsWith(start);
};

const chosen = (
	asked: Asked,
	all: readonly string[],
	known: readonly string[],
	labelled: (label: string) => readonly string[],
): readonly string[] => {
	const every = [...new Set([...all, ...known])];
	// `${PYTHON}-mypy`: every environment with the factors that are known.
	const fitting = (wanted: readonly string[]): readonly string[] => {
		const factors = wanted.flatMap(name =>
			name.replace(/\$\{\{.*?\}\}|\$\{\w+\}|\$\w+|\$\([^)]*\)/g, '$').split('-'),
		);
		return every.filter(name => {
			const own = name.split('-');
			return factors.every(factor => own.some(part => isFactor(part, factor)));
		});
	};
	// `-e py` and the like are made of nothing but the base.
	if (asked.environments.length > 0) {
		return asked.environments.flatMap(name => (isOpen(name) ? fitting([name]) : generated(name)));
	}
	if (asked.labels.length > 0) return asked.labels.flatMap(labelled);
	return asked.factors.length > 0 ? fitting(asked.factors) : all;
};

const findIni = (
	world: World,
	folder: string,
	file: string | null,
	positional: readonly string[] | null,
): Ini | null => {
	for (const above of upward(folder)) {
		for (const name of file === null ? ['tox.ini', 'pyproject.toml'] : [file]) {
			const path = folderAt(above, name);
			const found = path === null ? null : world.file(path);
			if (path !== null && found?.kind === 'tox')
				return { path, folder: above, sections: found.sections, positional };
		}
		if (file !== null) return null;
	}
	return null;
};

/** `tox -e lint`: the commands of the environments. */
export const followTox: Follow = (call, world) => {
	const asked = askedIn(call);
	if (call.directory === null) return unresolved('variable');
	if (
		/^(?:list|l|config|c|devenv|d|schema|quickstart|q|--version|-l|--help|-h|--notest)$/.test(
			call.words[1] ?? '',
		)
	)
		return pieces([]);
	if (call.words.includes('--notest')) return pieces([]);
	const open = asked.environments.some(isOpen);
	if (asked.environments.some(name => /^(?:\$\{\{[^}]*\}\}|\$\{?\w+\}?|[<>].*)$/.test(name)))
		return unresolved('variable');
	const ini = findIni(world, call.directory, asked.file, asked.positional);
	if (ini) {
		const all = iniEnvironments(ini);
		const known = sectionNames(ini);
		const labelled = (label: string) => {
			const text = ini.sections['tox']?.['labels'];
			const line = (text ? linesOf(text) : []).find(one => one.text.split('=')[0]?.trim() === label);
			return line ? namesIn(line.text.slice(line.text.indexOf('=') + 1)) : [];
		};
		const names = chosen(asked, all, known, labelled);
		if (open && names.length === 0) return unresolved('variable');
		const run = names.length > 0 || asked.environments.length + asked.labels.length > 0 ? names : ['py'];
		return pieces(distinct(run.map(name => iniPieces(ini, name))));
	}
	const toml = findToml(world, call.directory);
	if (!toml) return unresolved('target');
	const value = tableAtPath(toml, [])['env_list'];
	const all = isList(value) ? value.filter(item => typeof item === 'string') : [];
	const labelled = (label: string) => {
		const names = tableAtPath(toml, ['labels'])[label];
		return isList(names) ? names.filter(item => typeof item === 'string') : [];
	};
	const names = chosen(asked, all, Object.keys(tableAtPath(toml, ['env'])), labelled);
	return pieces(
		distinct((names.length > 0 ? names : ['py']).map(name => tomlPieces(toml, name, asked.positional))),
	);
};

/** Environments of several Pythons run the same: once is enough. */
const distinct = (all: readonly (readonly Piece[])[]): readonly Piece[] => {
	const seen = new Set<string>();
	return all.flatMap(list => {
		const key = JSON.stringify(
			list.map(piece =>
				piece.kind === 'shell' ? [piece.text.text, piece.text.parts[0]?.line] : [piece.words, piece.line],
			),
		);
		if (seen.has(key)) return [];
		seen.add(key);
		return list;
	});
};
