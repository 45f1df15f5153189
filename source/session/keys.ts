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
	| 'filter'
	| 'preview'
	| 'batch-ready'
	| 'batch-running'
	| 'batch-done'
	| 'log'
	| 'patch'
	| 'drop'
	| 'info'
	| 'try-ready'
	| 'try-running'
	| 'try-done'
	| 'summary'
	| 'help'
	| 'leave'
	| 'small';

const browse = ['sections', 'list', 'detail'] as const;
const menus = ['menu', 'summary'] as const;
const batches = ['batch-ready', 'batch-running', 'batch-done'] as const;
/** Where a line is typed. */
const fields = ['text', 'filter', 'help'] as const;
const diffs = ['preview', 'patch'] as const;
const tries = ['try-ready', 'try-running', 'try-done'] as const;
const pages = [...browse, ...diffs, ...batches, ...tries, 'log', 'info'] as const;
/** Where letters are text, or a yes is asked for. */
const closed = [...fields, 'leave', 'drop'] as const;
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
	batch: {
		keys: ['B'],
		contexts: browse,
		label: 'batch',
		help: 'Fix many at once: what is marked, all that is safe, or this section',
	},
	mark: {
		keys: [' '],
		contexts: browse,
		label: 'mark',
		help: 'Mark for the batch: the practice, the finding in the evidence, or the section',
	},
	'mark-all': {
		keys: ['a'],
		contexts: browse,
		label: 'mark all',
		help: 'Mark all that is listed and can be fixed, or unmark it',
	},
	edit: {
		keys: ['e'],
		contexts: browse,
		label: 'edit',
		help: 'Open your own file in your editor, at the finding',
	},
	decide: {
		keys: ['w'],
		contexts: browse,
		label: 'waive',
		help: 'Waive a finding, a check or the practice, or answer the question of a manual one',
	},
	filter: {
		keys: ['/'],
		contexts: browse,
		label: 'filter',
		help: 'Narrow the list: words, is:fixable, sec:6, file:client, conf:certain, fix:safe, -word',
	},
	undo: {
		keys: ['u'],
		contexts: [...browse, 'log'],
		label: 'undo',
		help: 'Undo: take the last commit off the branch, in the log the selected one',
	},
	redo: {
		keys: ['U'],
		contexts: [...browse, 'log'],
		label: 'redo',
		help: 'Redo the fix that was undone last, in the log the selected one',
	},
	patch: {
		keys: ['enter', 'right', 'l'],
		contexts: ['log'],
		label: 'show diff',
		help: 'Show what the selected commit changes',
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
		contexts: diffs,
		label: 'next change',
		help: 'Scroll to the next change',
	},
	'previous-hunk': {
		keys: ['['],
		contexts: diffs,
		label: 'previous change',
		help: 'Scroll to the previous change',
	},
	toggle: {
		keys: [' '],
		contexts: ['preview', 'batch-ready'],
		label: 'leave out',
		help: 'Leave out or take in: a finding, a file, a fix',
	},
	focus: {
		keys: ['tab'],
		contexts: ['preview'],
		label: 'files',
		help: 'Move between the diff and what is chosen',
	},
	message: {
		keys: ['e'],
		contexts: ['preview'],
		label: 'message',
		help: 'Edit the first line of the commit message',
	},
	split: {
		keys: ['s'],
		contexts: diffs,
		label: 'side by side',
		help: 'Show before and after side by side, or below each other',
	},
	scope: {
		keys: ['tab', 'right', 'left'],
		contexts: ['batch-ready'],
		label: 'scope',
		help: 'Choose what the batch is about',
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
	back: { keys: ['left', 'h'], contexts: browse, label: 'back', help: 'Go back one pane' },
	escape: {
		keys: ['esc'],
		contexts: browse,
		label: 'back',
		help: 'Turn away from a fix, go back to the list, or clear the filter',
	},
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
		contexts: [...browse, 'preview'],
		label: 'scroll',
		help: 'Scroll the detail or the diff down',
	},
	'scroll-up': {
		keys: ['K'],
		contexts: [...browse, 'preview'],
		label: 'scroll',
		help: 'Scroll the detail or the diff up',
	},
	'toggle-settled': {
		keys: ['x'],
		contexts: browse,
		label: 'show passed',
		help: 'Show or hide what passed, is waived or does not apply',
	},
	'audit-again': {
		keys: ['r', 'R'],
		contexts: [...browse, 'failed'],
		label: 'audit again',
		help: 'Audit everything again',
	},
	'search-history': {
		keys: ['H'],
		contexts: [...browse, 'summary'],
		label: 'search history',
		help: 'Look for secrets in former versions of files, as `bp-audit check --history` does; a minute at most',
	},
	'name-place': {
		keys: ['o'],
		contexts: browse,
		label: 'place',
		help: 'Write out the place of the finding, to be copied with the terminal’s own selection',
	},
	mouse: { keys: ['m'], contexts: lettered, label: 'mouse', help: 'Use the mouse, or give it back' },
	'more-keys': { keys: ['.'], contexts: lettered, label: 'more keys', help: 'Show other keys below' },
	log: {
		keys: ['L'],
		contexts: [...browse, 'summary'],
		label: 'fix log',
		help: 'Show the commits on the branch',
	},
	'save-plan': {
		keys: ['P'],
		contexts: [...browse, 'log', 'summary', 'batch-done'],
		label: 'save plan',
		help: 'Save what was committed as a plan file, for `bp-audit fix --plan FILE`',
	},
	'save-report': {
		keys: ['W'],
		contexts: [...browse, 'summary'],
		label: 'write report',
		help: 'Write the report as a web page, as `bp-audit check --format html=FILE` does',
	},
	'try-out': {
		keys: ['T'],
		contexts: [...browse, 'summary'],
		label: 'run tools',
		help: 'Run the project’s linters, type checker and tests, after a question, as `bp-audit check --run` does',
	},
	info: {
		keys: ['i'],
		contexts: [...browse, 'summary'],
		label: 'what was read',
		help: 'Show what was audited, and which files could not be read',
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
	'filter-move': { keys: ['up', 'down'], contexts: ['filter'], label: 'move', help: 'Move in the list' },
	'take-filter': {
		keys: ['enter'],
		contexts: ['filter'],
		label: 'keep',
		help: 'Keep the filter and go to the list',
	},
	erase: { keys: ['backspace'], contexts: fields, label: 'erase', help: 'Erase the character before' },
	'erase-ahead': { keys: ['delete'], contexts: fields, label: 'erase', help: 'Erase the character behind' },
	'erase-word': { keys: ['ctrl-w'], contexts: fields, label: 'erase word', help: 'Erase the word before' },
	'erase-all': { keys: ['ctrl-u'], contexts: fields, label: 'erase all', help: 'Erase everything' },
	'caret-left': { keys: ['left'], contexts: fields, label: 'left', help: 'Move the caret left' },
	'caret-right': { keys: ['right'], contexts: fields, label: 'right', help: 'Move the caret right' },
	'caret-start': {
		keys: ['home', 'ctrl-a'],
		contexts: fields,
		label: 'start',
		help: 'Move the caret to the start',
	},
	'caret-end': { keys: ['end', 'ctrl-e'], contexts: fields, label: 'end', help: 'Move the caret to the end' },
	confirm: {
		keys: ['y'],
		contexts: ['preview', 'batch-ready', 'try-ready', 'leave', 'drop'],
		label: 'yes',
		help: 'Yes, do it',
	},
	cancel: {
		keys: ['esc', 'n'],
		contexts: ['preview', 'batch-ready', 'try-ready', 'leave', 'drop'],
		label: 'cancel',
		help: 'No, go back',
	},
	'open-results': {
		keys: ['enter', 'right', 'l'],
		contexts: ['wait'],
		label: 'results so far',
		help: 'Read the results that are there already',
	},
	'stop-audit': {
		keys: ['esc'],
		contexts: ['wait'],
		label: 'stop',
		help: 'Stop the audit; what is judged already is kept',
	},
	stop: {
		keys: ['esc'],
		contexts: ['batch-running'],
		label: 'stop after this',
		help: 'Stop after the fix that is under way',
	},
	'stop-trials': {
		keys: ['esc'],
		contexts: ['try-running'],
		label: 'stop',
		help: 'End the program that runs, and start no other',
	},
	close: {
		keys: ['esc'],
		contexts: ['menu', ...fields, 'log', 'patch', 'info', 'summary', 'batch-done', 'try-done'],
		label: 'back',
		help: 'Go back',
	},
	done: {
		keys: ['enter'],
		contexts: ['batch-done'],
		label: 'back',
		help: 'Look at the selected fix, or go back to the list',
	},
	help: { keys: ['?'], contexts: lettered, label: 'help', help: 'Show all keys' },
	quit: {
		keys: ['q'],
		contexts: [...lettered, 'small'],
		label: 'quit',
		help: 'Go back one level; at the top, quit',
	},
	suspend: {
		keys: ['ctrl-z'],
		contexts: [...lettered, ...closed, 'small'],
		label: 'suspend',
		help: 'Suspend to the shell; `fg` comes back',
	},
	repaint: {
		keys: ['ctrl-l'],
		contexts: [...lettered, ...closed, 'small'],
		label: 'repaint',
		help: 'Paint the screen again',
	},
	interrupt: {
		keys: ['ctrl-c'],
		contexts: [...lettered, ...closed, 'small'],
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

export const commandOf = (context: Context, key: Key): Command | null =>
	bindings.find(({ contexts, keys }) => contexts.includes(context) && keys.includes(key))?.command ?? null;
