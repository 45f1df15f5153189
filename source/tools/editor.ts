import { execa } from 'execa';
import { UserError } from '../core/errors.ts';
import { shellWords } from '../core/shell-words.ts';
import type { Consent } from './run.ts';

// https://code.visualstudio.com/docs/editor/command-line, vim(1), nano(1), emacs(1)

export interface EditorPlace {
	/** Absolute. */
	readonly file: string;
	readonly line: number | null;
}

const plusLine = new Set([
	'vi',
	'vim',
	'nvim',
	'view',
	'nano',
	'pico',
	'emacs',
	'emacsclient',
	'micro',
	'kak',
	'joe',
	'ne',
]);
const gotoLine = new Set(['code', 'code-insiders', 'codium', 'cursor', 'windsurf']);
const colonLine = new Set(['hx', 'helix', 'subl', 'zed', 'mate']);

/** The user's editor as a command line that opens a file at a line. */
export const editorCommand = (
	editor: string,
	{ file, line }: EditorPlace,
): readonly [string, ...string[]] | null => {
	const [program, ...given] = shellWords(editor);
	if (program === undefined) return null;
	const name = program.replace(/^.*[\\/]/, '').replace(/\.exe$/, '');
	if (gotoLine.has(name)) {
		const waits = given.includes('--wait') || given.includes('-w') ? given : [...given, '--wait'];
		return line === null
			? [program, ...waits, file]
			: [program, ...waits, '--goto', `${file}:${String(line)}`];
	}
	if (line === null) return [program, ...given, file];
	if (plusLine.has(name)) return [program, ...given, `+${String(line)}`, file];
	return [program, ...given, colonLine.has(name) ? `${file}:${String(line)}` : file];
};

/**
 * Opens the user's editor in the terminal at hand and waits for it. Throws a {@link UserError} where there is none
 * or it fails.
 */
export const openEditor = async (
	place: EditorPlace,
	options: {
		readonly env: Readonly<Record<string, string | undefined>>;
		/** The absolute path of a program that the repository has no say in; null where there is none. */
		readonly findProgram: (name: string) => string | null;
		/** Absolute; the folder that the editor runs in. */
		readonly directory: string;
	},
	_consent: Consent,
): Promise<void> => {
	// As git has it, but for `core.editor`: a repository could name a program there.
	const { GIT_EDITOR: own, VISUAL: visual, EDITOR: editor } = options.env;
	const command = editorCommand(
		[own, visual, editor].find(each => each !== undefined && each.trim() !== '') ?? 'vi',
		place,
	);
	const name = command?.[0] ?? '';
	const program = /[\\/]/.test(name) ? name : options.findProgram(name);
	if (command === null || program === null) {
		throw new UserError(`the editor \`${name}\` is not there`, { tryThis: 'Set `EDITOR` to one that is.' });
	}
	const result = await execa(program, command.slice(1), {
		cwd: options.directory,
		stdio: 'inherit',
		preferLocal: false,
		reject: false,
	});
	if (result.failed) throw new UserError(`\`${name}\` ended with an error`);
};
