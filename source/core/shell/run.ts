import { folderAt } from './folders.ts';
import type { AndOr, ShellList, ShellNode, SimpleCommand } from './parse.ts';
import { expandWord } from './words.ts';

/** Why the status of a command is lost; offsets count in the script's text. */
export interface LostStatus {
	readonly kind: 'fallback' | 'errexit-off' | 'pipe' | 'condition-of-shell';
	readonly text: string;
	readonly start: number;
}

/** A simple command that a script may run. */
export interface ShellRun {
	/** Variables that are known are put in; at least one. */
	readonly words: readonly string[];
	readonly unresolved: readonly string[];
	readonly environment: ReadonlyMap<string, string>;
	readonly text: string;
	readonly start: number;
	readonly lost: readonly LostStatus[];
	readonly folder: string | null;
}

export interface ShellStart {
	readonly variables: ReadonlyMap<string, string>;
	readonly positional: readonly string[];
	/** From the root; null where it is not known. */
	readonly folder: string | null;
	readonly scriptFolder: string | null;
	/** A failure ends the script. */
	readonly errexit: boolean;
	readonly pipefail: boolean;
}

interface State {
	variables: Map<string, string>;
	exported: Set<string>;
	positional: readonly string[];
	folder: string | null;
	folders: (string | null)[];
	errexit: boolean;
	pipefail: boolean;
}

interface Context {
	/** What loses the status whatever the command does about it. */
	readonly lost: readonly LostStatus[];
	/** What loses the status where a failure does not end the script. */
	readonly tail: LostStatus | null;
	/** A condition asks for the status. */
	readonly asked: boolean;
	readonly depth: number;
}

const forgivingWords = new Set(['true', ':', 'echo', 'printf', 'cat', 'warn', 'log']);
const exits =
	/(?:^|[\s;&{(])(?:exit|return)\s+(?:[1-9]|["']?\$)|(?:^|[\s;&{(])(?:false|die|fail|abort)\b|(?:^|[\s;&{(])\w+\+?=(?:[1-9]|\$\?|true\b|["'])|\(\(/;
const mostRuns = 3000;
/** Loops in loops multiply. */
const mostLists = 10_000;

const simpleIn = (node: ShellNode): SimpleCommand | null => {
	if (node.kind === 'simple') return node;
	if (node.kind !== 'group') return null;
	const last = node.body.at(-1);
	const [only, ...more] = last?.items ?? [];
	return only && more.length === 0 ? simpleIn(only.node) : null;
};

/** What runs after `||`: does the whole succeed all the same? */
const fallbackOf = (node: ShellNode, text: string): 'forgives' | 'fails' | 'other' => {
	const written = text.slice(node.start, node.end);
	if (exits.test(` ${written}`)) return 'fails';
	const command = simpleIn(node);
	if (!command) return 'other';
	const [program = '', first = ''] = command.words;
	if (program === 'exit' || program === 'return') return first === '0' ? 'forgives' : 'fails';
	if (program === '') return 'fails';
	return forgivingWords.has(program) ? 'forgives' : 'other';
};

const clipped = (text: string): string => (text.split(/\r?\n/, 1)[0] ?? '').trim().slice(0, 200);

/**
 * The commands of a script in the order that it may run them: both sides of a condition, each round of a loop over
 * words that are known, the branch of a `case` that fits; functions where they are called.
 */
export const runsOf = (list: ShellList, text: string, start: ShellStart): readonly ShellRun[] => {
	const runs: ShellRun[] = [];
	const functions = new Map<string, ShellNode>();
	let lists = 0;
	const state: State = {
		variables: new Map(start.variables),
		exported: new Set(start.variables.keys()),
		positional: start.positional,
		folder: start.folder,
		folders: [],
		errexit: start.errexit,
		pipefail: start.pipefail,
	};
	const scope = () => ({ ...state, scriptFolder: start.scriptFolder });
	const written = (node: { readonly start: number; readonly end: number }): string =>
		clipped(text.slice(node.start, node.end));

	const expanded = (words: readonly string[]) => {
		const all = words.map(word => expandWord(word, scope()));
		return {
			words: all.flatMap(one => one.words),
			unresolved: [...new Set(all.flatMap(one => one.unresolved))],
		};
	};

	const assign = (assignment: string): readonly [string, string | null] => {
		const [, name = '', value = ''] = /^([A-Za-z_]\w*)\+?=([\s\S]*)$/.exec(assignment) ?? [];
		const { words, unresolved } = expandWord(value, scope());
		return [name, unresolved.length > 0 ? null : words.join(' ')];
	};

	// What is exported, until a variable changes.
	let exports: ReadonlyMap<string, string> | null = null;
	const keep = ([name, value]: readonly [string, string | null]): void => {
		exports = null;
		if (value === null) state.variables.delete(name);
		else state.variables.set(name, value.slice(0, 4096));
	};

	const change = (target: string | undefined): void => {
		state.folder = target === undefined || target === '-' ? null : folderAt(state.folder, target);
	};

	const setOptions = (words: readonly string[]): void => {
		words.forEach((word, at) => {
			const on = word.startsWith('-');
			if (!/^[-+]/.test(word)) return;
			if (/^[-+]\w*e/.test(word) && !/^[-+]o/.test(word)) state.errexit = on;
			if (!/^[-+]\w*o$/.test(word)) return;
			const option = words[at + 1];
			if (option === 'errexit') state.errexit = on;
			if (option === 'pipefail') state.pipefail = on;
		});
	};

	/** True for what only changes the shell itself. */
	const builtin = (words: readonly string[]): boolean => {
		const [name = '', ...rest] = words;
		switch (name) {
			case 'cd':
				change(rest.find(word => !word.startsWith('-') || word === '-') ?? '-');
				return true;
			case 'pushd':
				state.folders.push(state.folder);
				change(rest[0]);
				return true;
			case 'popd':
				state.folder = state.folders.pop() ?? null;
				return true;
			case 'set':
				setOptions(rest);
				return true;
			case 'export':
			case 'local':
			case 'declare':
			case 'readonly':
			case 'typeset':
				for (const word of rest) {
					const [, variable, value] = /^(\w+)(?:=([\s\S]*))?$/.exec(word) ?? [];
					if (variable === undefined) continue;
					if (value !== undefined) keep([variable, value.includes('$') ? null : value]);
					if (name !== 'local') state.exported.add(variable);
					exports = null;
				}
				return true;
			case 'shift':
				state.positional = state.positional.slice(Number(rest[0] ?? 1) || 1);
				return true;
			case 'unset':
				exports = null;
				for (const word of rest) state.variables.delete(word);
				return true;
			default:
				return false;
		}
	};

	const simple = (node: SimpleCommand, context: Context): void => {
		const assigned = node.assignments.map(assign);
		const { words, unresolved } = expanded(node.words);
		const [program] = words;
		if (program === undefined) {
			assigned.forEach(keep);
			return;
		}
		if (builtin(words)) return;
		const body = functions.get(program);
		if (body && context.depth < 8) {
			const before = state.positional;
			state.positional = words.slice(1);
			walk(body, { ...context, depth: context.depth + 1 });
			state.positional = before;
			return;
		}
		if (runs.length >= mostRuns) return;
		exports ??= new Map([...state.variables].filter(([name]) => state.exported.has(name)));
		const own = assigned.map(([name, value]): [string, string] => [name, value ?? '']);
		const environment = own.length > 0 ? new Map([...exports, ...own]) : exports;
		runs.push({
			words,
			unresolved,
			environment,
			text: text.slice(node.start, node.end).trim(),
			start: node.start,
			lost: [...new Set(context.lost)],
			folder: state.folder,
		});
	};

	const caseOf = (node: Extract<ShellNode, { kind: 'case' }>, context: Context): void => {
		const { words, unresolved } = expanded([node.word]);
		const value = unresolved.length > 0 ? null : words.join(' ');
		const fits = (pattern: string): boolean => {
			const bare = pattern.replace(/^["']|["']$/g, '');
			if (value === null || /[?[$]/.test(bare)) return true;
			if (!bare.includes('*')) return bare === value;
			const parts = bare.split('*').map(part => part.replace(/[.+^${}()|[\]\\]/g, '\\$&'));
			return new RegExp(`^${parts.join('.*')}$`).test(value);
		};
		const fitting = node.branches.filter(({ patterns }) => patterns.some(fits));
		const chosen = value === null ? fitting : fitting.slice(0, 1);
		for (const { body } of chosen) walkList(body, context);
	};

	const loop = (node: Extract<ShellNode, { kind: 'for' }>, context: Context): void => {
		const { words, unresolved } = expanded(node.words);
		const known = unresolved.length === 0 && words.length > 0 && words.length <= 30;
		const globbed = words.some(word => /[*?[]/.test(word));
		const rounds = known && !globbed ? words : [null];
		const tail = context.tail ?? { kind: 'errexit-off' as const, text: written(node), start: node.start };
		for (const word of rounds) {
			keep([node.variable, word]);
			walkList(node.body, { ...context, tail: rounds.length === 1 && known ? context.tail : tail });
		}
	};

	const walk = (node: ShellNode, context: Context): void => {
		switch (node.kind) {
			case 'simple':
				return simple(node, context);
			case 'pipe': {
				const last = node.items.length - 1;
				const negated: readonly LostStatus[] =
					node.negated && !context.asked
						? [{ kind: 'condition-of-shell', text: written(node), start: node.start }]
						: [];
				node.items.forEach((item, at) => {
					const rest = node.items[at + 1];
					const piped: readonly LostStatus[] =
						at === last || state.pipefail || !rest
							? []
							: [{ kind: 'pipe', text: `| ${written(rest)}`, start: rest.start }];
					walk(item, { ...context, lost: [...context.lost, ...negated, ...piped] });
				});
				return;
			}
			case 'group': {
				const before = node.subshell ? { ...state, variables: new Map(state.variables) } : null;
				// The status of a subshell ends the script as any other does.
				const ends = node.subshell && state.errexit && !context.asked;
				walkList(node.body, ends ? { ...context, tail: null } : context);
				if (before) {
					Object.assign(state, before);
					exports = null;
				}
				return;
			}
			case 'if': {
				const whole = text.slice(node.start, node.end);
				const asked: readonly LostStatus[] = exits.test(whole)
					? []
					: [{ kind: 'condition-of-shell', text: written(node), start: node.start }];
				for (const { condition, body } of node.clauses) {
					walkList(condition, { ...context, lost: [...context.lost, ...asked], tail: null, asked: true });
					walkList(body, context);
				}
				if (node.otherwise) walkList(node.otherwise, context);
				return;
			}
			case 'for':
				return loop(node, context);
			case 'while': {
				const asked: LostStatus = { kind: 'condition-of-shell', text: written(node), start: node.start };
				walkList(node.condition, { ...context, lost: [...context.lost, asked], tail: null, asked: true });
				return walkList(node.body, context);
			}
			case 'case':
				return caseOf(node, context);
			case 'function':
				functions.set(node.name, node.body);
		}
	};

	/** The status of the command is what the script ends with, or ends the script. */
	const contextOf = (andOr: AndOr, at: number, tail: LostStatus | null, context: Context): Context => {
		// A chain longer than this is no script.
		const later = andOr.items.slice(at + 1, at + 51);
		const caught = later.find(({ join }) => join === '||');
		const inner = { ...context, tail };
		if (caught) {
			const fallbacks = later
				.filter(({ join }) => join === '||')
				.map(({ node }) => ({ node, verdict: fallbackOf(node, text) }));
			if (fallbacks.some(({ verdict }) => verdict === 'fails')) return { ...context, tail: null };
			const forgiving = fallbacks.find(({ verdict }) => verdict === 'forgives');
			if (forgiving) {
				const { node } = forgiving;
				const softener: LostStatus = { kind: 'fallback', text: `|| ${written(node)}`, start: node.start };
				return { ...context, tail: null, lost: [...context.lost, softener] };
			}
		}
		const ends = state.errexit && !context.asked && (later.length === 0 || caught !== undefined);
		return ends || tail === null ? inner : { ...inner, lost: [...context.lost, tail] };
	};

	const tailOf = (items: ShellList, at: number, context: Context): LostStatus | null => {
		const next = items[at + 1];
		if (!next) return context.tail;
		const after = text.slice(next.start, next.end);
		if (/\$\?|\$\{\?\}|PIPESTATUS/.test(after)) return null;
		const forgives = /^(?:true|:|exit\s+0)\s*$/.test(after) && at + 2 === items.length;
		return { kind: forgives ? 'fallback' : 'errexit-off', text: `; ${written(next)}`, start: next.start };
	};

	function walkList(items: ShellList, context: Context): void {
		if (context.depth > 40 || ++lists > mostLists) return;
		items.forEach((andOr, at) => {
			const tail = context.asked ? null : tailOf(items, at, context);
			andOr.items.forEach(({ node }, index) => {
				const inner = contextOf(andOr, index, tail, { ...context, depth: context.depth + 1 });
				const background: readonly LostStatus[] = andOr.background
					? [{ kind: 'errexit-off', text: `${written(andOr)} &`, start: andOr.start }]
					: [];
				// What a compound command holds judges its own parts by the tail.
				const compound = node.kind !== 'simple' && node.kind !== 'pipe' && tail !== null;
				const lost = compound ? inner.lost.filter(softener => softener !== tail) : inner.lost;
				walk(node, { ...inner, lost: [...lost, ...background] });
			});
		});
	}

	walkList(list, { lost: [], tail: null, asked: false, depth: 0 });
	return runs;
};
