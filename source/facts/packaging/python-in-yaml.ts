import type { Node, ParsedNode, Scalar, YAMLMap } from 'yaml';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { ParseError } from '../../core/gather.ts';
import { lineStartsOf, positionAt } from '../../core/text.ts';
import type { FoundVersion } from './python-places.ts';

// Version scalars are read by source: `python-version: 3.10` is the number 3.1 to YAML.
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax

const child = (node: unknown, ...keys: readonly string[]): unknown => {
	let at = node;
	for (const key of keys) at = isMap(at) ? at.get(key, true) : undefined;
	return at;
};

const sourceOf = (scalar: Scalar): string => scalar.source ?? String(scalar.value);

const version = /(?<![\w.])(\d+\.\d+(?:\.\d+)?)(?![\w.]*\*)/g;

/** Versions in a scalar, in a list of scalars, or in a block of lines. */
const versionsOf = (
	text: string,
	node: unknown,
): readonly { readonly version: string; readonly start: number }[] => {
	if (isSeq(node)) return node.items.flatMap(item => versionsOf(text, item));
	if (!isScalar(node) || !node.range) return [];
	const [start, end] = node.range;
	const source = text.slice(start, end);
	if (source.includes('${{') || /pypy|graalpy/i.test(sourceOf(node))) {
		return [...source.matchAll(/^[ \t]*(\d+\.\d+(?:\.\d+)?)[ \t]*$/gm)].map(match => ({
			version: match[1] ?? '',
			start: start + match.index + match[0].indexOf(match[1] ?? ''),
		}));
	}
	// `>=3.9` and `3.x` choose by themselves.
	if (/[<>=~^]|\d\.x/.test(source)) return [];
	return [...source.matchAll(version)].map(match => ({
		version: match[1] ?? '',
		start: start + match.index,
	}));
};

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
		.flatMap(node => versionsOf(text, node))
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
		.flatMap(phase => versionsOf(text, child(phase, 'runtime-versions', 'python')))
		.map(found => ({ use: 'ci' as const, what: 'build image', ...found }));
};

const imageIn = (
	text: string,
	map: YAMLMap | ParsedNode | Node | null | undefined,
): readonly FoundVersion[] => {
	const image = child(map, 'image');
	const name = isMap(image) ? child(image, 'name') : image;
	if (!isScalar(name) || !name.range) return [];
	const [start, end] = name.range;
	const tag = /(?:^|\/|["'])python:(\d+\.\d+(?:\.\d+)?)/.exec(text.slice(start, end));
	if (!tag?.[1]) return [];
	const at = start + tag.index + tag[0].length - tag[1].length;
	return [{ use: 'ci', what: 'job image', version: tag[1], start: at }];
};

const inGitlab = (text: string, root: unknown): readonly FoundVersion[] => {
	if (!isMap(root)) return [];
	const jobs = root.items.map(({ value }) => value).filter(value => isMap(value));
	return [root, ...jobs].flatMap(map => imageIn(text, map));
};

/** Versions of Python in a workflow, an action, a buildspec or a GitLab pipeline. */
export const pythonInYaml = (path: string, text: string): readonly FoundVersion[] => {
	const document = parseDocument(text, { logLevel: 'silent', customTags: [] });
	const [error] = document.errors;
	if (error)
		throw new ParseError(
			error.message.split('\n')[0] ?? 'not valid YAML',
			positionAt(lineStartsOf(text), error.pos[0]).line,
		);
	const root = document.contents;
	if (path.startsWith('.github/')) return inWorkflow(text, root);
	return path.startsWith('.gitlab-ci') ? inGitlab(text, root) : inBuildspec(text, root);
};
