import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { ParseError } from '../../core/gather.ts';
import { lineStartsOf, positionAt } from '../../core/text.ts';
import { isOtherPipeline, pythonInPipeline } from './python-in-pipelines.ts';
import type { FoundVersion } from './python-places.ts';
import { child, versionsIn } from './yaml-versions.ts';

// https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax

/** What `${{ matrix.python-version }}` stands for in a job. */
const matrixOf = (job: unknown, name: string): readonly unknown[] => {
	const matrix = child(job, 'strategy', 'matrix');
	const include = child(matrix, 'include');
	const extra = isSeq(include) ? include.items.map(item => child(item, ...name.split('.'))) : [];
	const [head = '', ...rest] = name.split('.');
	const listed = child(matrix, head);
	const values = rest.length > 0 && isSeq(listed) ? listed.items.map(item => child(item, ...rest)) : [listed];
	return [...values, ...extra].filter(node => node !== undefined);
};

const setup =
	/^(?:actions\/setup-python|astral-sh\/setup-uv|pdm-project\/setup-pdm|conda-incubator\/setup-miniconda)@/;

/** Versions that a key names, or the matrix that it refers to. */
const writtenIn = (text: string, job: unknown, written: unknown): readonly FoundVersion[] => {
	const matrix = isScalar(written)
		? /^\$\{\{\s*matrix\.([\w.-]+)\s*\}\}$/.exec(String(written.value).trim())?.[1]
		: undefined;
	const nodes = matrix === undefined ? [written] : matrixOf(job, matrix);
	return nodes
		.flatMap(node => versionsIn(text, node))
		.map(found => ({ use: 'ci' as const, what: 'workflow', ...found }));
};

const inSteps = (text: string, job: unknown, steps: unknown): readonly FoundVersion[] => {
	if (!isSeq(steps)) return [];
	return steps.items.flatMap(step => {
		const uses = child(step, 'uses');
		if (!isScalar(uses) || !setup.test(String(uses.value))) return [];
		return writtenIn(text, job, child(step, 'with', 'python-version'));
	});
};

/** A job that hands the version on to a reusable workflow. */
const inCall = (text: string, job: unknown): readonly FoundVersion[] =>
	isScalar(child(job, 'uses')) ? writtenIn(text, job, child(job, 'with', 'python-version')) : [];

const inWorkflow = (text: string, root: unknown): readonly FoundVersion[] => {
	const jobs = child(root, 'jobs');
	const all = isMap(jobs) ? jobs.items.map(({ value }) => value) : [];
	const found = [
		...all.flatMap(job => [...inSteps(text, job, child(job, 'steps')), ...inCall(text, job)]),
		...inSteps(text, null, child(root, 'runs', 'steps')),
	];
	return found.filter((one, at) => found.findIndex(({ start }) => start === one.start) === at);
};

const inBuildspec = (text: string, root: unknown): readonly FoundVersion[] => {
	const phases = child(root, 'phases');
	const all = isMap(phases) ? phases.items.map(({ value }) => value) : [];
	return all
		.flatMap(phase => versionsIn(text, child(phase, 'runtime-versions', 'python')))
		.map(found => ({ use: 'ci' as const, what: 'build image', ...found }));
};

/** Versions of Python in a workflow, an action, a buildspec or a pipeline of another system. */
export const pythonInYaml = (path: string, text: string): readonly FoundVersion[] => {
	const document = parseDocument(text, { logLevel: 'silent', customTags: [] });
	const [error] = document.errors;
	// That a pipeline cannot be read is said where its commands are.
	if (error && isOtherPipeline(path)) return [];
	if (error)
		throw new ParseError(
			error.message.split('\n')[0] ?? 'not valid YAML',
			positionAt(lineStartsOf(text), error.pos[0]).line,
		);
	const root = document.contents;
	if (path.startsWith('.github/')) return inWorkflow(text, root);
	return isOtherPipeline(path) ? pythonInPipeline(path, text, document) : inBuildspec(text, root);
};
