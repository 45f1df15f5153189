import type { Session } from './state.ts';

/** One character as typed, or the name of a key: `up`, `page-down`, `enter`, `esc`, `ctrl-c`. */
export type Key = string;

/** Which of the screens, panes and dialogs receives keys. */
export type Context =
	| 'wait'
	| 'failed'
	| 'sections'
	| 'list'
	| 'detail'
	| 'menu'
	| 'text'
	| 'preview'
	| 'batch-ready'
	| 'batch-running'
	| 'batch-done'
	| 'log'
	| 'summary'
	| 'help'
	| 'leave'
	| 'small';

const browse = ['sections', 'list', 'detail'] as const;
const menus = ['menu', 'summary'] as const;
const scrolled = ['preview', 'batch-ready', 'batch-running', 'batch-done'] as const;
const pages = [...browse, ...scrolled, 'log'] as const;
/** Where letters are commands: everywhere but in fields. */
const lettered = ['wait', 'failed', ...menus, ...pages] as const;

interface Entry {
	readonly keys: readonly [Key, ...Key[]];
	readonly contexts: readonly Context[];
	/** For the footer: one or two words. */
	readonly label: string;
	/** For the help: a sentence without a full stop. */
	readonly help: string;
}

const entries = {
	fix: {
		keys: ['f'],
		contexts: browse,
		label: 'fix',
		help: 'Fix: a safe fix is committed at once, others show their diff first',
	},
	preview: {
		keys: ['F'],
		contexts: browse,
		label: 'preview',
		help: 'Show the diff of the fix first, whatever its safety',
	},
	batch: { keys: ['B'], contexts: browse, label: 'batch', help: 'Commit all safe fixes, one commit each' },
	undo: {
		keys: ['u'],
		contexts: [...browse, 'log'],
		label: 'undo',
		help: 'Undo the last fix: take its commit off the branch',
	},
	redo: {
		keys: ['U'],
		contexts: [...browse, 'log'],
		label: 'redo',
		help: 'Redo the fix that was undone last',
	},
	'next-problem': { keys: ['n'], contexts: browse, label: 'next problem', help: 'Go to the next problem' },
	'previous-problem': {
		keys: ['N'],
		contexts: browse,
		label: 'previous problem',
		help: 'Go to the previous problem',
	},
	'next-section': { keys: [']'], contexts: browse, label: 'next section', help: 'Go to the next section' },
	'previous-section': {
		keys: ['['],
		contexts: browse,
		label: 'previous section',
		help: 'Go to the previous section',
	},
	'next-hunk': {
		keys: [']'],
		contexts: ['preview'],
		label: 'next change',
		help: 'Scroll to the next change',
	},
	'previous-hunk': {
		keys: ['['],
		contexts: ['preview'],
		label: 'previous change',
		help: 'Scroll to the previous change',
	},
	down: { keys: ['down', 'j'], contexts: pages, label: 'down', help: 'Move or scroll down' },
	up: { keys: ['up', 'k'], contexts: pages, label: 'up', help: 'Move or scroll up' },
	'page-down': { keys: ['page-down', 'ctrl-f'], contexts: pages, label: 'page down', help: 'One page down' },
	'page-up': { keys: ['page-up', 'ctrl-b'], contexts: pages, label: 'page up', help: 'One page up' },
	first: { keys: ['home', 'g'], contexts: pages, label: 'first', help: 'Go to the first line' },
	last: { keys: ['end', 'G'], contexts: pages, label: 'last', help: 'Go to the last line' },
	open: {
		keys: ['enter', 'right', 'l'],
		contexts: browse,
		label: 'open',
		help: 'Open: section, practice, then the next tab',
	},
	back: { keys: ['left', 'h', 'esc'], contexts: browse, label: 'back', help: 'Go back one pane' },
	'next-pane': { keys: ['tab'], contexts: browse, label: 'next pane', help: 'Go to the next pane' },
	'previous-pane': {
		keys: ['shift-tab'],
		contexts: browse,
		label: 'previous pane',
		help: 'Go to the previous pane',
	},
	'tab-why': { keys: ['1'], contexts: browse, label: 'why', help: 'Show why it matters' },
	'tab-evidence': {
		keys: ['2'],
		contexts: browse,
		label: 'evidence',
		help: 'Show every place where it was found',
	},
	'tab-fix': { keys: ['3'], contexts: browse, label: 'fix', help: 'Show what the fixer does' },
	'tab-by-hand': { keys: ['4'], contexts: browse, label: 'by hand', help: 'Show how to mend it by hand' },
	'tab-checks': { keys: ['5'], contexts: browse, label: 'checks', help: 'Show each check and what it says' },
	'scroll-down': {
		keys: ['J'],
		contexts: browse,
		label: 'scroll detail',
		help: 'Scroll the detail down',
	},
	'scroll-up': {
		keys: ['K'],
		contexts: browse,
		label: 'scroll detail',
		help: 'Scroll the detail up',
	},
	'toggle-settled': {
		keys: ['x'],
		contexts: browse,
		label: 'show passed',
		help: 'Show or hide what passed, is waived or does not apply',
	},
	'audit-again': { keys: ['r'], contexts: [...browse, 'failed'], label: 'audit again', help: 'Audit again' },
	log: {
		keys: ['L'],
		contexts: [...browse, 'summary'],
		label: 'fix log',
		help: 'Show the commits on the branch',
	},
	summary: {
		keys: ['s'],
		contexts: [...browse, 'log', 'batch-done'],
		label: 'summary',
		help: 'Show the summary and what to do next',
	},
	'menu-move': { keys: ['up', 'down', 'k', 'j'], contexts: menus, label: 'choose', help: 'Choose an entry' },
	'menu-take': { keys: ['enter'], contexts: menus, label: 'take', help: 'Take the chosen entry' },
	'help-move': { keys: ['up', 'down'], contexts: ['help'], label: 'choose', help: 'Choose a key' },
	'help-run': { keys: ['enter'], contexts: ['help'], label: 'run it', help: 'Run the chosen key' },
	'take-text': { keys: ['enter'], contexts: ['text'], label: 'take', help: 'Take the answer' },
	erase: {
		keys: ['backspace', 'delete'],
		contexts: ['text', 'help'],
		label: 'erase',
		help: 'Erase the last character',
	},
	'erase-all': { keys: ['ctrl-u'], contexts: ['text', 'help'], label: 'erase all', help: 'Erase everything' },
	confirm: { keys: ['y'], contexts: ['preview', 'batch-ready', 'leave'], label: 'yes', help: 'Yes, do it' },
	cancel: {
		keys: ['esc', 'n'],
		contexts: ['preview', 'batch-ready', 'leave'],
		label: 'cancel',
		help: 'No, go back',
	},
	stop: {
		keys: ['esc'],
		contexts: ['batch-running'],
		label: 'stop after this',
		help: 'Stop after the fix that is under way',
	},
	close: {
		keys: ['esc'],
		contexts: ['menu', 'text', 'help', 'log', 'summary', 'batch-done'],
		label: 'back',
		help: 'Go back',
	},
	done: { keys: ['enter'], contexts: ['batch-done'], label: 'back', help: 'Go back to the list' },
	help: { keys: ['?'], contexts: lettered, label: 'help', help: 'Show all keys' },
	quit: {
		keys: ['q'],
		contexts: [...lettered, 'small'],
		label: 'quit',
		help: 'Go back one level; at the top, quit',
	},
	suspend: {
		keys: ['ctrl-z'],
		contexts: [...lettered, 'text', 'help', 'leave', 'small'],
		label: 'suspend',
		help: 'Suspend to the shell; `fg` comes back',
	},
	repaint: {
		keys: ['ctrl-l'],
		contexts: [...lettered, 'text', 'help', 'leave', 'small'],
		label: 'repaint',
		help: 'Paint the screen again',
	},
	interrupt: {
		keys: ['ctrl-c'],
		contexts: [...lettered, 'text', 'help', 'leave', 'small'],
		label: 'quit',
		help: 'Quit at once',
	},
} as const satisfies Readonly<Record<string, Entry>>;

export type Command = keyof typeof entries;
export interface Binding extends Entry {
	readonly command: Command;
}

const isCommand = (name: string): name is Command => Object.hasOwn(entries, name);

/** The one list of keys: what a key does, the footer and the help come from here. */
export const bindings: readonly Binding[] = Object.entries(entries).flatMap(([command, entry]) =>
	isCommand(command) ? [{ command, ...entry }] : [],
);

/** What the footer offers, most useful first; it shows what fits and what works now. */
export const footers: Readonly<Record<Context, readonly Command[]>> = {
	wait: ['quit'],
	failed: ['audit-again', 'quit'],
	sections: ['open', 'batch', 'next-problem', 'help', 'quit', 'undo', 'summary', 'toggle-settled'],
	list: [
		'fix',
		'next-problem',
		'help',
		'quit',
		'open',
		'preview',
		'batch',
		'undo',
		'summary',
		'toggle-settled',
	],
	detail: ['fix', 'back', 'help', 'next-problem', 'quit', 'preview', 'undo', 'batch', 'summary'],
	menu: ['menu-move', 'menu-take', 'close'],
	text: ['take-text', 'close', 'erase-all'],
	preview: ['confirm', 'cancel', 'next-hunk', 'down', 'help'],
	'batch-ready': ['confirm', 'cancel', 'help'],
	'batch-running': ['stop', 'help'],
	'batch-done': ['done', 'summary', 'help'],
	log: ['undo', 'redo', 'summary', 'close', 'help'],
	summary: ['menu-move', 'menu-take', 'log', 'close', 'quit', 'help'],
	help: ['help-move', 'help-run', 'close'],
	leave: ['confirm', 'cancel', 'interrupt'],
	small: ['quit'],
};

/** The smallest terminal that can be drawn on. */
export const smallest = { cols: 40, rows: 10 } as const;

/** Who receives the keys, below a help or a question whether to leave. */
const screenContextOf = (session: Session): Context => {
	const { screen } = session;
	switch (screen.name) {
		case 'opening':
		case 'scanning':
			return 'wait';
		case 'failed':
			return 'failed';
		case 'browse':
			return session.browse.pane;
		case 'choose':
			return 'menu';
		case 'question': {
			const type = screen.questions[screen.at]?.kind.type;
			return type === 'text' || type === 'number' ? 'text' : 'menu';
		}
		case 'preview':
			return 'preview';
		case 'batch':
			return screen.step === 'ready'
				? 'batch-ready'
				: screen.step === 'done'
					? 'batch-done'
					: 'batch-running';
		case 'log':
			return 'log';
		case 'summary':
			return 'summary';
	}
};

export const isTooSmall = ({ size }: Session): boolean =>
	size.cols < smallest.cols || size.rows < smallest.rows;

/** Exactly one context receives keys at any time. */
export const contextOf = (session: Session): Context => {
	if (session.leaving.name === 'asked') return 'leave';
	if (isTooSmall(session)) return 'small';
	return session.help ? 'help' : screenContextOf(session);
};

/** Whether a choice menu receives keys: it keeps its own place in React, which takes turns to follow. */
export const hasMenu = (session: Session): boolean => {
	const context = contextOf(session);
	return context === 'menu' || context === 'summary';
};

export const commandOf = (context: Context, key: Key): Command | null =>
	bindings.find(({ contexts, keys }) => contexts.includes(context) && keys.includes(key))?.command ?? null;

/** What the help lists: the keys of the screen below it that match what was typed, in words or as the key itself. */
export const helpEntriesOf = (session: Session): readonly Binding[] => {
	const context = screenContextOf(session);
	const words = (session.help?.query ?? '').toLowerCase().split(' ').filter(Boolean);
	return bindings.filter(
		({ contexts, keys, help }) =>
			contexts.includes(context) &&
			words.every(word => help.toLowerCase().includes(word) || keys.some(key => key.toLowerCase() === word)),
	);
};

/** Whether a key may depend on what only the screen knows: how far the page in front can be scrolled. */
export const isScrolling = (session: Session, key: Key): boolean => {
	const { screen, browse: at, help } = session;
	if (help || key === 'J' || key === 'K') return true;
	return screen.name !== 'browse' || (at.pane === 'detail' && at.tab !== 'evidence');
};
