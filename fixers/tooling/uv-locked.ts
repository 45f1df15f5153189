import { covers } from '../../source/core/ci.ts';
import { valueAt } from '../../source/core/data.ts';
import type { CiCommand } from '../../source/core/facts/ci.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import type { Question } from '../../source/core/fixer.ts';
import { declined } from '../../source/core/fixer.ts';
import type { Edit, Splice } from '../../source/core/tree.ts';
import { longFormOf, readYaml } from '../../source/edit/yaml.ts';
import { defineFixer } from '../define.ts';
import { pipelineFiles } from '../touches.ts';
import { mayTurnRed } from './ci-clean.ts';
import type { Span } from './ci-lines.ts';
import { commandSpan, isInStep, lineSpan } from './ci-lines.ts';
import { uvLockState } from './fresh-lock.ts';

// https://docs.astral.sh/uv/concepts/projects/sync/#automatic-lock-and-sync

type Needed = Pick<Facts, 'ci' | 'packaging' | 'paths'>;

const starts = /^(?:[A-Za-z_]\w*=\S*[ \t]+)*uv[ \t]+(?:--?[\w-]+[ \t]+)*(?:sync|run)(?![\w-])/;

const onLine = ({ ci }: Needed, project: Project, { at }: Finding): readonly CiCommand[] =>
	ci.commands.filter(
		command =>
			command.path === at.path &&
			command.line === at.line &&
			covers(command, project.path) &&
			(command.program === 'uv' ? command.args[0] === 'sync' : command.runner[0] === 'uv'),
	);

/** The job changes what the lockfile has to fit before it installs, or steers uv in another way. */
const changesManifest =
	/\buv (?:add|remove|version|lock)\b|bump-?(?:my-?)?version|cz bump|(?:poetry|hatch) version|(?:sed|tee|>|write_text)[^\n]*pyproject\.toml|pyproject\.toml[^\n]*(?:sed -i|write_text)/;

const objectionTo = (text: string, command: CiCommand): string | null => {
	if (!isInStep(command)) {
		return `\`${command.path}\` line ${command.line} is also run by hand; set \`UV_LOCKED: 1\` in the environment of the job`;
	}
	if (command.env['UV_FROZEN'] !== undefined)
		return '`UV_FROZEN` is set in the environment; set `UV_LOCKED` instead of it';
	const yaml = readYaml(text);
	if (!yaml.ok) return 'the pipeline does not parse';
	const value = longFormOf(yaml.yaml, undefined, 'lenient');
	const job = valueAt(value, ['jobs', command.job.split('/').at(-1) ?? '']) ?? value;
	return changesManifest.test(JSON.stringify(job))
		? `the job \`${command.job}\` changes the manifest or the lockfile before it installs, or seems to`
		: null;
};

/** A command of a folded text has other line ends than the file; one on its line is found by its name. */
const onlyOnLine = (text: string, line: number): Span | null => {
	const span = lineSpan(text, line);
	const written = span ? text.slice(span.start, span.end) : '';
	const [found, ...more] = written.matchAll(/(?<![\w./-])uv[ \t]+(?:run|sync)(?![\w-])/g);
	return span && found && more.length === 0 && !written.includes('#')
		? { start: span.start + found.index, end: span.end }
		: null;
};

/** `--locked` behind `sync` or `run`; in place of `--frozen`, which goes against it. */
const lockedSplice = (text: string, command: CiCommand): Splice | null => {
	const span = commandSpan(text, command) ?? onlyOnLine(text, command.line);
	const found = span ? starts.exec(text.slice(span.start, span.end)) : null;
	if (!span || !found) return null;
	const at = span.start + found[0].length;
	const words = command.program === 'uv' ? command.args : command.runner;
	if (!words.includes('--frozen')) return { start: at, end: at, text: ' --locked' };
	const frozen = /^(?:(?!["'#&|;])[^\n])*?[ \t]--frozen(?![\w-])/.exec(text.slice(at, span.end));
	const end = frozen ? at + frozen[0].length : 0;
	return frozen ? { start: end - '--frozen'.length, end, text: '--locked' } : null;
};

const question: Question = {
	id: mayTurnRed,
	prompt: 'This may turn the build red. Change the pipeline all the same?',
	explanation:
		'Whether `uv.lock` fits its manifest cannot be told without uv; where it does not, each job fails from then on.',
	kind: { type: 'yes-no' },
	fallback: 'no',
};

export default defineFixer({
	id: 'uv-locked',
	title: 'Let jobs fail when the lockfile is stale',
	checks: ['uv-in-ci/locked-sync'],
	safety: 'review',
	needs: ['ci', 'packaging', 'paths'],
	touches: pipelineFiles,
	after: ['uv-lock', 'uv-migration'],
	safetyNote:
		'Only builds change, and only where `uv.lock` is committed and fits its manifest: the job installs what it installed before, ' +
		'and fails once the two differ. It asks first where only uv could tell whether they do.',
	// What a Makefile or a script runs is run by hand, too.
	isReady: (finding, { facts, project }) =>
		uvLockState(facts, project).kind !== 'against' && onLine(facts, project, finding).some(isInStep),
	questions: ({ facts, project }) => (uvLockState(facts, project).kind === 'unknown' ? [question] : []),
	reads: ({ findings }) => [...new Set(findings.map(({ at }) => at.path))],
	plan({ facts, project, findings, texts, answers }) {
		const lock = uvLockState(facts, project);
		if (lock.kind === 'against') return declined(lock.reason);
		if (lock.kind === 'unknown' && answers[mayTurnRed] !== 'yes')
			return declined('this may turn the build red: only uv can tell whether `uv.lock` fits its manifest');
		const splices = new Map<string, Splice[]>();
		const changed: string[] = [];
		const reasons: string[] = [];
		for (const finding of findings) {
			const text = texts.get(finding.at.path);
			for (const command of text === undefined ? [] : onLine(facts, project, finding)) {
				const reason = text === undefined ? null : objectionTo(text, command);
				const splice = text === undefined || reason !== null ? null : lockedSplice(text, command);
				if (!splice) {
					reasons.push(
						reason ?? `the command in \`${command.path}\` line ${command.line} is not written out`,
					);
					continue;
				}
				const known = splices.get(command.path) ?? [];
				if (known.some(({ start }) => start === splice.start)) continue;
				splices.set(command.path, [...known, splice]);
				changed.push(`\`${command.path}\` line ${command.line} installs with \`--locked\`.`);
			}
		}
		const [edit, ...more] = [...splices].flatMap(([path, all]): Edit[] => {
			const [first, ...rest] = all.toSorted((a, b) => a.start - b.start);
			return first ? [{ kind: 'splice', path, splices: [first, ...rest] }] : [];
		});
		if (!edit) return declined(reasons[0] ?? 'the command was not found again');
		return {
			outcome: 'plan',
			area: 'ci',
			summary: 'install from the lockfile, or fail',
			changed: [...changed, ...new Set(reasons.map(reason => `Left alone: ${reason}.`))],
			atRunTime: 'Nothing; only builds change.',
			followUps: [],
			edits: [edit, ...more],
			...(lock.kind === 'unknown' ? { safety: 'guided' as const } : {}),
		};
	},
});
