import { nameIn } from '../../core/folders.ts';
import type { PythonPlace } from '../../core/facts/python-places.ts';
import type { SourceFile } from '../../core/gather.ts';
import { defineFileGatherer } from '../../core/gather.ts';
import { lineAt, positionAt } from '../../core/text.ts';
import { isOtherPipeline, pythonInJenkinsfile } from './python-in-pipelines.ts';
import { pythonInYaml } from './python-in-yaml.ts';

/** A version as written, and where. */
export interface FoundVersion {
	readonly use: PythonPlace['use'];
	readonly what: string;
	readonly version: string;
	/** Offset of the version's first character. */
	readonly start: number;
}

const publishing =
	/pypa\/gh-action-pypi-publish|\btwine\s+upload\b|\b(?:uv|poetry|hatch|flit|pdm|maturin)\s+publish\b/;

const isDockerfile = (path: string): boolean =>
	/^(?:Dockerfile(?:[.-].+)?|.+\.Dockerfile|Containerfile)$/i.test(nameIn(path));
const isWorkflow = (path: string): boolean => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
const isYaml = (path: string): boolean =>
	isWorkflow(path) ||
	/^\.github\/actions\/.+\/action\.ya?ml$/.test(path) ||
	isOtherPipeline(path) ||
	/^buildspec[^/]*\.ya?ml$/.test(nameIn(path));

/** `FROM python:3.13-slim`, Lambda's base images, uv's images; `ARG` defaults are put in. */
const inDockerfile = (path: string, text: string): readonly FoundVersion[] => {
	// A container to develop in.
	const use = path.includes('.devcontainer/') ? 'environment' : 'deploy';
	const defaults = new Map<string, { readonly value: string; readonly start: number }>();
	for (const match of text.matchAll(/^[ \t]*ARG[ \t]+(\w+)=["']?([^\s"']+)/gim)) {
		const [whole, name = '', value = ''] = match;
		defaults.set(name, { value, start: match.index + whole.lastIndexOf(value) });
	}
	const found: FoundVersion[] = [];
	for (const match of text.matchAll(/^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)/gim)) {
		const image = match[1] ?? '';
		const at = match.index + match[0].length - image.length;
		const tag = /(?:^|\/)(?:python:|uv:python|uv:[^@]*-python)(\$\{?\w+\}?|\d+(?:\.\d+)+)/.exec(image);
		if (!tag?.[1]) continue;
		const variable = /^\$\{?(\w+)/.exec(tag[1])?.[1];
		const fallback = variable === undefined ? undefined : defaults.get(variable);
		const version = variable === undefined ? tag[1] : (fallback?.value ?? '');
		const start = fallback?.start ?? at + tag.index + tag[0].length - tag[1].length;
		const plain = /^\d+(?:\.\d+)+/.exec(version)?.[0];
		if (plain) found.push({ use, what: 'base image', version: plain, start });
	}
	return found;
};

/** One version a line: `3.13`, `cpython-3.12.1`; names of environments are left out. */
const inVersionFile = (text: string): readonly FoundVersion[] =>
	[...text.matchAll(/^[ \t]*(?:cpython-?@?|python-?)?(\d+\.\d+(?:\.\d+)?)[\w.+-]*[ \t]*\r?$/gm)].map(
		match => ({
			use: 'environment' as const,
			what: 'version file',
			version: match[1] ?? '',
			start: match.index + match[0].indexOf(match[1] ?? ''),
		}),
	);

const inToolVersions = (text: string): readonly FoundVersion[] =>
	[...text.matchAll(/^[ \t]*python[ \t]+(\d+\.\d+(?:\.\d+)?)/gm)].map(match => ({
		use: 'environment' as const,
		what: 'tool version',
		version: match[1] ?? '',
		start: match.index + match[0].length - (match[1] ?? '').length,
	}));

const inRuntimeText = (text: string): readonly FoundVersion[] =>
	[...text.matchAll(/^python-(\d+\.\d+(?:\.\d+)?)[ \t]*\r?$/gm)].map(match => ({
		use: 'deploy' as const,
		what: 'runtime',
		version: match[1] ?? '',
		start: match.index + 'python-'.length,
	}));

/** `@nox.session(python=["3.12", "3.13"])`. */
const inNoxfile = (text: string): readonly FoundVersion[] =>
	[...text.matchAll(/\bsession\([^)]*?\bpython\s*=\s*(\[[^\]]*\]|\([^)]*\)|["'][^"']*["'])/g)].flatMap(
		match => {
			const list = match[1] ?? '';
			const at = match.index + match[0].length - list.length;
			return [...list.matchAll(/["'](\d+\.\d+(?:\.\d+)?)["']/g)].map(item => ({
				use: 'ci' as const,
				what: 'nox session',
				version: item[1] ?? '',
				start: at + item.index + 1,
			}));
		},
	);

const versionsIn = (path: string, text: string): readonly FoundVersion[] => {
	const name = nameIn(path);
	if (isDockerfile(path)) return inDockerfile(path, text);
	if (isYaml(path)) return pythonInYaml(path, text);
	switch (name) {
		case '.python-version':
		case '.python-versions':
			return inVersionFile(text);
		case '.tool-versions':
			return inToolVersions(text);
		case 'runtime.txt':
			return inRuntimeText(text);
		case 'noxfile.py':
			return inNoxfile(text);
		case 'Jenkinsfile':
			return pythonInJenkinsfile(text);
		default:
			return [];
	}
};

const placeOf = (file: SourceFile, { use, what, version, start }: FoundVersion): PythonPlace => {
	const { line, column } = positionAt(file.lineStarts, start);
	const source = lineAt(file, line);
	return {
		use,
		what,
		version,
		line,
		column,
		endColumn: column + version.length,
		source: source.trim().slice(0, 200),
	};
};

export default defineFileGatherer({
	fact: 'pythonPlaces',
	version: 4,
	wave: 'config',
	wants: path =>
		isDockerfile(path) ||
		isYaml(path) ||
		/^(?:\.python-versions?|\.tool-versions|runtime\.txt|noxfile\.py|Jenkinsfile)$/.test(nameIn(path)),
	extract(file) {
		const places = versionsIn(file.path, file.text).map(found => placeOf(file, found));
		const publishes =
			(isWorkflow(file.path) || file.path.startsWith('.gitlab-ci')) && publishing.test(file.text);
		return places.length === 0 && !publishes ? null : { places, publishes };
	},
});
