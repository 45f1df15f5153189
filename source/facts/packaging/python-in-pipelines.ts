import { isAlias, isMap, isScalar, isSeq, visit } from 'yaml';
import type { Document, Node, Pair } from 'yaml';
import { child, versionsIn } from './yaml-versions.ts';
import type { FoundVersion } from './python-places.ts';

// Pythons that pipelines of other systems than GitHub choose: tasks, lists of the language, images of jobs.
// https://learn.microsoft.com/azure/devops/pipelines/tasks/reference/use-python-version-v0
// https://docs.travis-ci.com/user/languages/python/ and https://circleci.com/docs/configuration-reference/

/** A version beside other settings of its job, which say what it is for. */
const entry = 'matrix entry';

const azure =
	/(?:^|\/)azure-?pipelines?[^/]*\.ya?ml$|^\.?(?:azure|azure-?pipelines?|azuredevops|ado|pipelines)\/.*\.ya?ml$/i;
const images = /^\.gitlab-ci\.ya?ml$|^\.circleci\/[^/]+\.ya?ml$|^bitbucket-pipelines\.ya?ml$/;

/** A pipeline that chooses its Python in ways of its own. */
export const isOtherPipeline = (path: string): boolean =>
	azure.test(path) || images.test(path) || path === '.travis.yml';

const textOf = (node: unknown): string | undefined => {
	const scalar = isAlias(node) ? undefined : node;
	return isScalar(scalar) ? (scalar.source ?? String(scalar.value)) : undefined;
};

const keyOf = ({ key }: Pair): string => textOf(key) ?? '';

/** All pairs of a document with a key. */
const pairsOf = (document: Document.Parsed, isKey: (key: string) => boolean): readonly Pair[] => {
	const found: Pair[] = [];
	visit(document, {
		Pair: (_, pair) => {
			if (isKey(keyOf(pair))) found.push(pair);
		},
	});
	return found;
};

/** What a name stands for: `NAME: value` anywhere, or an item `name: NAME` with its `value`. */
const valuesOf = (document: Document.Parsed, name: string): readonly unknown[] => {
	const found: unknown[] = pairsOf(document, key => key === name).map(({ value }) => value);
	visit(document, {
		Map: (_, map) => {
			if (textOf(map.get('name', true)) !== name) return;
			found.push(map.get('value', true), map.get('default', true), map.get('values', true));
		},
	});
	return found;
};

const ci = (text: string, what: string, node: unknown): readonly FoundVersion[] =>
	versionsIn(text, node).map(found => ({ use: 'ci', what, ...found }));

const inAzure = (text: string, document: Document.Parsed): readonly FoundVersion[] =>
	pairsOf(document, key => key === 'versionSpec').flatMap(({ value }) => {
		const name = /^["']?(?:\$\(|\$\{\{\s*(?:parameters|variables)\.)\s*([\w.]+)\s*(?:\)|\}\})["']?$/.exec(
			textOf(value) ?? '',
		)?.[1];
		if (name === undefined) return ci(text, 'pipeline', value);
		return valuesOf(document, name).flatMap(node => ci(text, entry, node));
	});

const inTravis = (text: string, root: unknown): readonly FoundVersion[] => {
	const included = ['matrix', 'jobs'].map(key => child(root, key, 'include'));
	return [
		...ci(text, 'pipeline', child(root, 'python')),
		...included.flatMap(list =>
			isSeq(list) ? list.items.flatMap(item => ci(text, entry, child(item, 'python'))) : [],
		),
	];
};

/** `python:3.13`, `cimg/python:3.13`; a name in its place is looked up in the document. */
const inImage = (text: string, document: Document.Parsed, value: unknown): readonly FoundVersion[] => {
	const named = isMap(value) ? child(value, 'name') : value;
	if (!isScalar(named) || !named.range) return [];
	const [start, end] = named.range;
	const image = text.slice(start, end);
	const tag = /(?:^|\/|["'])python:(\d+\.\d+(?:\.\d+)?)/.exec(image);
	if (tag?.[1]) {
		const at = start + tag.index + tag[0].length - tag[1].length;
		return [{ use: 'ci', what: 'job image', version: tag[1], start: at }];
	}
	const name =
		/(?:^|\/|["'])python:(?:\$\{?(\w+)\}?|<<\s*(?:matrix|parameters|pipeline\.parameters)\.([\w-]+)\s*>>)/.exec(
			image,
		);
	const key = name?.[1] ?? name?.[2];
	return key === undefined
		? []
		: valuesOf(document, key).flatMap(node => [
				...ci(text, 'job image', node),
				...ci(text, 'job image', child(node, 'default')),
			]);
};

/** Pythons that a pipeline of another system than GitHub chooses, each once. */
export const pythonInPipeline = (
	path: string,
	text: string,
	document: Document.Parsed,
): readonly FoundVersion[] => {
	const root: Node | null = document.contents;
	const found =
		path === '.travis.yml'
			? inTravis(text, root)
			: images.test(path)
				? pairsOf(document, key => key === 'image').flatMap(({ value }) => inImage(text, document, value))
				: inAzure(text, document);
	return found.filter((one, at) => found.findIndex(({ start }) => start === one.start) === at);
};

/** `agent { docker { image 'python:3.13' } }` and `docker.image('python:3.13')`: Groovy is not read. */
export const pythonInJenkinsfile = (text: string): readonly FoundVersion[] =>
	[
		...text.matchAll(
			/^(?![ \t]*(?:\/\/|\*)).*\bimage\b[ \t]*\(?[ \t]*["'](?:[\w.:/-]*\/)?python:(\d+\.\d+(?:\.\d+)?)/gm,
		),
	].map(match => ({
		use: 'ci',
		what: 'job image',
		version: match[1] ?? '',
		start: match.index + match[0].length - (match[1] ?? '').length,
	}));
