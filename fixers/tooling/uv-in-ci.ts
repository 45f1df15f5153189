import { declined } from '../../source/core/fixer.ts';
import type { Edit } from '../../source/core/tree.ts';
import { editTemplate } from '../../source/edit/template.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { spliced } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { pipelineFiles } from '../touches.ts';
import { uvLockState } from './fresh-lock.ts';
import { setupUvOf } from './quality-workflow.ts';
import type { Change, Job, Needed } from './uv-job.ts';
import { installs, jobWithUv } from './uv-job.ts';

// https://docs.astral.sh/uv/guides/integration/github/

const jobsOf = (
	{ ci }: Needed,
	lines: readonly { readonly path: string; readonly line?: number }[],
): readonly Job[] => {
	const found = ci.commands.filter(
		command =>
			installs(command) && lines.some(({ path, line }) => path === command.path && line === command.line),
	);
	const keys = new Map(found.map(command => [`${command.source}\0${command.job}`, command]));
	return [...keys.values()].map(({ source, job }) => ({
		path: source,
		name: job,
		commands: ci.commands.filter(command => command.source === source && command.job === job),
	}));
};

/** All that changes in a workflow. */
const spliceAll = (facts: Needed, text: string, changes: readonly Change[]): EditResult => {
	const { uses, comment } = setupUvOf(facts.ci);
	const result = editTemplate(
		text,
		changes.flatMap(({ edits }) => edits),
		{ byHand: true },
	);
	if (result.outcome === 'declined') return result;
	const all = [
		...changes.flatMap(({ splices }) => splices),
		...result.splices.map(splice => ({ ...splice, text: splice.text.replace(uses, uses + comment) })),
	];
	return spliced(all, result.dropsComments);
};

export default defineFixer({
	id: 'uv-in-ci',
	title: 'Install with uv from the lockfile',
	checks: ['uv-in-ci/no-pip'],
	safety: 'review',
	needs: ['ci', 'packaging', 'paths', 'toml', 'requirements'],
	touches: pipelineFiles,
	after: ['uv-migration', 'uv-lock', 'development-groups', 'ci-soft', 'ci-gate'],
	safetyNote:
		'Only builds change: a job of GitHub Actions installs what `uv.lock` holds, where that is committed and fits, and starts its ' +
		'tools with `uv run --locked`. A job that installs what the project does not declare, or whose parts are not all seen, stays as it is.',
	takes: ({ level }) => level === 'fail',
	questions: () => [],
	reads: ({ facts, findings }) => [
		...new Set(
			jobsOf(
				facts,
				findings.map(({ at }) => at),
			).map(({ path }) => path),
		),
	],
	plan({ facts, project, findings, texts }) {
		const lock = uvLockState(facts, project);
		if (lock.kind !== 'fits')
			return declined(
				lock.kind === 'against' ? lock.reason : 'only uv can tell whether `uv.lock` fits its manifest',
			);
		const changes = new Map<string, Change[]>();
		const changed: string[] = [];
		const reasons: string[] = [];
		const places = findings.map(({ at }) => at);
		for (const job of jobsOf(facts, places)) {
			const text = texts.get(job.path);
			if (text === undefined) continue;
			const result =
				job.commands[0]?.provider === 'github' && !job.name.includes('/')
					? jobWithUv(facts, project, job, text)
					: 'only jobs of GitHub Actions are rewritten';
			if (typeof result === 'string') {
				reasons.push(`the job \`${job.name}\` stays as it is: ${result}`);
				continue;
			}
			changes.set(job.path, [...(changes.get(job.path) ?? []), result]);
			changed.push(`The job \`${job.name}\` in \`${job.path}\` installs with \`uv sync --locked\`.`);
		}
		const edits: Edit[] = [];
		const drops: string[] = [];
		for (const [path, all] of changes) {
			const result = spliceAll(facts, texts.get(path) ?? '', all);
			if (result.outcome === 'declined') return result;
			drops.push(...result.dropsComments);
			const [first, ...rest] = result.splices;
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [edit, ...more] = edits;
		if (!edit) return declined(reasons[0] ?? 'the command stands in a file that is used elsewhere too');
		return {
			outcome: 'plan',
			area: 'ci',
			summary: 'install from uv.lock',
			changed: [...changed, ...reasons.map(reason => `Left alone: ${reason}.`)],
			atRunTime: 'Nothing; only builds change.',
			followUps: [],
			edits: [edit, ...more],
			dropsComments: drops,
		};
	},
});
