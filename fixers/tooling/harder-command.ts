import { stringAt, tableAt, valueAt } from '../../source/core/data.ts';
import type { CiCommand, CiSoftener, CiSoftenerKind } from '../../source/core/facts/ci.ts';
import type { Path } from '../../source/core/facts/templates.ts';
import { declined } from '../../source/core/fixer.ts';
import { lineStartsOf, positionAt } from '../../source/core/text.ts';
import { editTemplate } from '../../source/edit/template.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { spliced } from '../../source/edit/text.ts';
import { longFormOf, rangeOf, readYaml } from '../../source/edit/yaml.ts';
import { commandSpan, isInStep, lineSpan } from './ci-lines.ts';

// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax

/** The softeners that an edit can take away; what the others need is for a person to say. */
export const removable: ReadonlySet<string> = new Set<CiSoftenerKind>([
	'fallback',
	'pipe',
	'exit-zero',
	'mends',
	'continue-on-error',
	'make',
]);

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

const removed = (start: number, end: number): EditResult => spliced([{ start, end, text: '' }]);

/** `|| true` and `; true` go, where nothing stands behind them. */
const withoutFallback = (
	text: string,
	command: CiCommand,
	{ line, text: written }: CiSoftener,
): EditResult => {
	const [, sign, rest] = /^(\|\||;)\s*(.*)$/s.exec(written) ?? [];
	const span = lineSpan(text, line);
	if (sign === undefined || rest === undefined || !span)
		return declined(`\`${written}\` was not found again`);
	if (!/^(?:true|:|exit 0|echo [^;&|<>`$]*)$/.test(rest))
		return declined(`\`${written}\` does more than to forgive the failure`);
	const own = commandSpan(text, command);
	const from = own && own.start >= span.start && own.end <= span.end ? own.end : span.start;
	const found = new RegExp(
		String.raw`[ \t]*${escaped(sign)}[ \t]*${escaped(rest)}(?=[ \t]*(?:["')}]|#|$))`,
	).exec(text.slice(from, span.end));
	if (!found) return declined(`\`${written}\` stands among other commands on its line`);
	const start = from + found.index;
	return text.slice(span.start, start).trim() === ''
		? declined(`\`${written}\` stands on a line of its own`)
		: removed(start, start + found[0].length);
};

/** One option of a command goes. */
const withoutWord = (text: string, command: CiCommand, word: string): EditResult => {
	const span = commandSpan(text, command);
	const found = span
		? new RegExp(String.raw`[ \t]+${escaped(word)}(?=[\s"']|$)`).exec(text.slice(span.start, span.end))
		: null;
	return span && found
		? removed(span.start + found.index, span.start + found.index + found[0].length)
		: declined(`\`${word}\` was not found on the line of the command`);
};

/** Words behind which the option that only checks goes. */
const checking: Readonly<Record<string, readonly [behind: RegExp, option: string]>> = {
	ruff: [/\bruff(?:\.exe)?[ \t]+format(?![\w-])/, '--check'],
	black: [/\bblack(?![\w-])/, '--check'],
	isort: [/\bisort(?![\w-])/, '--check-only'],
};

/** Somebody looks at what was mended, or commits it. */
const usesWhatIsMended =
	/git[ \t]+(?:commit|push|status|diff(?![^\\&|;)]*\.\.))|autofix|auto-commit|add-and-commit|create-pull-request|commit-changes|ghcommit|suggester|reviewdog/i;

const mendingInStep = (text: string, command: CiCommand, { text: written }: CiSoftener): EditResult => {
	if (!isInStep(command)) {
		return declined(
			`\`${command.path}\` line ${command.line} is also run by hand, to mend files; let the pipeline run a command of its own that only checks`,
		);
	}
	const yaml = readYaml(text);
	const value = yaml.ok ? longFormOf(yaml.yaml, undefined, 'lenient') : null;
	const job = command.job.split('/').at(-1) ?? '';
	const around = value === null ? undefined : (valueAt(value, ['jobs', job]) ?? value);
	if (usesWhatIsMended.test(JSON.stringify(around ?? '')))
		return declined('the job looks at what was mended, or commits it');
	if (/^--(?:fix|fix-only)/.test(written)) {
		return written === '--fix'
			? withoutWord(text, command, written)
			: declined(`\`${written}\` is there to mend only; run \`ruff check\` in a step of its own`);
	}
	const [behind, option] = checking[command.program] ?? [];
	const span = commandSpan(text, command);
	const found = span && behind ? behind.exec(text.slice(span.start, span.end)) : null;
	if (!span || !found || option === undefined)
		return declined(`\`${command.program}\` has no option here that only checks`);
	const at = span.start + found.index + found[0].length;
	return spliced([{ start: at, end: at, text: ` ${option}` }]);
};

const keyOfSoftener = ({ text }: CiSoftener): string => /^[\w-]+(?=:)/.exec(text)?.[0] ?? '';

/** The path of the pair with a key on a line. */
const pathAt = (text: string, line: number, key: string): Path | null => {
	const reading = readYaml(text);
	if (!reading.ok) return null;
	const starts = lineStartsOf(text);
	let found: Path | null = null;
	longFormOf(
		reading.yaml,
		(path, node) => {
			if (path.at(-1) === key && positionAt(starts, rangeOf(node)[0]).line === line) found = path;
		},
		'lenient',
	);
	return found;
};

const valueOf = (text: string) => {
	const reading = readYaml(text);
	return reading.ok ? longFormOf(reading.yaml, undefined, 'lenient') : null;
};

/** `continue-on-error: true` and its like go. */
const withoutPair = (text: string, softener: CiSoftener): EditResult => {
	const key = keyOfSoftener(softener);
	const path = ['continue-on-error', 'continueOnError', 'allow_failure', 'on-failure'].includes(key)
		? pathAt(text, softener.line, key)
		: null;
	if (!path) return declined(`\`${softener.text}\` is not a line of its own`);
	const around = path.slice(0, -1);
	const value = valueOf(text);
	const id = value === null ? undefined : stringAt(value, [...around, 'id']);
	if (id !== undefined && text.includes(`steps.${id}.`))
		return declined(`a later step asks what became of the step \`${id}\``);
	if (value !== null && tableAt(value, [...around, 'strategy']) !== undefined)
		return declined('the whole job, with all its variants, is allowed to fail');
	return editTemplate(text, [{ kind: 'delete', path }]);
};

/** `shell: bash`, which GitHub starts with `pipefail`. */
const withPipefail = (text: string, command: CiCommand): EditResult => {
	if (command.provider !== 'github' || !isInStep(command) || command.job.includes('/'))
		return declined(
			'only a step of GitHub Actions can be given a shell that heeds pipes; `set -o pipefail` does it too',
		);
	const value = valueOf(text);
	const job = ['jobs', command.job];
	const step = [...job, 'steps', command.step];
	const runsOn = value === null ? undefined : valueAt(value, [...job, 'runs-on']);
	const table = value === null ? undefined : tableAt(value, step);
	const run = stringAt(table, ['run']);
	if (value === null || table === undefined || run === undefined)
		return declined('the step was not found again');
	if (
		typeof runsOn !== 'string' ||
		!/^(?:ubuntu|macos)-/.test(runsOn) ||
		valueAt(value, [...job, 'container'])
	)
		return declined('which shells the job has is not known; `set -o pipefail` does it too');
	if (table['shell'] !== undefined) return declined('the step has a shell of its own');
	if (/\|[ \t]*(?:head|grep[ \t]+-\w*q)/.test(run) || (run.match(/(?<!\|)\|(?![|&])/g) ?? []).length > 1)
		return declined(
			'other pipes of the step may count on going on after a failure; see which of them should',
		);
	return editTemplate(text, [{ kind: 'insert', path: step, key: 'shell', value: 'bash' }], { byHand: true });
};

/** The `-` before a line of a recipe goes. */
const withoutDash = (text: string, { line, text: written }: CiSoftener): EditResult => {
	const span = lineSpan(text, line);
	const found = span ? /^[ \t]+[@+]*-/.exec(text.slice(span.start, span.end)) : null;
	return span && found
		? removed(span.start + found[0].length - 1, span.start + found[0].length)
		: declined(`\`${written}\` holds for more than one line; say which of its commands may fail`);
};

/** The edit of {@link CiSoftener.path} that takes a softener from a command. */
export const harder = (text: string, command: CiCommand, softener: CiSoftener): EditResult => {
	switch (softener.kind) {
		case 'fallback':
			return withoutFallback(text, command, softener);
		case 'exit-zero':
			return softener.text.startsWith('--exit-zero')
				? withoutWord(text, command, softener.text)
				: declined('what the tool should fail for is for you to say');
		case 'mends':
			return mendingInStep(text, command, softener);
		case 'continue-on-error':
			return withoutPair(text, softener);
		case 'pipe':
			return withPipefail(text, command);
		case 'make':
			return withoutDash(text, softener);
		case 'trigger':
			return declined('nothing that a change starts leads to the command');
		case 'errexit-off':
		case 'condition-of-shell':
			return declined(
				'the script goes on after a failure on purpose, or seems to; its steps have to be looked at',
			);
		case 'never-runs':
			return declined('the step does not run for a change; when it should is for you to say');
		case 'tox':
		case 'skipped-hook':
		case 'input':
			return declined(`\`${softener.text}\` in \`${softener.path}\` is to be changed by hand`);
	}
};
