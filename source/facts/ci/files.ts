import { nameIn } from '../../core/folders.ts';
import type { CiFile } from '../../core/facts/ci-files.ts';
import type { Data } from '../../core/facts/config.ts';
import type { Engines, SourceFile } from '../../core/gather.ts';
import { defineFileGatherer, ParseError } from '../../core/gather.ts';
import { positionAt } from '../../core/text.ts';
import { tableAt } from '../../core/data.ts';
import { checkers } from './checkers.ts';
import { readYaml } from '../../edit/yaml.ts';
import { readPlaced } from '../../edit/yaml-places.ts';
import { standardLibrary } from '../../edit/python/standard-library.ts';
import { readToml } from '../../edit/toml/read.ts';
import { readJenkinsfile } from './files/jenkins.ts';
import { readJustfile } from './files/just.ts';
import { readMakefile } from './files/make.ts';
import { readSessions, readShellSteps } from './files/sessions.ts';
import { readTox } from './files/tox.ts';

type Kind =
	| 'yaml'
	| 'package'
	| 'make'
	| 'just'
	| 'tox'
	| 'pyproject'
	| 'sessions'
	| 'jenkins'
	| 'cdk'
	| 'script';

/** Pipelines and what they include; templates of GitLab and Azure may lie in folders of such names. */
const pipeline =
	/^\.github\/.*\.ya?ml$|(?:^|\/)action\.ya?ml$|gitlab[^/]*\.ya?ml$|^\.gitlab\/.*\.ya?ml$|(?:^|\/)buildspec[^/]*\.ya?ml$|(?:^|\/)(?:buildspecs?|codebuild)\/[^/]+\.ya?ml$|^\.circleci\/.*\.ya?ml$|(?:^|\/)azure-?pipelines?[^/]*\.ya?ml$|^\.?(?:azure|azure-?pipelines?|azuredevops|ado|pipelines|ci|devops|build)(?:\/.*)?\/[^/]+\.ya?ml$|(?:^|\/)(?:ci|pipelines?|\.azure[^/]*)\/(?:templates|steps|jobs)\/.*\.ya?ml$|^bitbucket-pipelines\.ya?ml$|^\.travis\.ya?ml$|(?:^|\/)[Tt]askfile(?:\.dist)?\.ya?ml$|(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/;

const scriptFolder =
	/(?:^|\/)(?:\.?scripts?|bin|\.?ci|tools?|hack|dev|\.github|\.circleci|\.travis|\.gitlab|build|etc|utils?|contrib|test|tests)\//;

/** What a file may be, from its path alone. */
const kindOf = (path: string): Kind | null => {
	const name = nameIn(path);
	if (pipeline.test(path)) return 'yaml';
	if (/^(?:GNU)?[Mm]akefile(?:\.[\w-]+)?$|\.mk$/.test(name)) return 'make';
	if (/^\.?justfile$/i.test(name) || name.endsWith('.just')) return 'just';
	switch (name) {
		case 'package.json':
			return 'package';
		case 'tox.ini':
			return 'tox';
		case 'pyproject.toml':
			return 'pyproject';
		case 'noxfile.py':
		case 'tasks.py':
			return 'sessions';
		default:
	}
	if (/^tasks\/(?:[\w-]+\/)?[\w-]+\.py$/.test(path)) return 'sessions';
	if (/^Jenkinsfile|\.Jenkinsfile$/i.test(name)) return 'jenkins';
	if (name.endsWith('.py')) return 'cdk';
	if (/\.(?:sh|bash|zsh|ksh)$/.test(name)) return 'script';
	const bare =
		!name.includes('.') && !/^(?:LICEN[CS]E|COPYING|NOTICE|AUTHORS|README|CODEOWNERS|Dockerfile)/i.test(name);
	return bare && (scriptFolder.test(path) || !path.includes('/')) ? 'script' : null;
};

/** A pipeline by its name; other files of these folders may be anything, such as the template of a form. */
const certain =
	/^\.github\/workflows\/[^/]+$|^\.gitlab-ci\.|(?:^|\/)buildspec[^/]*$|^\.circleci\/config\.|(?:^|\/)azure-?pipelines?[^/]*$|^bitbucket-pipelines\.|^\.travis\./;

const yamlOf = ({ path, text }: SourceFile): CiFile | null => {
	const reading = readYaml(text);
	if (!reading.ok && !certain.test(path)) return null;
	if (!reading.ok) throw new ParseError(reading.message, reading.line);
	return { kind: 'yaml', ...readPlaced(reading.yaml) };
};

const scriptsOf = (file: SourceFile): CiFile | null => {
	if (!file.text.includes('"scripts"')) return null;
	const whole = yamlOf(file);
	if (whole?.kind !== 'yaml') return null;
	const scripts: Data = tableAt(whole.value, ['scripts']) ?? {};
	const places = Object.entries(whole.places).filter(([pointer]) => pointer.startsWith('/scripts/'));
	return { kind: 'yaml', value: { scripts }, places: Object.fromEntries(places) };
};

const mostScript = 64 * 1024;
const shellName = /\b(?:ba|z|k|da)?sh\b/;

const scriptOf = ({ path, text }: SourceFile): CiFile | null => {
	const first = /^#![ \t]*([^\r\n]*)/.exec(text)?.[1] ?? '';
	if (text.length > mostScript || (first !== '' && !shellName.test(first))) return null;
	// Without an interpreter and without an ending it may be any text.
	if (first === '' && !nameIn(path).includes('.') && !/^[ \t]*[a-z][\w./-]*(?:[ \t]|$)/m.test(text))
		return null;
	return { kind: 'script', interpreter: first, text };
};

/** `legacy_tox_ini = """…"""`: an INI file inside. */
const legacyTox = (file: SourceFile): CiFile | null => {
	if (!file.text.includes('legacy_tox_ini')) return null;
	const reading = readToml(file.text);
	if (!reading.ok) return null;
	const legacy = tableAt(reading.toml.value, ['tool', 'tox'])?.['legacy_tox_ini'];
	const entry = reading.toml.entries.get('/tool/tox/legacy_tox_ini');
	if (typeof legacy !== 'string' || !entry) return null;
	const { line } = positionAt(file.lineStarts, entry.start);
	const opened = /^[^\n]*(?:"""|''')[ \t\r]*\n/.test(file.text.slice(entry.start, entry.end));
	return readTox(legacy, opened ? line : line - 1);
};

/** Where programs lie that a pipeline runs. */
const ownProgram =
	/^[^/]+\.py$|(?:^|\/)(?:\.?scripts?|bin|\.?ci|tools?|hack|dev|\.github|\.circleci|\.travis|\.gitlab|build|etc|utils?|contrib|tasks)\/[^/]*(?:\/__init__)?\.py$/;

/** It names no tool, and takes in nothing that could. */
const isHarmless = ({ path, text }: SourceFile): boolean =>
	ownProgram.test(path) &&
	!checkers.test(text) &&
	[...text.matchAll(/^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import\b|import[ \t]+([^#\r\n]+))/gm)].every(
		([, module, list]) =>
			(module ?? list ?? '').split(',').every(name => standardLibrary.has(/^\s*(\w*)/.exec(name)?.[1] ?? '')),
	);

const fileOf = (file: SourceFile, engines: Engines): CiFile | null => {
	switch (kindOf(file.path)) {
		case 'yaml':
			return yamlOf(file);
		case 'package':
			return scriptsOf(file);
		case 'make':
			return readMakefile(file.text);
		case 'just':
			return readJustfile(file.text);
		case 'tox':
			return readTox(file.text);
		case 'pyproject':
			return legacyTox(file);
		case 'jenkins':
			return readJenkinsfile(file.text, file.lineStarts);
		case 'sessions':
			return /\bsession\b|\btask\b/.test(file.text) ? readSessions(file, engines.python(file)) : null;
		case 'cdk':
			if (/\b(?:ShellStep|CodeBuildStep)\(/.test(file.text))
				return readShellSteps(file, engines.python(file));
			return isHarmless(file) ? { kind: 'harmless' } : null;
		case 'script':
			return scriptOf(file);
		case null:
			return null;
	}
};

export default defineFileGatherer({
	fact: 'ciFiles',
	version: 3,
	wave: 'code',
	wants: path => kindOf(path) !== null,
	extract: fileOf,
});
